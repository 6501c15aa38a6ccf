"""Haystack with its store in memory: BM25 and vectors, joined by reciprocal ranks as its tutorials do.

Since its third version it comes without a way to run the model, which sentence-transformers does here.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.bench.peers.peer import Vectors


class Haystack:
    """A `Peer`: words and vectors."""

    def __init__(self, model: str) -> None:
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(model, device="cpu")
        self._store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        self._words = InMemoryBM25Retriever(self._store)
        self._vectors = InMemoryEmbeddingRetriever(self._store)
        self._joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion")

    def index(self, passages: Sequence[tuple[str, str]], vectors: "Vectors | None") -> None:
        from haystack import Document

        if vectors is None:
            vectors = self._model.encode([text for _, text in passages], normalize_embeddings=True)
        documents = [
            Document(id=passage, content=text, embedding=vector)
            for (passage, text), vector in zip(passages, vectors.tolist(), strict=True)
        ]
        self._store.write_documents(documents)

    def rank(self, question: str, most: int) -> list[str]:
        by_words = self._words.run(query=question, top_k=most)["documents"]
        vector = self._model.encode(question, normalize_embeddings=True).tolist()
        by_vectors = self._vectors.run(query_embedding=vector, top_k=most)["documents"]
        joined = self._joiner.run(documents=[by_words, by_vectors], top_k=most)["documents"]
        return [str(document.id) for document in joined]
