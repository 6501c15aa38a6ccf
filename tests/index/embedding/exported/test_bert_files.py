"""What a model's folder says of its shape, in the older and the newer form of its files, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from index.embedding.exported.bert_files import NotExportableError, read_bert_files
from index.embedding.packaged_model import DIMENSION, WINDOW, packaged_model_folder

OLDER = "sentence_transformers.models."
MODULES = [{"type": f"{OLDER}{name}", "path": path} for name, path in (("Transformer", ""), ("Pooling", "pool"))]
CONFIG = {
    "model_type": "bert",
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "hidden_size": 48,
    "hidden_act": "gelu",
    "layer_norm_eps": 1e-12,
    "max_position_embeddings": 64,
    "pad_token_id": 0,
}


def write_model(folder: Path, **changed: Any) -> Path:
    """The files of a model, each of which may be given anew by its name without its ending (None: left out)."""
    files: dict[str, Any] = {
        "modules.json": MODULES,
        "config.json": CONFIG,
        "sentence_bert_config.json": {"max_seq_length": 50, "do_lower_case": False},
        "pool/config.json": {"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": False},
        "model.safetensors": "",
        "tokenizer.json": {},
    }
    for name, content in changed.items():
        (key,) = (k for k in files if k.replace("/", "_").rpartition(".")[0] == name)
        files[key] = content
    (folder / "pool").mkdir()
    for name, content in files.items():
        if content is not None:
            (folder / name).write_text(json.dumps(content))
    return folder


def test_the_packaged_model() -> None:
    folder = packaged_model_folder()
    assert folder is not None

    files = read_bert_files(folder)

    assert (files.layers, files.heads, files.dimension) == (6, 12, DIMENSION)
    assert (files.activation, files.epsilon, files.first_position) == ("gelu", 1e-12, 0)
    assert (files.window, files.pooling) == (WINDOW, "mean")


def test_older_and_newer_forms(tmp_path: Path) -> None:
    for folder in (tmp_path / "older", tmp_path / "newer"):
        folder.mkdir()
    older = read_bert_files(write_model(tmp_path / "older"))
    newer_modules = [
        {"type": "sentence_transformers.base.modules.transformer.Transformer", "path": ""},
        {"type": "sentence_transformers.sentence_transformer.modules.pooling.Pooling", "path": "pool"},
        {"type": "sentence_transformers.base.modules.normalize.Normalize", "path": "norm"},
    ]
    write_model(
        tmp_path / "newer",
        modules=newer_modules,
        sentence_bert_config={"transformer_task": "feature-extraction"},
        pool_config={"pooling_mode": "cls", "include_prompt": True},
    )
    (tmp_path / "newer" / "tokenizer_config.json").write_text('{"model_max_length": 512}')
    newer = read_bert_files(tmp_path / "newer")

    assert (older.pooling, older.window) == ("mean", 50)
    assert (newer.pooling, newer.window) == ("cls", 64)  # no more than it has positions


def test_the_positions_of_roberta_begin_after_its_padding(tmp_path: Path) -> None:
    files = read_bert_files(write_model(tmp_path, config=CONFIG | {"model_type": "xlm-roberta", "pad_token_id": 1}))

    assert files.first_position == 2
    assert files.window == 50


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"config": CONFIG | {"model_type": "mpnet"}}, "its kind is mpnet"),
        ({"config": CONFIG | {"hidden_act": "silu"}}, "its activation is silu"),
        ({"config": CONFIG | {"position_embedding_type": "relative_key"}}, "positions"),
        ({"config": {"model_type": "bert"}}, "not as expected"),
        ({"config": None}, "not as expected"),
        ({"modules": None}, "not as expected"),
        ({"modules": {}}, "it is built of"),
        ({"modules": [*MODULES, {"type": f"{OLDER}Dense", "path": "dense"}]}, "Transformer, Pooling, Dense"),
        ({"sentence_bert_config": {"max_seq_length": 50, "do_lower_case": True}}, "letters"),
        ({"pool_config": {"pooling_mode": "max"}}, "its pooling is max"),
        ({"pool_config": {"pooling_mode": ["mean", "max"]}}, "its pooling is mean, max"),
        ({"pool_config": {"pooling_mode_mean_tokens": True, "pooling_mode_max_tokens": True}}, "mean, max"),
        ({"pool_config": {"pooling_mode": "mean", "include_prompt": False}}, "its pooling"),
        ({"model": None}, "no model.safetensors"),
        ({"tokenizer": None}, "no tokenizer.json"),
    ],
)
def test_what_cannot_be_exported(tmp_path: Path, changed: dict[str, Any], reason: str) -> None:
    with pytest.raises(NotExportableError, match=reason):
        read_bert_files(write_model(tmp_path, **changed))
