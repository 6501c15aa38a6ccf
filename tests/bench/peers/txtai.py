"""txtai in its hybrid form: its own BM25 and FAISS, fused by it."""

from collections.abc import Sequence


class Txtai:
    """A `Peer`: words and vectors."""

    def __init__(self, model: str) -> None:
        from txtai import Embeddings

        self._embeddings = Embeddings(path=model, hybrid=True, gpu=False)

    def index(self, passages: Sequence[tuple[str, str]]) -> None:
        self._embeddings.index(passages)

    def rank(self, question: str, most: int) -> list[str]:
        return [str(passage) for passage, _ in self._embeddings.search(question, most)]
