"""An export is made once, kept whole, and made again when it is damaged, stale or from elsewhere."""

import json
import resource
from pathlib import Path

import numpy as np
import pytest

from index.embedding.exported import ExportedEncoder
from index.embedding.exported.verification import LOWEST_COSINE
from index.errors import ModelError
from tests.index.conftest import run_python
from tests.index.embedding.exported.conftest import exports_in, packaged, small_model, warnings_in

EXPORTING = """
import sys
from pathlib import Path
from index.embedding.exported import ExportedEncoder
encoder = ExportedEncoder("all-MiniLM-L6-v2", "", "", precisions=["int8"], folder=Path(sys.argv[1]))
print(encoder.encode_question("rain")[:3].round(4).tolist(), flush=True)
"""


@pytest.fixture(autouse=True)
def _all_lines(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")


def test_made_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    first = packaged(tmp_path, "int8")
    vector = first.encode_question("rain")
    second = packaged(tmp_path, "int8")

    assert np.array_equal(second.encode_question("rain"), vector)
    assert len(exports_in(caplog.records)) == 1
    assert first.description == second.description
    assert first.description.startswith("CTranslate2 ")
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".bin", ".json", ".lock"]


@pytest.mark.parametrize("damage", ["cut", "flipped", "gone", "record cut", "record gone", "other engine", "other CPU"])
def test_damaged_or_stale(tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture) -> None:
    vector = packaged(tmp_path, "int8").encode_question("rain")
    (model,), (record,) = tmp_path.glob("*.bin"), tmp_path.glob("*.json")
    whole = model.read_bytes()
    match damage:
        case "cut":
            model.write_bytes(whole[:-1000])
        case "flipped":
            model.write_bytes(whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:])
        case "gone":
            model.unlink()
        case "record cut":
            record.write_text(record.read_text()[:40])
        case "record gone":
            record.unlink()
        case "other engine":
            record.write_text(json.dumps(json.loads(record.read_text()) | {"engine": "CTranslate2 1.0"}))
        case _:
            record.write_text(json.dumps(json.loads(record.read_text()) | {"cpu": "another"}))

    assert np.array_equal(packaged(tmp_path, "int8").encode_question("rain"), vector)
    assert len(exports_in(caplog.records)) == 2
    assert model.read_bytes() == whole
    assert warnings_in(caplog.records) == []


def test_two_processes_at_once(tmp_path: Path) -> None:
    with run_python(EXPORTING, tmp_path) as one, run_python(EXPORTING, tmp_path) as two:
        outputs = {one.communicate()[0], two.communicate()[0]}

    assert len(outputs) == 1
    assert outputs.pop().startswith("[")
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".bin", ".json", ".lock"]


def test_a_killed_export_is_made_by_the_next(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    waiting = (
        "import os, signal, index.embedding.exported.store as store\n"
        "store.publish = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    with run_python(waiting + EXPORTING, tmp_path) as killed:
        killed.communicate()
    assert killed.returncode < 0
    assert not list(tmp_path.glob("*.bin"))

    packaged(tmp_path, "int8").encode_question("rain")

    assert len(exports_in(caplog.records)) == 1
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".bin", ".json", ".lock"]


def test_a_full_disk(tmp_path: Path) -> None:
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, {resource.RLIM_INFINITY}))\n"
    with run_python(limit + EXPORTING, tmp_path) as process:
        output = process.communicate()[0].splitlines()

    assert len(output) == 2
    assert "cannot be stored" in output[0]
    assert output[1].startswith("[")
    assert [path.suffix for path in tmp_path.iterdir()] == [".lock"]


def test_a_folder_that_cannot_be_used(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = tmp_path / "models"
    folder.write_text("a file in its place")

    assert packaged(folder, "int8").encode_question("rain").shape == (384,)
    assert len(warnings_in(caplog.records)) == 1
    assert "at every start" in warnings_in(caplog.records)[0]


def test_eight_bits_that_differ_too_much(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LOWEST_COSINE, "int8", 0.9999)

    first = packaged(tmp_path, "int8", "float32")
    first.encode_question("rain")
    assert "float32" in first.description
    assert len(exports_in(caplog.records)) == 2
    assert [path.name for path in tmp_path.glob("*int8.bin")] == []

    second = packaged(tmp_path, "int8", "float32")
    second.encode_question("rain")
    assert "float32" in second.description
    assert len(exports_in(caplog.records)) == 2  # the refusal is remembered
    assert warnings_in(caplog.records) == []


def test_a_model_that_cannot_be_exported(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = small_model(tmp_path, "mpnet", "mean")
    encoder = ExportedEncoder(str(folder), "", "", precisions=["int8", "float32"], folder=tmp_path / "models")

    assert encoder.encode_documents(["rain", "snow"]).shape == (2, encoder.dimension)
    assert encoder.encode_question("rain").shape == (encoder.dimension,)
    assert len(warnings_in(caplog.records)) == 1
    assert "its kind is mpnet" in warnings_in(caplog.records)[0]
    assert encoder.description == "sentence-transformers (its kind is mpnet)"


def test_weights_that_changed_under_the_same_name(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = small_model(tmp_path, "bert", "mean")
    encoders = [
        ExportedEncoder(str(folder), "", "", precisions=["float32"], folder=tmp_path / "models") for _ in range(2)
    ]
    encoders[0].encode_question("rain")
    (folder / "model.safetensors").touch()
    encoders[1].encode_question("rain")

    assert len(exports_in(caplog.records)) == 2


def test_no_model_at_all(tmp_path: Path) -> None:
    encoder = ExportedEncoder(str(tmp_path), "", "", precisions=["int8"], folder=tmp_path / "models")

    with pytest.raises(ModelError, match="cannot be loaded"):
        encoder.encode_question("rain")


def test_a_model_that_the_hub_gave_before(tmp_path: Path) -> None:
    cached = tmp_path / "hub" / "models--someone--some-model"
    (cached / "refs").mkdir(parents=True)
    (cached / "refs" / "main").write_text("0" * 40)
    (cached / "snapshots").mkdir()
    small_model(tmp_path, "bert", "mean").rename(cached / "snapshots" / ("0" * 40))
    code = """
import logging, os, sys
from pathlib import Path
os.environ.update(HF_HUB_CACHE=str(Path(sys.argv[1]) / "hub"), HF_HUB_OFFLINE="1")
logging.basicConfig(format="%(message)s")
logging.getLogger("index").setLevel("INFO")
from index.embedding.exported import ExportedEncoder
for _ in range(2):
    encoder = ExportedEncoder(
        "someone/some-model", "", "", precisions=["float32"], folder=Path(sys.argv[1]) / "models"
    )
    print(encoder.dimension, encoder.window, encoder.encode_question("rain").shape, flush=True)
print(encoder.description, "torch" in sys.modules, flush=True)
"""
    with run_python(code, tmp_path) as first:
        made = first.communicate()[0].splitlines()
    with run_python(code, tmp_path) as second:
        found = second.communicate()[0].splitlines()

    assert [line for line in made if line.startswith("Exporting")] == made[:1]
    assert found[:2] == ["48 60 (48,)"] * 2
    assert found[2].startswith("CTranslate2")
    assert found[2].endswith("False")
