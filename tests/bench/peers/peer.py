"""What every peer can do."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Peer(Protocol):
    """Holds passages and ranks them for a question."""

    def index(self, passages: Sequence[tuple[str, str]], vectors: Vectors | None) -> None:
        """Take in (id, text) pairs, once; `vectors`, where they are known, are the model's, a row of length 1 each."""

    def rank(self, question: str, most: int) -> list[str]:
        """The ids of the passages that answer best, best first."""


def makers() -> dict[str, Callable[[str], Peer]]:
    """For each peer what makes one from the folder of the embedding model."""
    from tests.bench.peers.chroma import Chroma
    from tests.bench.peers.haystack import Haystack
    from tests.bench.peers.llama_index import LlamaIndex
    from tests.bench.peers.sentence_transformers import SentenceTransformers
    from tests.bench.peers.txtai import Txtai

    return {
        "sentence-transformers": SentenceTransformers,
        "txtai": Txtai,
        "haystack": Haystack,
        "chroma": Chroma,
        "llama-index": LlamaIndex,
    }
