"""What the tests of the news share: a database of their own, articles made short, and the real encoder."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import ArrayLike

from config import Settings
from index.articles.article import Article
from index.embedding.encoder import Encoder, Vectors, make_encoder
from index.passage_index import IndexedArticle, IndexedPassage
from index.storage.database import MIGRATIONS

NOW = datetime(2025, 7, 10, 12, tzinfo=UTC)
CHECKOUT = Path(__file__).parents[2]


class WordHashes:
    """An encoder for tests that need vectors and no meaning: texts with the same words are near to each other.

    `embedded` is every text that it was given, in order.
    """

    name = "word hashes"
    description = "no model"
    fingerprint = "word-hashes"
    dimension = 64
    window = 40

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        self.embedded.extend(texts)
        return np.array([self.encode_question(text) for text in texts], np.float32).reshape(-1, self.dimension)

    def encode_question(self, text: str) -> Vectors:
        vector = np.zeros(self.dimension, np.float32)
        for word in text.lower().split():
            digest = hashlib.blake2b(word.encode(), digest_size=4).digest()
            vector[digest[0] % self.dimension] += 1 if digest[1] % 2 else -1
        vector[0] += 0.01  # no text is nothing
        return vector / np.float32(np.linalg.norm(vector))


def address_of(folder: Path) -> str:
    return f"sqlite:///{folder / 'newsdesk.sqlite'}"


def article(
    number: int, *, text: str | None = None, hours_ago: float = 1, source: str | None = "Sample Wire"
) -> Article:
    return Article(
        title=f"Council {number} votes on its budget",
        text=f"The council of town {number} voted on Monday. It spends {number} crowns." if text is None else text,
        url=f"https://wire.example/{number}",
        published=NOW - timedelta(hours=hours_ago),
        source=source,
    )


def unit(vector: ArrayLike) -> Vectors:
    values = np.asarray(vector, np.float32)
    return values / np.float32(np.linalg.norm(values))


def indexed(
    article_id: int,
    vectors: Sequence[Vectors] = (),
    *,
    title: str = "",
    texts: Sequence[str] = (),
    moment: datetime = NOW,
    outlet: str = "",
) -> IndexedArticle:
    """An article as an index takes it, with passages numbered after it: one for each vector or text."""
    count = max(len(vectors), len(texts))
    passages = tuple(
        IndexedPassage(
            article_id * 100 + n,
            n,
            texts[n] if n < len(texts) else "",
            vectors[n].astype(np.float16) if n < len(vectors) else None,
        )
        for n in range(count)
    )
    return IndexedArticle(article_id, title, " ".join(texts), moment, outlet, passages)


def run_python(code: str, *arguments: object) -> "subprocess.Popen[str]":
    """A process of its own that runs `code` in the checkout; its output is text to read line by line."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", code, *map(str, arguments)],
        cwd=CHECKOUT,
        env=dict(os.environ, PYTHONUNBUFFERED="1"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture(scope="session")
def migrations() -> list[Path]:
    """The news knows nothing of the conversation's tables."""
    return [MIGRATIONS]


@pytest.fixture(scope="session")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    return make_encoder(Settings(data_dir=tmp_path_factory.mktemp("encoder")))
