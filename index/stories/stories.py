"""Stories: articles on one event, grouped as they arrive.

An article joins the story whose articles are, on average, nearest to it, if they are near enough; else it begins one.
Near are those whose lead vectors (title and first sentences) are, and whose titles and first words share rare ones:
names and places tell two events of one kind apart. In a language that the model hardly knows its cosines count less,
and articles that share rare words of the title are compared as well as those whose vectors are near. Only articles of
the same days are compared: an event is reported over days, and what resembles it months later is another one.

What begins as two stories may turn out to be one event. When an article arrives that is near enough to both, and all of
their articles are among those that it is compared with, they become one if their articles are on average as like to
each other as an article must be to the story that it joins.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import numpy as np
from sqlalchemy import BindParameter, Connection, Row, bindparam, func, insert, select, update

from index.articles.articles import chunks
from index.articles.language import main_language
from index.articles.outlet import carrier
from index.embedding.encoder import Vectors
from index.embedding.vectors import load_leads
from index.passage_index import IndexedArticle, Scope, VectorIndex, WordIndex
from index.question.window import Window
from index.storage.tables import UtcDateTime, articles, stories
from index.stories.likeness import Told, likeness
from index.stories.merging import merge_stories
from index.stories.word_likeness import RareWords, weighted

REACH = timedelta(days=4)  # between an article and those it is compared with
NEIGHBOURS = 24
# Where texts of a language have as much in common, half of them are the nearest by this many rare words of the title.
STRANGE = 0.2
ASKED_WORDS = 4
LEAD = 400  # characters after the title whose words are compared
THRESHOLD = 0.34  # mean likeness to a story's nearest articles
NEAREST_OF_STORY = 2  # articles of a story that speak for it

# Made once: to make one of many ids takes longer than what it asks for.
_IDS: BindParameter[Sequence[int]] = bindparam("ids", expanding=True)
_PRESENT = select(articles.c.id, articles.c.story_id, articles.c.language).where(articles.c.id.in_(_IDS))
_SETTLED = select(
    articles.c.id,
    articles.c.story_id,
    articles.c.title,
    func.substr(articles.c.text, 1, LEAD).label("lead"),
    articles.c.language,
).where(articles.c.id.in_(_IDS), articles.c.story_id.is_not(None))
_COPIED = select(articles.c.copy_of).where(articles.c.story_id.in_(_IDS))
_CARRIERS = select(articles.c.story_id, articles.c.source, articles.c.url, articles.c.id).where(
    articles.c.story_id.in_(_IDS),
    func.coalesce(articles.c.published, articles.c.added) <= bindparam("until", type_=UtcDateTime),
)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What articles are compared by. `common` is that of `common_ground`, by language; `model` made the vectors."""

    vectors: VectorIndex
    words: WordIndex
    rare: RareWords
    common: Mapping[str, float]
    model: int


def assign_stories(connection: Connection, grounds: Grounds, added: Sequence[IndexedArticle]) -> None:
    """Give each article that has no story one, and merge stories that it shows to be one event.

    The articles must be in the vector index already, and their vectors in the database.
    """
    batch = _Batch(connection, grounds, added)
    for article in added:
        lead = next((p.vector for p in article.passages if p.position == 0), None)
        if article.article_id in batch.without and lead is not None:
            batch.assign(article, lead.astype(np.float32))


