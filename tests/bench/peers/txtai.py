"""txtai in its hybrid form: its own BM25 and FAISS, fused by it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tests.bench.peers.peer import Vectors


class Txtai:
    """A `Peer`: words and vectors."""

    def __init__(self, model: str) -> None:
        from txtai import Embeddings

        self._path = model
        self._embeddings = Embeddings(path=model, hybrid=True, gpu=False)

    def index(self, passages: Sequence[tuple[str, str]], vectors: "Vectors | None") -> None:
        if vectors is not None:
            self._know(dict(zip((text for _, text in passages), vectors, strict=True)))
        self._embeddings.index(passages)

    def rank(self, question: str, most: int) -> list[str]:
        return [str(passage) for passage, _ in self._embeddings.search(question, most)]

    def _know(self, known: "dict[str, Vectors]") -> None:
        """Go on with an index that takes vectors from here, those of questions from the model."""
        from sentence_transformers import SentenceTransformer
        from txtai import Embeddings

        model = SentenceTransformer(self._path, device="cpu")

        def encode(texts: Sequence[str]) -> "Vectors":
            return np.stack([known[t] if t in known else model.encode(t, normalize_embeddings=True) for t in texts])

        self._embeddings = Embeddings(method="external", transform=encode, hybrid=True, gpu=False)
