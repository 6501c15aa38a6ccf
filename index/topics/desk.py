"""The news as topics need it: a topic's vector, what has come in, what is there already, and how a story goes on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy import Connection, Row, Select, func, select

from index.answers.answer import Headline, Source
from index.answers.answering import source_of
from index.articles.articles import StoredArticle, StoredPassage, changes_after, load_articles, load_passages
from index.briefing import lead_of
from index.embedding.encoder import Encoder
from index.embedding.vectors import HalfVector, load_vectors
from index.passage_index import VectorIndex, WordIndex
from index.storage.database import Database
from index.storage.tables import articles, passages, vectors
from index.stories.merging import current_ids, former_ids
from index.stories.stories import story_outlets
from index.topics.matching import Watched
from index.topics.newest import newest_for
from index.topics.news import News
from index.topics.sensitivity import Sensitivity
from index.topics.turns import is_new_turn
from index.topics.wording import Wording

NEWEST_SHOWN = 3
MOST_EARLIER = 50  # articles that another one is compared with


@dataclass(frozen=True, slots=True)
class Arrived:
    """An article that has come into the index, with the sequence of that change; `added` is when it was stored."""

    sequence: int
    article_id: int
    moment: datetime
    added: datetime
    news: News


@dataclass(frozen=True, slots=True)
class StoryNews:
    """A story as it stands: the article that speaks for it with its first sentences, and all its articles.

    `sources` are the newest first; `outlets` counts the distinct ones.
    """

    story_id: int
    headline: Source
    lead: str
    sources: tuple[Source, ...]
    outlets: int


class TopicDesk:
    """Safe to call from several threads."""

    def __init__(
        self, database: Database, encoder: Encoder, words: WordIndex, vector_index: VectorIndex, model: int
    ) -> None:
        self._database = database
        self._encoder = encoder
        self._words = words
        self._vectors = vector_index
        self.model = model
        self.dimension = encoder.dimension

    def vector(self, meaning: str) -> HalfVector:
        """The vector of what a topic asks for, of shape (dimension,)."""
        return self._encoder.encode_question(meaning).astype(np.float16)

    def outlets(self) -> list[str]:
        """The names of all outlets."""
        with self._database.read() as connection:
            return [name for name in connection.execute(select(articles.c.source).distinct()).scalars() if name]

    def newest(
        self, wording: Wording, vector: HalfVector, sensitivity: Sensitivity, *, now: datetime
    ) -> tuple[Headline, ...]:
        """The newest that is there on a topic already, newest first."""
        return newest_for(
            Watched(0, wording, sensitivity),
            vector.astype(np.float32),
            now=now,
            most=NEWEST_SHOWN,
            database=self._database,
            words=self._words,
            vectors=self._vectors,
            model=self.model,
        )

    def last_change(self) -> int:
        """The newest change that the index holds."""
        return self._vectors.sequence

    def arrived(self, after: int, most: int) -> tuple[list[Arrived], int]:
        """The articles among the next `most` changes after a sequence that the index holds, and the last sequence."""
        held = self._vectors.sequence
        with self._database.read() as connection:
            changed = [row for row in changes_after(connection, after, most) if row.sequence <= held]
            loaded = load_articles(connection, [row.article_id for row in changed if not row.removed])
            texts = loaded | load_articles(connection, [a.copy_of for a in loaded.values() if a.copy_of is not None])
            leads = {i: found[0] for i, found in load_passages(connection, texts).items() if found}
            known = load_vectors(connection, self.model, {lead.content_hash for lead in leads.values()})
            added = _added(connection, list(loaded))
            former = former_ids(connection, {a.story_id for a in loaded.values() if a.story_id is not None})
        found = [
            Arrived(row.sequence, article.article_id, article.moment, added[article.article_id], news)
            for row in changed
            if (article := loaded.get(row.article_id)) and (news := _news(article, leads, known, former))
        ]
        return found, changed[-1].sequence if changed else after

    def story(self, story_id: int, speaker: int | None = None) -> StoryNews | None:
        """A story as it stands, told by the article `speaker` or by its newest one; None when it is gone.

        One that became part of another is that one.
        """
        with self._database.read() as connection:
            story_id = current_ids(connection, [story_id])[story_id]
            ids = connection.execute(select(articles.c.id).where(articles.c.story_id == story_id)).scalars()
            members = sorted(
                load_articles(connection, ids).values(), key=lambda a: (a.moment, a.article_id), reverse=True
            )
            if not members:
                return None
            outlets = story_outlets(connection, [story_id], members[0].moment)[story_id]
        told = next((a for a in members if a.article_id == speaker), members[0])
        return StoryNews(story_id, source_of(told), lead_of(told), tuple(map(source_of, members)), outlets)

    def story_of(self, article_id: int) -> int | None:
        """The story that an article belongs to."""
        with self._database.read() as connection:
            return connection.execute(
                select(articles.c.story_id).where(articles.c.id == article_id)
            ).scalar_one_or_none()

    def is_new_turn(self, arrived: Arrived) -> bool:
        """Whether an article tells what the articles of its story before it did not."""
        query = self._told().where(articles.c.id < arrived.article_id)
        with self._database.read() as connection:
            story_ids = current_ids(connection, arrived.news.stories).values()
            earlier = connection.execute(query.where(articles.c.story_id.in_(story_ids))).all()
        return is_new_turn(arrived.news.title, arrived.news.vector, _compared(earlier))

    def tells_more(self, article_id: int, known: Collection[int]) -> bool:
        """Whether an article, or that of which it is a copy, tells what the articles `known` do not."""
        query = select(func.coalesce(articles.c.copy_of, articles.c.id)).where(articles.c.id == article_id)
        with self._database.read() as connection:
            own_id = connection.execute(query).scalar_one_or_none()
            own = connection.execute(self._told().where(articles.c.id == own_id)).one_or_none()
            others = connection.execute(self._told().where(articles.c.id.in_(known))).all()
        if own is None or own_id in known:
            return False
        return is_new_turn(own.title, np.frombuffer(own.vector, "<f2").astype(np.float32), _compared(others))

    def _told(self) -> Select[tuple[int, str, str, bytes]]:
        """What articles tell, the newest first: as (id, title, text, vector of the lead)."""
        return (
            select(articles.c.id, articles.c.title, articles.c.text, vectors.c.vector)
            .join(passages, passages.c.article_id == articles.c.id)
            .join(vectors, vectors.c.content_hash == passages.c.content_hash)
            .where(passages.c.position == 0, vectors.c.model_id == self.model)
            .order_by(articles.c.id.desc())
            .limit(MOST_EARLIER)
        )


def _compared(told: Iterable[Row[tuple[int, str, str, bytes]]]) -> list[tuple[str, HalfVector]]:
    return [(f"{row.title} {row.text}", np.frombuffer(row.vector, "<f2")) for row in told]


def _news(
    article: StoredArticle,
    leads: Mapping[int, StoredPassage],
    known: Mapping[bytes, HalfVector],
    former: Mapping[int, frozenset[int]],
) -> News | None:
    """The article as topics look at it; a copy has the lead of its original. None where that is gone."""
    lead = leads.get(article.article_id if article.copy_of is None else article.copy_of)
    if lead is None or lead.content_hash not in known:
        return None
    return News(
        title=article.title,
        lead=lead.text,
        text=article.text,
        outlet=article.source,
        story_id=article.story_id,
        vector=known[lead.content_hash].astype(np.float32),
        former_stories=former.get(article.story_id or 0, frozenset()),
    )


def _added(connection: Connection, article_ids: Sequence[int]) -> dict[int, datetime]:
    """When articles were stored."""
    query = select(articles.c.id, articles.c.added).where(articles.c.id.in_(article_ids))
    return {row.id: row.added for row in connection.execute(query)}
