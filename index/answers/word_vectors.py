"""Vectors of words alone, for telling how near the words of two short texts are without running the model.

They are the embedding model's own input vectors (word pieces, before its first layer), centred and of length 1: words
of like meaning are near, which is all that is asked of them, at a thousandth of the model's cost.
"""

import json
import threading
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.embedding.packaged_model import PACKAGE, WINDOW, find_packaged_model
from index.embedding.tokenizer import load_tokenizer
from index.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

TABLE = "embeddings.word_embeddings.weight"
# The mean over all word pieces of the packaged model, shape (384,), float32.
_MEAN = np.load(Path(__file__).parents[1] / "weights" / "word_mean.npy", allow_pickle=False)


class WordVectors:
    """The packaged model's word pieces, read from its file as they are needed.

    The file is checked by the encoder, before it is used the first time; reading all of it again here would take longer
    than an answer.
    """

    def __init__(self) -> None:
        self._loading = threading.Lock()

    def nearness(self, question: str, texts: Sequence[str]) -> list[float]:
        """For each text the mean, over the question's word pieces, of the cosine to the nearest piece of the text."""
        with self._loading:
            table, tokenizer = self._table, self._tokenizer
        asked = tokenizer.encode(question, add_special_tokens=False).ids
        if not asked:
            return [0.0 for _ in texts]
        pieces = [e.ids for e in tokenizer.encode_batch(list(texts), add_special_tokens=False)]
        question_vectors = _centred(table[asked])
        # One product over the distinct pieces of all texts costs less than one for each text.
        distinct, places = np.unique(np.array([i for ids in pieces for i in ids], np.int64), return_inverse=True)
        cosines = question_vectors @ _centred(table[distinct]).T
        bounds = np.cumsum([0, *map(len, pieces)])
        return [
            float(cosines[:, places[start:stop]].max(axis=1).mean()) if stop > start else 0.0
            for start, stop in pairwise(bounds)
        ]

    @cached_property
    def _folder(self) -> Path:
        folder = find_packaged_model()
        if folder is None:
            raise ModelError(f"The package {PACKAGE} is not installed; install Newsdesk again.")
        return folder

    @cached_property
    def _table(self) -> NDArray[np.float32]:
        return mapped_tensor(self._folder / "model.safetensors", TABLE)

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        return load_tokenizer(self._folder / "tokenizer.json", WINDOW)


def mapped_tensor(path: Path, name: str) -> NDArray[np.float32]:
    """A tensor of a safetensors file (a JSON header, then the bytes) mapped into memory; ModelError where it is not."""
    try:
        with path.open("rb") as file:
            size = int.from_bytes(file.read(8), "little")
            told = json.loads(file.read(size))[name]
        start = 8 + size + told["data_offsets"][0]
        return np.memmap(path, {"F32": "<f4"}[told["dtype"]], "r", start, tuple(told["shape"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"The model file {path} cannot be read ({error}); install {PACKAGE} again.") from None


def _centred(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of the table without what all have in common, of length 1."""
    vectors = rows - _MEAN
    unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit
