"""Plain sentence-transformers: all vectors in one array, compared with a question's one by one."""

from collections.abc import Sequence

import numpy as np


class SentenceTransformers:
    """A `Peer`: vectors only."""

    def __init__(self, model: str) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(model, device="cpu")

    def index(self, passages: Sequence[tuple[str, str]]) -> None:
        self._ids = [passage for passage, _ in passages]
        self._vectors = self._model.encode([text for _, text in passages], normalize_embeddings=True)

    def rank(self, question: str, most: int) -> list[str]:
        scores = self._vectors @ self._model.encode(question, normalize_embeddings=True)
        return [self._ids[place] for place in np.argsort(-scores)[:most]]