class _Batch:
    """Articles that arrive together; `stories` are those of all articles that were looked at so far, by article.

    `without` are those that have no story when they arrive; some may have been removed since they were read.
    """

    def __init__(self, connection: Connection, grounds: Grounds, added: Sequence[IndexedArticle]) -> None:
        self._connection = connection
        self._grounds = grounds
        self._texts = {article.article_id: (article.title, article.text[:LEAD]) for article in added}
        present = _present(connection, list(self._texts))
        self.stories = {row.id: row.story_id for row in present if row.story_id is not None}
        self.without = {row.id for row in present if row.story_id is None}
        self._told: dict[int, Told] = {}
        self._tell({row.id: (*self._texts[row.id], row.language) for row in present})

    def assign(self, article: IndexedArticle, lead: Vectors) -> None:
        """Give an article its story, by what is nearest to it."""
        own = self._told[article.article_id]
        compared = self._compared(article, lead)
        similar: dict[int, list[float]] = defaultdict(list)
        for article_id, cosine in compared.items():
            similar[self.stories[article_id]].append(likeness(cosine, own, self._told[article_id]))
        near = near_stories(similar)
        story = _join(self._connection, article, near[0] if near else None)
        self.stories[article.article_id] = story
        for other in near[1:]:
            if self._is_one_event(story, other, {article.article_id, *compared}):
                story = self._merge(story, other)

    def _compared(self, article: IndexedArticle, lead: Vectors) -> dict[int, float]:
        """The cosines of the articles that have a story, and are to be compared with this one."""
        scope = Scope(Window(article.moment - REACH, article.moment + REACH))
        later = len(self._texts)  # what comes later in the batch has no story yet and must not crowd out what has
        hits = self._grounds.vectors.search_leads(lead, NEIGHBOURS + later, scope)
        cosines = dict(zip(hits.article_ids.tolist(), hits.scores.tolist(), strict=True))
        nearest = [i for i in cosines if i in self.stories or i not in self._texts][:NEIGHBOURS]
        if self._told[article.article_id].common >= STRANGE:
            half = NEIGHBOURS // 2
            asked = " ".join(self._grounds.rare.rarest(article.title, ASKED_WORDS))
            found = self._grounds.words.search_articles(asked, half + later, scope).article_ids.tolist()
            # The word index has what waits to be embedded, too.
            told = {row.id for row in _present(self._connection, found) if row.story_id is not None}
            nearest = list(dict.fromkeys([*nearest[:half], *[i for i in found if i in told][:half]]))
            leads = load_leads(self._connection, self._grounds.model, [i for i in nearest if i not in cosines])
            cosines |= {i: float(other.astype(np.float32) @ lead) for i, other in leads.items()}
        settled = _settled(self._connection, [i for i in nearest if i not in self._told])
        self.stories |= {i: row.story_id for i, row in settled.items()}
        self._tell({i: (row.title, row.lead, row.language) for i, row in settled.items()})
        return {i: cosines[i] for i in nearest if i in self.stories and i in cosines}

    def _is_one_event(self, one: int, other: int, near: set[int]) -> bool:
        """Whether the articles of two stories are as like to each other as those of one, all of them being `near`.

        So what is decided is never decided by a part of a story, and no story grows large by merging.
        """
        members = {story: [i for i in near if self.stories.get(i) == story] for story in (one, other)}
        if _count_articles(self._connection, (one, other)) > sum(map(len, members.values())):
            return False
        leads = load_leads(self._connection, self._grounds.model, [*members[one], *members[other]])
        if len(leads) < sum(map(len, members.values())):
            return False
        told, vectors = self._told, {i: lead.astype(np.float32) for i, lead in leads.items()}
        pairs = product(members[one], members[other])
        alike = [likeness(float(vectors[i] @ vectors[j]), told[i], told[j]) for i, j in pairs]
        return float(np.mean(alike)) >= THRESHOLD

    def _merge(self, one: int, other: int) -> int:
        kept = merge_stories(self._connection, one, other)
        self.stories |= {i: kept for i, story in self.stories.items() if story in (one, other)}
        return kept

    def _tell(self, texts: Mapping[int, tuple[str, str, str | None]]) -> None:
        """Note what is compared of articles, given as title, lead and language."""
        rare, common = self._grounds.rare, self._grounds.common
        titles = rare.of([title for title, _, _ in texts.values()])
        # A word that is cut in two would be a rare one.
        leads = rare.of([lead if len(lead) < LEAD else lead.rpartition(" ")[0] for _, lead, _ in texts.values()])
        for (i, (_, _, language)), title, lead in zip(texts.items(), titles, leads, strict=True):
            strange = common.get(main_language(language) or "", 0.0)
            self._told[i] = Told(weighted(title), weighted(title | lead), strange)


def near_stories(similar: Mapping[int, Sequence[float]]) -> list[int]:
    """The stories whose articles are near enough, the nearest first, given how like each story's articles are."""
    means = {
        story: float(np.mean(sorted(scores, reverse=True)[:NEAREST_OF_STORY])) for story, scores in similar.items()
    }
    return sorted((story for story, mean in means.items() if mean >= THRESHOLD), key=lambda story: -means[story])


def story_outlets(connection: Connection, story_ids: Iterable[int], until: datetime) -> dict[int, int]:
    """How many distinct outlets carried each story up to `until`."""
    found: dict[int, set[str]] = defaultdict(set)
    for chunk in chunks(list(story_ids)):
        for story, source, url, article_id in connection.execute(_CARRIERS, {"ids": chunk, "until": until}):
            found[story].add(carrier(source, url, article_id))
    return {story: len(carriers) for story, carriers in found.items()}


def _join(connection: Connection, article: IndexedArticle, story: int | None) -> int:
    if story is None:
        statement = insert(stories).values(first=article.moment, last=article.moment).returning(stories.c.id)
        story = int(connection.execute(statement).scalar_one())
    else:
        span = connection.execute(select(stories.c.first, stories.c.last).where(stories.c.id == story)).one()
        connection.execute(
            update(stories)
            .where(stories.c.id == story)
            .values(first=min(span.first, article.moment), last=max(span.last, article.moment))
        )
    connection.execute(update(articles).where(articles.c.id == article.article_id).values(story_id=story))
    return story


def _settled(connection: Connection, article_ids: Sequence[int]) -> dict[int, Row[Any]]:
    """Those of the articles that have a story, as (id, story_id, title, lead, language), by id."""
    found: dict[int, Row[Any]] = {}
    for chunk in chunks(article_ids):
        found.update({row.id: row for row in connection.execute(_SETTLED, {"ids": chunk})})
    return found


def _count_articles(connection: Connection, story_ids: Sequence[int]) -> int:
    """How many articles the stories have, beside near copies."""
    # Which ones are no copies is not asked of the database: SQLite would go through all articles that are none.
    found = connection.execute(_COPIED, {"ids": story_ids}).scalars()
    return sum(original is None for original in found)


def _present(connection: Connection, article_ids: Sequence[int]) -> list[Row[Any]]:
    """The articles as (id, story_id, language)."""
    found: list[Row[Any]] = []
    for chunk in chunks(article_ids):
        found += connection.execute(_PRESENT, {"ids": chunk})
    return found
