"""Haystack with its store in memory: BM25 and vectors, joined by reciprocal ranks as its tutorials do."""

from collections.abc import Sequence


class Haystack:
    """A `Peer`: words and vectors."""

    def __init__(self, model: str) -> None:
        from haystack.components.embedders import (
            SentenceTransformersDocumentEmbedder,
            SentenceTransformersTextEmbedder,
        )
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import (
            InMemoryBM25Retriever,
            InMemoryEmbeddingRetriever,
        )
        from haystack.document_stores.in_memory import (
            InMemoryDocumentStore,
        )

        self._store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        self._documents = SentenceTransformersDocumentEmbedder(model=model, progress_bar=False)
        self._question = SentenceTransformersTextEmbedder(model=model, progress_bar=False)
        self._documents.warm_up()
        self._question.warm_up()
        self._words = InMemoryBM25Retriever(self._store)
        self._vectors = InMemoryEmbeddingRetriever(self._store)
        self._joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion")

    def index(self, passages: Sequence[tuple[str, str]]) -> None:
        from haystack import Document

        documents = [Document(id=passage, content=text) for passage, text in passages]
        self._store.write_documents(self._documents.run(documents=documents)["documents"])

    def rank(self, question: str, most: int) -> list[str]:
        by_words = self._words.run(query=question, top_k=most)["documents"]
        vector = self._question.run(text=question)["embedding"]
        by_vectors = self._vectors.run(query_embedding=vector, top_k=most)["documents"]
        joined = self._joiner.run(documents=[by_words, by_vectors], top_k=most)["documents"]
        return [str(document.id) for document in joined]
