"""What every engine of the passage index can do. Ranking stands above it and is the same for all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from index.question.window import Window

Ids = NDArray[np.int64]
Scores = NDArray[np.float32]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(moment: datetime) -> int:
    """A moment as an index keeps it, exact, so that a window holds what it holds in the database."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to search: a window of time and, unless empty, only these outlets (case-folded)."""

    window: Window = field(default_factory=Window)
    outlets: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage as the index takes it; `vector` has shape (dimension,), float16, length 1; word indexes need none."""

    passage_id: int
    position: int
    text: str
    vector: NDArray[np.float16] | None = None


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """An article as the index takes it; `outlet` is case-folded."""

    article_id: int
    title: str
    text: str
    moment: datetime
    outlet: str
    passages: tuple[IndexedPassage, ...]


class ArticleHits(NamedTuple):
    """Articles, best first: ids, scores and moments in `microseconds`, each of shape (n,)."""

    article_ids: Ids
    scores: Scores
    moments: Ids


class PassageHits(NamedTuple):
    """Passages, best first, each with its article and that one's moment in `microseconds`: arrays of shape (n,)."""

    passage_ids: Ids
    article_ids: Ids
    scores: Scores
    moments: Ids


class IndexCopy(Protocol):
    """A copy of the database up to one change. Taking over the same change again alters nothing."""

    @property
    def sequence(self) -> int:
        """The last change that the copy holds."""

    def apply(self, added: Sequence[IndexedArticle], removed: Sequence[int], sequence: int) -> None:
        """Take over changes up to `sequence`; an article that is there already is replaced."""

    def save(self) -> None:
        """Make what was taken over last beyond this process, which another may go on from."""

    def refresh(self) -> None:
        """See what another process has saved."""

    def close(self) -> None:
        """Give back files and memory; what was not saved is taken over again next time."""


class WordIndex(IndexCopy, Protocol):
    """Search by words (BM25)."""

    def __len__(self) -> int:
        """How many articles it holds."""

    def search_articles(self, words: str, most: int, scope: Scope) -> ArticleHits:
        """The articles that have the most telling of `words`, in title or text."""

    def rarity(self, words: Sequence[str]) -> dict[str, float]:
        """For each stemmed word its inverse document frequency as BM25 has it, from 0 for what every article has.

        A word that no article has stands under the spelling that was probably meant.
        """

    def search_passages(self, words: str, most: int, scope: Scope) -> PassageHits:
        """The passages that have the most telling of `words`."""


class VectorIndex(IndexCopy, Protocol):
    """Search by vectors (cosine)."""

    def __len__(self) -> int:
        """How many passages it holds."""

    def search(self, vector: NDArray[np.float32], most: int, scope: Scope) -> PassageHits:
        """The passages nearest to `vector` of shape (dimension,); scores are cosines."""

    def search_leads(self, vector: NDArray[np.float32], most: int, scope: Scope) -> PassageHits:
        """The same among first passages only, which stand for their articles."""
