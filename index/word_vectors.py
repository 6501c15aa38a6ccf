"""Vectors of words alone, for telling how near the words of two short texts are without running the model.

They are the embedding model's own input vectors (word pieces, before its first layer), centred and of length 1: words
of like meaning are near, which is all that is asked of them, at a thousandth of the model's cost.
"""

import threading
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.packaged_model import PACKAGE, packaged_model_folder

if TYPE_CHECKING:
    from tokenizers import Tokenizer

TABLE = "embeddings.word_embeddings.weight"


class WordVectors:
    """The packaged model's word pieces; loaded on first use, 24 MB."""

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
        question_vectors = table[asked].astype(np.float32)
        # One product over the distinct pieces of all texts costs less than one for each text.
        distinct, places = np.unique(np.array([i for ids in pieces for i in ids], np.int64), return_inverse=True)
        cosines = question_vectors @ table[distinct].astype(np.float32).T
        bounds = np.cumsum([0, *map(len, pieces)])
        return [
            float(cosines[:, places[start:stop]].max(axis=1).mean()) if stop > start else 0.0
            for start, stop in pairwise(bounds)
        ]

    @cached_property
    def _folder(self) -> Path:
        folder = packaged_model_folder()
        if folder is None:
            raise ModelError(f"The package {PACKAGE} is not installed; install Newsdesk again.")
        return folder

    @cached_property
    def _table(self) -> NDArray[np.float16]:
        from safetensors import safe_open

        with safe_open(str(self._folder / "model.safetensors"), framework="numpy") as tensors:
            table: NDArray[np.float32] = tensors.get_tensor(TABLE).astype(np.float32)
        table -= table.mean(axis=0)
        table /= np.linalg.norm(table, axis=1, keepdims=True)
        return table.astype(np.float16)

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer
