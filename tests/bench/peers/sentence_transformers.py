"""Plain sentence-transformers: all vectors in one array, compared with a question's one by one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tests.bench.peers.peer import Vectors


class SentenceTransformers:
    """A `Peer`: vectors only."""

    def __init__(self, model: str) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(model, device="cpu")

    def index(self, passages: Sequence[tuple[str, str]], vectors: "Vectors | None") -> None:
        self._ids = [passage for passage, _ in passages]
        if vectors is None:
            vectors = self._model.encode([text for _, text in passages], normalize_embeddings=True)
        self._vectors = vectors

    def rank(self, question: str, most: int) -> list[str]:
        scores = self._vectors @ self._model.encode(question, normalize_embeddings=True)
        return [self._ids[place] for place in np.argsort(-scores)[:most]]
