"""Vectors of words alone, for telling how near the words of two short texts are without running the model.

They are the embedding model's own input vectors (word pieces, before its first layer), centred and of length 1: words
of like meaning are near, which is all that is asked of them, at a thousandth of the model's cost.
"""

import json
import threading
from collections.abc import Sequence
from functools import cached_property
from itertools import chain
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
MOST_WORDS = 50_000  # that are remembered with their pieces
# The mean over all word pieces of the packaged model, shape (384,), float32.
_MEAN = np.load(Path(__file__).parents[1] / "weights" / "word_mean.npy", allow_pickle=False)


class WordVectors:
    """The packaged model's word pieces, read from its file as they are needed.

    The file is checked by the encoder, before it is used the first time; reading all of it again here would take longer
    than an answer.
    """

    def __init__(self) -> None:
        self._loading = threading.Lock()
        self._pieces: dict[str, list[int]] = {}  # of words between blanks, each of which is taken apart by itself

    def nearness(self, question: str, texts: Sequence[str]) -> list[float]:
        """For each text the mean, over the question's word pieces, of the cosine to the nearest piece of the text."""
        asked, *pieces = self._pieces_of([question, *texts])
        if not asked:
            return [0.0 for _ in texts]
        # One product over the distinct pieces of all texts costs less than one for each text.
        lengths = np.array([len(ids) for ids in pieces], np.int64)
        distinct, places = np.unique(np.array(list(chain.from_iterable(pieces)), np.int64), return_inverse=True)
        cosines = (self._vectors(np.array(asked)) @ self._vectors(distinct).T)[:, places]
        near = np.zeros(len(pieces), np.float32)
        if len(distinct):
            starts = (np.cumsum(lengths) - lengths)[lengths > 0]
            nearest = np.maximum.reduceat(cosines, starts, axis=1)
            near[lengths > 0] = np.ascontiguousarray(nearest.T).mean(axis=1)
        found: list[float] = near.tolist()
        return found

    def _pieces_of(self, texts: Sequence[str]) -> list[list[int]]:
        """The numbers of each text's word pieces."""
        if len(self._pieces) > MOST_WORDS:
            self._pieces = {}
        known = self._pieces
        words = [text.split() for text in texts]
        unknown = list({word for told in words for word in told if word not in known})
        if unknown:
            with self._loading:
                tokenizer = self._tokenizer
            encoded = tokenizer.encode_batch_fast(unknown, add_special_tokens=False)
            known.update(zip(unknown, (encoding.ids for encoding in encoded), strict=True))
        return [list(chain.from_iterable(map(known.__getitem__, told)))[:WINDOW] for told in words]

    def _vectors(self, pieces: NDArray[np.int64]) -> NDArray[np.float32]:
        """The centred vectors of word pieces, shape (n, dimension)."""
        with self._loading:
            table, (vectors, filled) = self._table, self._centred
        missing = pieces[~filled[pieces]]
        if len(missing):
            vectors[missing] = _centred(table[missing])
            filled[missing] = True
        found: NDArray[np.float32] = vectors[pieces]
        return found

    @cached_property
    def _centred(self) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """Room for the centred vectors of all pieces, which takes memory only where it is filled, and where it is."""
        return np.empty(self._table.shape, np.float32), np.zeros(len(self._table), np.bool_)

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
