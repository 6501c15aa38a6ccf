"""The two indexes that an installation has, on the engine that it chose."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from index.embedding.encoder import Encoder
from index.errors import StorageError
from index.passage_index.faiss_vectors import FaissVectors
from index.passage_index.protocol import VectorIndex, WordIndex
from index.passage_index.tantivy_words import TantivyWords

if TYPE_CHECKING:
    from index.passage_index.milvus import Milvus


def open_indexes(address: str | None, folder: Path, generation: str, encoder: Encoder) -> tuple[WordIndex, VectorIndex]:
    """The word and the vector index of a database's generation: in `folder`, or in the Milvus at `address`."""
    dimension, model = encoder.dimension, encoder.fingerprint
    if address is None:
        vectors = FaissVectors(folder / "vectors", dimension=dimension, generation=generation, model=model)
        return TantivyWords(folder / "words", generation=generation), vectors
    milvus, another = _milvus(address), _milvus(address)  # each is closed with its index
    from index.passage_index.milvus_vectors import MilvusVectors
    from index.passage_index.milvus_words import MilvusWords

    words = MilvusWords(milvus, generation=generation)
    return words, MilvusVectors(another, dimension=dimension, generation=generation, model=model)


def remove_indexes(address: str | None, folder: Path, generation: str) -> None:
    """Remove both indexes of a database's generation; nobody may be changing them."""
    if address is None:
        for name in ("words", "vectors"):
            shutil.rmtree(folder / name, ignore_errors=True)
        return
    milvus = _milvus(address)
    milvus.drop(generation)
    milvus.close()


def _milvus(address: str) -> "Milvus":
    try:
        from index.passage_index.milvus import Milvus
    except ModuleNotFoundError:
        raise StorageError("Milvus needs its client: pip install 'newsdesk[milvus]'.") from None
    return Milvus(address)
