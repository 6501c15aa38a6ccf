"""LlamaIndex with its FAISS store and the model by its own wrapper of sentence-transformers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.bench.peers.peer import Vectors


class LlamaIndex:
    """A `Peer`: vectors only."""

    def __init__(self, model: str) -> None:
        from llama_index.embeddings.huggingface import (
            HuggingFaceEmbedding,
        )

        self._embed = HuggingFaceEmbedding(model_name=model, device="cpu", embed_batch_size=32)

    def index(self, passages: Sequence[tuple[str, str]], vectors: "Vectors | None") -> None:
        import faiss
        from llama_index.core import StorageContext, VectorStoreIndex
        from llama_index.core.schema import TextNode
        from llama_index.vector_stores.faiss import FaissVectorStore

        dimension = len(self._embed.get_text_embedding("a"))
        storage = StorageContext.from_defaults(vector_store=FaissVectorStore(faiss.IndexFlatIP(dimension)))
        nodes = [TextNode(id_=passage, text=text) for passage, text in passages]
        for node, vector in zip(nodes, vectors.tolist() if vectors is not None else (), strict=False):
            node.embedding = vector
        self._index = VectorStoreIndex(nodes, storage_context=storage, embed_model=self._embed)

    def rank(self, question: str, most: int) -> list[str]:
        found = self._index.as_retriever(similarity_top_k=most).retrieve(question)
        return [str(each.node.node_id) for each in found]
