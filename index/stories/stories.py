"""Stories: articles on one event, grouped as they arrive.

An article joins the story whose articles are, on average, nearest to it, if they are near enough; else it begins one.
Near are those whose lead vectors (title and first sentences) are, and whose titles and first words share rare ones:
names and places tell two events of one kind apart, also in languages that the model hardly knows. Only articles of the
same days are compared: an event is reported over days, and what resembles it months later is another one.

What begins as two stories may turn out to be one event. When an article arrives that is near enough to both, and all of
their articles are among those that it is compared with, they become one if their articles are on average as like to
each other as an article must be to the story that it joins.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from index.articles.articles import chunks
from index.articles.outlet import carrier
from index.embedding.vectors import load_leads
from index.passage_index import IndexedArticle, PassageHits, Scope, VectorIndex
from index.question.window import Window
from index.storage.tables import UtcDateTime, articles, stories
from index.stories.merging import merge_stories
from index.stories.word_likeness import RareWords, Weighted, weighted, word_likeness

Told = tuple[Weighted, Weighted]  # the words of a title and of the title with what follows it

REACH = timedelta(days=4)  # between an article and those it is compared with
NEIGHBOURS = 24
# What makes two articles alike: the cosine of their lead vectors, and the rare words of titles and of leads.
MEANING, TITLES, LEADS = 0.4, 0.3, 0.3
LEAD = 400  # characters after the title whose words are compared
THRESHOLD = 0.34  # mean likeness to a story's nearest articles
NEAREST_OF_STORY = 2  # articles of a story that speak for it

_CARRIERS = select(articles.c.story_id, articles.c.source, articles.c.url, articles.c.id).where(
    articles.c.story_id.in_(bindparam("ids", expanding=True)),
    func.coalesce(articles.c.published, articles.c.added) <= bindparam("until", type_=UtcDateTime),
)


def assign_stories(
    connection: Connection, vectors: VectorIndex, words: RareWords, model: int, added: Sequence[IndexedArticle]
) -> None:
    """Give each article that has no story one, and merge stories that it shows to be one event.

    The articles must be in `vectors` already, and their vectors, made by `model`, in the database.
    """
    batch = _Batch(connection, words, model, added)
    for article in added:
        lead = next((p.vector for p in article.passages if p.position == 0), None)
        if article.article_id in batch.stories or lead is None:
            continue
        window = Window(article.moment - REACH, article.moment + REACH)
        batch.assign(article, vectors.search_leads(lead.astype(np.float32), batch.depth, Scope(window)))


class _Batch:
    """Articles that arrive together; `stories` are those of all articles that were looked at so far, by article.

    `depth` is how many neighbours to ask for: what comes later in the batch has no story yet and must not crowd out
    what has.
    """

    def __init__(self, connection: Connection, words: RareWords, model: int, added: Sequence[IndexedArticle]) -> None:
        self._connection = connection
        self._words = words
        self._model = model
        self._texts = {article.article_id: (article.title, article.text[:LEAD]) for article in added}
        self.stories = _story_ids(connection, list(self._texts))
        self._told: dict[int, Told] = {}
        self._tell({i: text for i, text in self._texts.items() if i not in self.stories})
        self.depth = NEIGHBOURS + len(added)

    def assign(self, article: IndexedArticle, hits: PassageHits) -> None:
        """Give an article its story, by what is nearest to it."""
        own = self._told[article.article_id]
        compared = self._compared(hits)
        similar: dict[int, list[float]] = defaultdict(list)
        for article_id, cosine in compared.items():
            similar[self.stories[article_id]].append(likeness(cosine, own, self._told[article_id]))
        near = near_stories(similar)
        story = _join(self._connection, article, near[0] if near else None)
        self.stories[article.article_id] = story
        for other in near[1:]:
            if self._is_one_event(story, other, {article.article_id, *compared}):
                story = self._merge(story, other)

    def _compared(self, hits: PassageHits) -> dict[int, float]:
        """The cosines of the neighbours that have a story, by article."""
        near = zip(hits.article_ids.tolist(), hits.scores.tolist(), strict=True)
        nearest = [(i, cosine) for i, cosine in near if i in self.stories or i not in self._texts][:NEIGHBOURS]
        settled = _settled(self._connection, [i for i, _ in nearest if i not in self.stories])
        self.stories |= {i: row.story_id for i, row in settled.items()}
        compared = {i: cosine for i, cosine in nearest if i in self.stories}
        unread = [i for i in compared if i not in self._told]
        self._tell({i: self._texts[i] if i in self._texts else (settled[i].title, settled[i].lead) for i in unread})
        return compared

    def _is_one_event(self, one: int, other: int, near: set[int]) -> bool:
        """Whether the articles of two stories are as like to each other as those of one, all of them being `near`.

        So what is decided is never decided by a part of a story, and no story grows large by merging.
        """
        members = {story: [i for i in near if self.stories.get(i) == story] for story in (one, other)}
        if _count_articles(self._connection, (one, other)) > sum(map(len, members.values())):
            return False
        leads = load_leads(self._connection, self._model, [*members[one], *members[other]])
        if len(leads) < sum(map(len, members.values())):
            return False
        told, vectors = self._told, {i: lead.astype(np.float32) for i, lead in leads.items()}
        pairs = [(i, j) for i in members[one] for j in members[other]]
        return (
            float(np.mean([likeness(float(vectors[i] @ vectors[j]), told[i], told[j]) for i, j in pairs])) >= THRESHOLD
        )

    def _merge(self, one: int, other: int) -> int:
        kept = merge_stories(self._connection, one, other)
        self.stories |= {i: kept for i, story in self.stories.items() if story in (one, other)}
        return kept

    def _tell(self, texts: Mapping[int, tuple[str, str]]) -> None:
        titles = self._words.of([title for title, _ in texts.values()])
        # A word that is cut in two would be a rare one.
        leads = self._words.of([lead if len(lead) < LEAD else lead.rpartition(" ")[0] for _, lead in texts.values()])
        for i, title, lead in zip(texts, titles, leads, strict=True):
            self._told[i] = (weighted(title), weighted(title | lead))


def likeness(cosine: float, one: Told, other: Told) -> float:
    """How like two articles are, given the cosine of their lead vectors and their words."""
    return MEANING * cosine + TITLES * word_likeness(one[0], other[0]) + LEADS * word_likeness(one[1], other[1])


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
    """Those of the articles that have a story, as (id, story_id, title, lead), by id."""
    found: dict[int, Row[Any]] = {}
    lead = func.substr(articles.c.text, 1, LEAD).label("lead")
    for chunk in chunks(article_ids):
        query = select(articles.c.id, articles.c.story_id, articles.c.title, lead)
        rows = connection.execute(query.where(articles.c.id.in_(chunk), articles.c.story_id.is_not(None)))
        found.update({row.id: row for row in rows})
    return found


def _count_articles(connection: Connection, story_ids: Sequence[int]) -> int:
    """How many articles the stories have, beside near copies."""
    query = select(func.count()).where(articles.c.story_id.in_(story_ids), articles.c.copy_of.is_(None))
    return connection.execute(query).scalar_one()


def _story_ids(connection: Connection, article_ids: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for chunk in chunks(article_ids):
        query = select(articles.c.id, articles.c.story_id).where(
            articles.c.id.in_(chunk), articles.c.story_id.is_not(None)
        )
        found.update((row.id, row.story_id) for row in connection.execute(query))
    return found
