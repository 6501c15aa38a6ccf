"""The files of a sentence-transformers model on BERT's plan: what they say of its shape, and its weights."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import ModelError

KINDS = ("bert", "roberta", "xlm-roberta", "camembert")
ACTIVATIONS = ("gelu", "relu")
POOLINGS = ("mean", "cls")
WEIGHTS = "model.safetensors"
TOKENIZER = "tokenizer.json"


class NotExportableError(ModelError):
    """A model that only sentence-transformers can run."""


@dataclass(frozen=True, slots=True)
class BertFiles:
    """A model's folder and shape. `first_position` is the row of the first token's position."""

    folder: Path
    layers: int
    heads: int
    dimension: int
    activation: str
    epsilon: float
    first_position: int
    window: int
    pooling: str

    @property
    def weights(self) -> Path:
        return self.folder / WEIGHTS

    @property
    def tokenizer(self) -> Path:
        return self.folder / TOKENIZER


def read_bert_files(folder: Path) -> BertFiles:
    """What the folder holds; NotExportableError says why the model in it cannot be exported."""
    try:
        return _read(folder)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotExportableError(f"its files are not as expected ({type(error).__name__}: {error})") from None


def _read(folder: Path) -> BertFiles:
    modules = [(m["type"].rpartition(".")[2], folder / m["path"]) for m in _json(folder / "modules.json")]
    names = [name for name, _ in modules]
    if names not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        raise NotExportableError(f"it is built of {', '.join(names)}")
    transformer, pooling = modules[0][1], _json(modules[1][1] / "config.json")
    config, sentence = _json(transformer / "config.json"), _json(transformer / "sentence_bert_config.json")
    if (kind := config["model_type"]) not in KINDS:
        raise NotExportableError(f"its kind is {kind}")
    if config.get("position_embedding_type", "absolute") != "absolute" or sentence.get("do_lower_case"):
        raise NotExportableError("its positions or its letters are treated in a way of their own")
    if (activation := config["hidden_act"]) not in ACTIVATIONS:
        raise NotExportableError(f"its activation is {activation}")
    if (how := _pooling(pooling)) not in POOLINGS or not pooling.get("include_prompt", True):
        raise NotExportableError(f"its pooling is {how}")
    for file in (WEIGHTS, TOKENIZER):
        if not (transformer / file).is_file():
            raise NotExportableError(f"it has no {file}")
    first = 0 if kind == "bert" else int(config["pad_token_id"]) + 1
    return BertFiles(
        folder=transformer,
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        dimension=config["hidden_size"],
        activation=activation,
        epsilon=config["layer_norm_eps"],
        first_position=first,
        window=min(_window(transformer, sentence), config["max_position_embeddings"] - first),
        pooling=how,
    )


def _window(folder: Path, sentence: dict[str, Any]) -> int:
    return int(sentence.get("max_seq_length") or _json(folder / "tokenizer_config.json")["model_max_length"])


def _pooling(config: dict[str, Any]) -> str:
    """The one way of pooling, in the newer form (one name) or the older one (a switch for each); else all of them."""
    named = config.get("pooling_mode")
    if isinstance(named, str):
        return named
    prefix = "pooling_mode_"
    switched = [name.removeprefix(prefix) for name, on in config.items() if name.startswith(prefix) and on is True]
    return ", ".join(named or [name.removesuffix("_tokens").removesuffix("_token") for name in switched])


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
