"""Chroma with its collection in memory (HNSW) and sentence-transformers as its embedding function."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.bench.peers.peer import Vectors

AT_ONCE = 2_000  # Chroma refuses more in one call


class Chroma:
    """A `Peer`: vectors only."""

    def __init__(self, model: str) -> None:
        import chromadb
        from chromadb.utils.embedding_functions import (
            SentenceTransformerEmbeddingFunction,
        )

        embed = SentenceTransformerEmbeddingFunction(model_name=model, device="cpu", normalize_embeddings=True)
        client = chromadb.EphemeralClient(chromadb.Settings(anonymized_telemetry=False))
        self._collection = client.create_collection("passages", embedding_function=embed)

    def index(self, passages: Sequence[tuple[str, str]], vectors: "Vectors | None") -> None:
        for start in range(0, len(passages), AT_ONCE):
            ids, texts = zip(*passages[start : start + AT_ONCE], strict=True)
            known = None if vectors is None else vectors[start : start + AT_ONCE]
            self._collection.add(ids=list(ids), documents=list(texts), embeddings=known)

    def rank(self, question: str, most: int) -> list[str]:
        found = self._collection.query(query_texts=[question], n_results=most, include=[])
        return [str(passage) for passage in found["ids"][0]]
