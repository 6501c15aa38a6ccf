"""How well stories are told apart: as they are made when articles arrive, against what people made of the same."""

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from sqlalchemy import delete, select, update

from bot.cli.options import open_desk
from config import load_settings
from index.articles.article import Article, make_article
from index.evaluation.evaluation import Figure, figure
from index.storage.tables import articles, stories
from tests.bench.bcubed import bcubed_f1
from tests.bench.corpora import CLOCK, desk_of
from tests.bench.story_sets import PEOPLE, GroupedSearch, grouped_searches, pairs

PAIRED = datetime(2020, 1, 1, tzinfo=UTC)  # both of a pair were published on one day, which the set does not tell


@dataclass(frozen=True, slots=True)
class PairFigures:
    """Of pairs in one language: how many there are, and how those that share a story agree with those that should."""

    language: str
    count: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def searches_measured(folder: Path) -> dict[str, Figure]:
    """BCubed F1 against each person, the mean of the three, and each person's mean against the other two.

    Intervals are over the ten searches.
    """
    found: dict[str, list[float]] = {}
    for search in grouped_searches():
        own = _stories_of(folder / search.name.replace(" ", "-"), search)
        people = [labels(groups, len(search.results)) for groups in search.people]
        against = [bcubed_f1(own, person) for person in people]
        for number, value in zip(PEOPLE, against, strict=True):
            found.setdefault(f"Newsdesk against person {number}", []).append(value)
        found.setdefault("Newsdesk, mean over the three", []).append(float(np.mean(against)))
        for number, one in zip(PEOPLE, people, strict=True):
            others = [bcubed_f1(one, other) for other in people if other is not one]
            found.setdefault(f"person {number} against the others", []).append(float(np.mean(others)))
    return {name: figure(values) for name, values in found.items()}


def pairs_measured(folder: Path) -> list[PairFigures]:
    """Pairs count as the same story when both articles come into one, among the articles of all pairs."""
    known = pairs()
    told = {url: (title, text) for pair in known for title, text, url in pair.articles}
    made = [_article(title, text, url, PAIRED) for url, (title, text) in told.items()]
    story = story_by_url(folder, made)
    figures = []
    for language in sorted({pair.language for pair in known}):
        chosen = [pair for pair in known if pair.language == language]
        same = np.array([pair.same for pair in chosen])
        joined = np.array([story[pair.articles[0][2]] == story[pair.articles[1][2]] for pair in chosen])
        right = float((same & joined).sum())
        figures.append(PairFigures(language, len(chosen), right / max(joined.sum(), 1), right / same.sum()))
    return figures


def story_by_url(folder: Path, made: Sequence[Article]) -> dict[str, int]:
    """The story of each article when they arrive in this order; vectors that `folder` keeps are not made again."""
    _forget_stories(folder)
    with desk_of(folder, made) as desk, desk._database.read() as connection:
        rows = connection.execute(select(articles.c.url, articles.c.story_id))
        return {row.url: row.story_id for row in rows}


def labels(groups: Iterable[frozenset[int]], count: int) -> list[int]:
    """The number of each one's group, for groups of places from 0 to `count`."""
    found = {place: number for number, group in enumerate(groups) for place in group}
    return [found[place] for place in range(count)]


def _stories_of(folder: Path, search: GroupedSearch) -> list[int]:
    arriving = sorted(search.results, key=lambda result: result.date)
    story: Mapping[str, int] = story_by_url(folder, [_article(r.title, r.description, r.url, r.date) for r in arriving])
    return [story[result.url] for result in search.results]


def _article(title: str, text: str, url: str, published: datetime) -> Article:
    return make_article(title=title, text=text, url=url, published=published, now=CLOCK)[0]


def _forget_stories(folder: Path) -> None:
    """Let what an earlier run has left be grouped anew."""
    if not folder.exists():
        return
    shutil.rmtree(folder / "index", ignore_errors=True)
    with open_desk(load_settings(given={"data_dir": folder})) as desk, desk.database.write() as connection:
        connection.execute(update(articles).values(story_id=None))
        connection.execute(delete(stories))
