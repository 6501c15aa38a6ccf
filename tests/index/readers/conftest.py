"""What the tests of the readers share: a file is written, and what is read from it comes back."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from index.articles.article import Article
from index.readers import Read, Refused, read_paths

NOW = datetime(2025, 12, 20, 12, tzinfo=UTC)

Results = Sequence[Read | Refused]


class ReadFile(Protocol):
    """Writes a file of this name and content, and reads it."""

    def __call__(self, name: str, content: str | bytes) -> Results: ...


def articles(results: Results) -> list[Article]:
    return [result.article for result in results if isinstance(result, Read)]


def titles(results: Results) -> list[str]:
    return [article.title for article in articles(results)]


def refusals(results: Results) -> list[str]:
    return [result.reason for result in results if isinstance(result, Refused)]


def notes(results: Results) -> list[str]:
    return [note for result in results if isinstance(result, Read) for note in result.notes]


def only_article(results: Results) -> Article:
    assert refusals(results) == []
    (article,) = articles(results)
    return article


@pytest.fixture
def read(tmp_path: Path) -> ReadFile:
    def written_and_read(name: str, content: str | bytes) -> Results:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(read_paths([path], now=NOW))

    return written_and_read
