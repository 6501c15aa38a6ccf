"""Removing what is not kept any longer: from the database at once, from the index as it catches up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, exists, func, select, update

from index.articles.articles import chunks, record_changes, remove_articles
from index.articles.copies import free_copies
from index.articles.storing import Splitter, write_texts
from index.feeds.feed_store import FeedStore
from index.feeds.retention import Kept, kept_of
from index.storage.database import Database
from index.storage.tables import articles, feeds, passages, stories, vectors

BATCH = 500  # articles removed in one transaction, so that other writers need not wait long

_MOMENT = func.coalesce(articles.c.published, articles.c.added)


@dataclass(frozen=True, slots=True)
class Excess:
    """What is kept of a feed no longer. `name` is None for feeds that are not on the list any more."""

    name: str | None
    article_ids: Sequence[int]


def find_excess(database: Database, kept: Kept, now: datetime) -> list[Excess]:
    """The articles of each feed that are too old or too many; what was imported from files is kept."""
    listed = FeedStore(database).all()
    with database.read() as connection:
        found = [
            Excess(feed.title or feed.url, _too_old_or_many(connection, feed.feed_id, kept_of(feed, kept), now))
            for feed in listed
        ]
        known = select(feeds.c.id)
        left = select(articles.c.feed_id).where(articles.c.feed_id.is_not(None), articles.c.feed_id.not_in(known))
        removed = connection.execute(left.distinct()).scalars().all()
        found += [Excess(None, _too_old_or_many(connection, feed, kept, now, listed=False)) for feed in removed]
    return [excess for excess in found if excess.article_ids]


def remove_excess(database: Database, article_ids: Sequence[int], split: Splitter, now: datetime) -> Iterator[int]:
    """Remove articles with their passages, vectors and empty stories, a batch in a transaction; yields their numbers.

    Where a copy of one remains it takes its place.
    """
    for start in range(0, len(article_ids), BATCH):
        batch = article_ids[start : start + BATCH]
        with database.write() as connection:
            told = connection.execute(select(articles.c.story_id).where(articles.c.id.in_(batch)).distinct())
            story_ids = [story for story in told.scalars() if story is not None]
            hashes = select(passages.c.content_hash).where(passages.c.article_id.in_(batch)).distinct()
            gone = list(connection.execute(hashes).scalars())
            freed = free_copies(connection, set(batch))
            remove_articles(connection, batch)
            write_texts(connection, freed, split, now)
            record_changes(connection, freed)
            _remove_vectors(connection, gone)
            _mend_stories(connection, story_ids)
        yield len(batch)


def _too_old_or_many(
    connection: Connection, feed_id: int, kept: Kept, now: datetime, *, listed: bool = True
) -> list[int]:
    # Of one moment the first counts as newest: that is the order in which feeds tell.
    query = select(articles.c.id).where(articles.c.feed_id == feed_id).order_by(_MOMENT.desc(), articles.c.id)
    found: set[int] = set()
    if since := kept.since(now):
        # What has no date would come in again with the next reading, as new, for as long as the feed has it.
        moment = articles.c.published if listed else _MOMENT
        found.update(connection.execute(query.where(moment < since)).scalars())
    if kept.articles:
        found.update(connection.execute(query).scalars().all()[kept.articles :])
    return sorted(found)


def _remove_vectors(connection: Connection, hashes: Sequence[bytes]) -> None:
    """Remove the vectors of texts that no passage has any more."""
    for chunk in chunks(hashes):
        used = exists().where(passages.c.content_hash == vectors.c.content_hash)
        connection.execute(delete(vectors).where(vectors.c.content_hash.in_(chunk), ~used))


def _mend_stories(connection: Connection, story_ids: Sequence[int]) -> None:
    for chunk in chunks(story_ids):
        spans = select(articles.c.story_id, func.min(_MOMENT).label("first"), func.max(_MOMENT).label("last"))
        rows = connection.execute(spans.where(articles.c.story_id.in_(chunk)).group_by(articles.c.story_id)).all()
        for row in rows:
            connection.execute(
                update(stories).where(stories.c.id == row.story_id).values(first=row.first, last=row.last)
            )
        left = {row.story_id for row in rows}
        connection.execute(delete(stories).where(stories.c.id.in_([story for story in chunk if story not in left])))
