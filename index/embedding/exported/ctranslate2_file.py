"""A model on BERT's plan in the file format of CTranslate2, made from its published weights without running it."""

import struct
from collections.abc import Callable, Iterator, Mapping
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from index.embedding.exported.bert_files import BertFiles, NotExportableError

Precision = Literal["int8", "float32"]
Tensor = NDArray[np.generic]
Floats = NDArray[np.float32]
Variables = Iterator[tuple[str, Tensor]]

# Of 127. Some CPUs add up two products in 16 bits before they go on and cut larger sums off; with weights up to this
# they hardly ever do, and what the coarser steps cost on the other CPUs cannot be measured.
LARGEST_INT8 = 96

_BINARY_VERSION = 6
_SPECIFICATION = ("TransformerEncoderSpec", 1)
_TYPES = {"float32": 0, "int8": 1, "int16": 2}
_ACTIVATIONS = {"relu": 0, "gelu": 3}
_FIRST_WEIGHT = "embeddings.word_embeddings.weight"


class _Layers:
    """The variables of layers by their names in CTranslate2, from weights by their published names."""

    def __init__(self, weight: Callable[[str], Floats], precision: Precision) -> None:
        self._weight = weight
        self._precision = precision

    def table(self, name: str, weight: Floats) -> Variables:
        """A weight that may be held in 8 bits, each row with a scale of its own."""
        if self._precision == "float32":
            yield f"{name}/weight", weight
            return
        largest = np.abs(weight).max(axis=1)
        scale = (LARGEST_INT8 / np.where(largest > 0, largest, 1)).astype(np.float32)
        yield f"{name}/weight", np.rint(weight * scale[:, None]).astype(np.int8)
        yield f"{name}/weight_scale", scale

    def linear(self, name: str, *published: str) -> Variables:
        """One linear layer, or several side by side."""
        yield from self.table(name, np.concatenate([self._weight(f"{p}.weight") for p in published]))
        yield f"{name}/bias", np.concatenate([self._weight(f"{p}.bias") for p in published])

    def norm(self, name: str, published: str) -> Variables:
        yield f"{name}/gamma", self._weight(f"{published}.weight")
        yield f"{name}/beta", self._weight(f"{published}.bias")


def ctranslate2_file(files: BertFiles, precision: Precision) -> bytes:
    """The bytes of `model.bin`; NotExportableError when the weights do not fit the model's shape."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(str(files.weights), framework="numpy") as tensors:
            prefix = next(key for key in tensors.keys() if key.endswith(_FIRST_WEIGHT)).removesuffix(_FIRST_WEIGHT)  # noqa: SIM118

            def weight(name: str) -> Floats:
                return np.asarray(tensors.get_tensor(prefix + name), np.float32)

            return _serialised({f"encoder/{name}": v for name, v in _variables(files, weight, precision)})
    except (OSError, SafetensorError, KeyError, TypeError, ValueError, StopIteration) as error:
        raise NotExportableError(f"its weights are not as expected ({type(error).__name__}: {error})") from None


def ctranslate2_side_files(files: BertFiles) -> dict[str, str]:
    """The other files that CTranslate2 asks for, as JSON. The vocabulary stays with the tokenizer, so one word does."""
    unknown = "[UNK]"
    marks = f'"bos_token": "{unknown}", "eos_token": "{unknown}", "unk_token": "{unknown}"'
    return {
        "config.json": f'{{"layer_norm_epsilon": {files.epsilon!r}, {marks}}}',
        "vocabulary.json": f'["{unknown}"]',
    }


def _variables(files: BertFiles, weight: Callable[[str], Floats], precision: Precision) -> Variables:
    layers = _Layers(weight, precision)
    yield "num_heads", np.array(files.heads, np.int16)
    yield "activation", np.array(_ACTIVATIONS[files.activation], np.int8)
    for switched_off in ("pre_norm", "embeddings_merge", "scale_embeddings"):
        yield switched_off, np.array(0, np.int8)
    yield from layers.table("embeddings_0", weight(_FIRST_WEIGHT))
    # Every token is of the first type, so the type's row can as well be part of the positions.
    positions = weight("embeddings.position_embeddings.weight")[files.first_position :]
    yield "position_encodings/encodings", positions + weight("embeddings.token_type_embeddings.weight")[0]
    yield from layers.norm("layernorm_embedding", "embeddings.LayerNorm")
    for number in range(files.layers):
        name, published = f"layer_{number}", f"encoder.layer.{number}"
        asked = [f"{published}.attention.self.{part}" for part in ("query", "key", "value")]
        yield from layers.linear(f"{name}/self_attention/linear_0", *asked)
        yield from layers.linear(f"{name}/self_attention/linear_1", f"{published}.attention.output.dense")
        yield from layers.norm(f"{name}/self_attention/layer_norm", f"{published}.attention.output.LayerNorm")
        yield from layers.linear(f"{name}/ffn/linear_0", f"{published}.intermediate.dense")
        yield from layers.linear(f"{name}/ffn/linear_1", f"{published}.output.dense")
        yield from layers.norm(f"{name}/ffn/layer_norm", f"{published}.output.LayerNorm")


def _serialised(variables: Mapping[str, Tensor]) -> bytes:
    name, revision = _SPECIFICATION
    parts = [struct.pack("<I", _BINARY_VERSION), _string(name), struct.pack("<II", revision, len(variables))]
    for key in sorted(variables):
        value = variables[key]
        head = struct.pack(f"<B{value.ndim}I", value.ndim, *value.shape)
        parts += [_string(key), head, struct.pack("<BI", _TYPES[str(value.dtype)], value.nbytes), value.tobytes()]
    parts.append(struct.pack("<I", 0))  # no variable is another's alias
    return b"".join(parts)


def _string(text: str) -> bytes:
    return struct.pack("<H", len(text) + 1) + text.encode() + b"\0"
