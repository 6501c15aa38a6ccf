"""The two indexes that an installation has, on the engine that it chose."""

from pathlib import Path

from index.encoder import Encoder
from index.errors import StorageError
from index.passage_index.faiss_vectors import FaissVectors
from index.passage_index.protocol import VectorIndex, WordIndex
from index.passage_index.tantivy_words import TantivyWords


def open_indexes(address: str | None, folder: Path, generation: str, encoder: Encoder) -> tuple[WordIndex, VectorIndex]:
    """The word and the vector index of a database's generation: in `folder`, or in the Milvus at `address`."""
    if address is None:
        vectors = FaissVectors(
            folder / "vectors", dimension=encoder.dimension, generation=generation, model=encoder.fingerprint
        )
        return TantivyWords(folder / "words", generation=generation), vectors
    try:
        from index.passage_index.milvus import Milvus
        from index.passage_index.milvus_vectors import MilvusVectors
        from index.passage_index.milvus_words import MilvusWords
    except ModuleNotFoundError:
        raise StorageError("Milvus needs its client: pip install 'newsdesk[milvus]'.") from None
    milvus = Milvus(address)
    return MilvusWords(milvus, generation=generation), MilvusVectors(
        milvus, dimension=encoder.dimension, generation=generation, model=encoder.fingerprint
    )
