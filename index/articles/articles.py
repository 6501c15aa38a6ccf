"""Articles as they are stored: reading them, removing them, and the record of every change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, select, update

from index.articles.sentences import Span
from index.storage.tables import articles, changes, passages, state
from index.storage.upserts import upsert

CHUNK = 500  # values in one IN list

# Every question asks these; to put them together takes as long as to read what they ask for.
_ARTICLES = select(
    *(articles.c[name] for name in ("id", "external_id", "url", "title", "text", "source", "published")),
    func.coalesce(articles.c.published, articles.c.added),
    *(articles.c[name] for name in ("story_id", "copy_of", "language")),
).where(articles.c.id.in_(bindparam("ids", expanding=True)))
_SPANS = select(passages.c.id, passages.c.start, passages.c.stop).where(
    passages.c.id.in_(bindparam("ids", expanding=True))
)


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as it is stored; `content_hash` names the vector it needs."""

    passage_id: int
    position: int
    text: str
    content_hash: bytes


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as it is stored. `moment` is when it was published or, where that is unknown, added.

    `copy_of` is the article that came first with the same text, see `index.articles.copies`.
    """

    article_id: int
    external_id: str | None
    url: str | None
    title: str
    text: str
    source: str | None
    published: datetime | None
    moment: datetime
    story_id: int | None
    copy_of: int | None = None
    language: str | None = None


def remove_articles(connection: Connection, article_ids: Sequence[int]) -> None:
    """Remove articles with their passages and names; their trace in `changes` stays."""
    for chunk in chunks(article_ids):
        connection.execute(delete(articles).where(articles.c.id.in_(chunk)))
    record_changes(connection, article_ids, removed=True)


def record_changes(connection: Connection, article_ids: Iterable[int], *, removed: bool = False) -> None:
    """Give each article the next sequence, so that every copy of the index learns of it.

    The row of `state` stays locked until the transaction ends: sequences become visible in their order.
    """
    ids = list(dict.fromkeys(article_ids))
    if not ids:
        return
    last = connection.execute(
        update(state).values(last_change=state.c.last_change + len(ids)).returning(state.c.last_change)
    ).scalar_one()
    rows = [
        {"article_id": article_id, "sequence": last - len(ids) + number, "removed": removed}
        for number, article_id in enumerate(ids, start=1)
    ]
    upsert(connection, changes, rows)


def load_articles(connection: Connection, article_ids: Iterable[int]) -> dict[int, StoredArticle]:
    """Those of the articles that exist, by id."""
    found: dict[int, StoredArticle] = {}
    for chunk in chunks(list(article_ids)):
        for row in connection.execute(_ARTICLES, {"ids": chunk}):
            found[row.id] = StoredArticle(*row)
    return found


def load_passages(connection: Connection, loaded: dict[int, StoredArticle]) -> dict[int, list[StoredPassage]]:
    """The passages of loaded articles by article id, in the order of the text."""
    found: dict[int, list[StoredPassage]] = {article_id: [] for article_id in loaded}
    for chunk in chunks(list(loaded)):
        query = select(passages).where(passages.c.article_id.in_(chunk)).order_by(passages.c.position)
        for row in connection.execute(query):
            text = loaded[row.article_id].text[row.start : row.stop]
            found[row.article_id].append(StoredPassage(row.id, row.position, text, row.content_hash))
    return found


def passage_spans(connection: Connection, passage_ids: Iterable[int]) -> dict[int, Span]:
    """Where passages stand in the texts of their articles, by id; one that is empty is the title."""
    found: dict[int, Span] = {}
    for chunk in chunks(list(passage_ids)):
        found.update((row.id, Span(row.start, row.stop)) for row in connection.execute(_SPANS, {"ids": chunk}))
    return found


def passage_texts(connection: Connection, passage_ids: Iterable[int]) -> dict[int, str]:
    """The texts of passages by id; a headline's passage is its title."""
    found: dict[int, str] = {}
    for chunk in chunks(list(passage_ids)):
        query = (
            select(passages.c.id, passages.c.start, passages.c.stop, articles.c.title, articles.c.text)
            .join(articles, articles.c.id == passages.c.article_id)
            .where(passages.c.id.in_(chunk))
        )
        for row in connection.execute(query):
            found[row.id] = row.text[row.start : row.stop] or row.title
    return found


def changes_after(connection: Connection, sequence: int, most: int) -> list[Row[tuple[int, int, bool]]]:
    """At most `most` changes (article_id, sequence, removed) after `sequence`, oldest first."""
    query = select(changes.c.article_id, changes.c.sequence, changes.c.removed)
    return list(connection.execute(query.where(changes.c.sequence > sequence).order_by(changes.c.sequence).limit(most)))


def chunks(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """`values` in pieces that one IN list may hold."""
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))
