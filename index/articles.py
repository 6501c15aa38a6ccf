"""Articles in the database: stored once, changed in place, removed whole; every change leaves its sequence."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from index.article import Article
from index.identity import identity_keys
from index.passages import passage_hash
from index.sentences import Span
from index.tables import article_keys, articles, changes, passages, state

Splitter = Callable[[Article], list[Span]]
CHUNK = 500  # values in one IN list


class Outcome(Enum):
    """What became of an article that was read."""

    NEW = "new"
    KNOWN = "known"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as it is stored; `content_hash` names the vector it needs."""

    passage_id: int
    position: int
    text: str
    content_hash: bytes


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as it is stored. `moment` is when it was published or, where that is unknown, added."""

    article_id: int
    external_id: str | None
    url: str | None
    title: str
    text: str
    source: str | None
    published: datetime | None
    moment: datetime
    story_id: int | None


def store_articles(
    connection: Connection, incoming: Sequence[tuple[Article, str]], split: Splitter, now: datetime
) -> list[Outcome]:
    """Store each (article, origin), once: a known one with another content is changed in place."""
    keys = [identity_keys(article, origin) for article, origin in incoming]
    owners = _owners(connection, {key for names in keys for key in names})
    hashes = _content_hashes(connection, set(owners.values()))
    outcomes: list[Outcome] = []
    touched: list[int] = []
    for (article, _), names in zip(incoming, keys, strict=True):
        owner = next((owners[name] for name in names if name in owners), None)
        content = article.content_hash()
        if owner is None:
            outcome = Outcome.NEW
            owner = _insert(connection, article, content, now)
        elif hashes[owner] != content:
            outcome = Outcome.CHANGED
            _change(connection, owner, article, content)
        else:
            outcome = Outcome.KNOWN
        fresh = [name for name in names if name not in owners]
        if fresh:
            connection.execute(insert(article_keys), [{"key": name, "article_id": owner} for name in fresh])
            owners.update(dict.fromkeys(fresh, owner))
        if outcome is not Outcome.KNOWN:
            hashes[owner] = content
            _insert_passages(connection, owner, article, split(article))
            touched.append(owner)
        outcomes.append(outcome)
    record_changes(connection, touched)
    return outcomes


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
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(changes)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["article_id"],
            set_={"sequence": statement.excluded.sequence, "removed": statement.excluded.removed},
        ),
        [
            {"article_id": article_id, "sequence": last - len(ids) + number, "removed": removed}
            for number, article_id in enumerate(ids, start=1)
        ],
    )


def load_articles(connection: Connection, article_ids: Iterable[int]) -> dict[int, StoredArticle]:
    """Those of the articles that exist, by id."""
    found: dict[int, StoredArticle] = {}
    for chunk in chunks(list(article_ids)):
        for row in connection.execute(select(articles).where(articles.c.id.in_(chunk))):
            found[row.id] = _stored(row)
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


def _stored(row: Row[Any]) -> StoredArticle:
    return StoredArticle(
        article_id=row.id,
        external_id=row.external_id,
        url=row.url,
        title=row.title,
        text=row.text,
        source=row.source,
        published=row.published,
        moment=row.published or row.added,
        story_id=row.story_id,
    )


def _owners(connection: Connection, keys: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for chunk in chunks(sorted(keys)):
        query = select(article_keys.c.key, article_keys.c.article_id).where(article_keys.c.key.in_(chunk))
        found.update((row.key, row.article_id) for row in connection.execute(query))
    return found


def _content_hashes(connection: Connection, article_ids: set[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for chunk in chunks(sorted(article_ids)):
        query = select(articles.c.id, articles.c.content_hash).where(articles.c.id.in_(chunk))
        found.update((row.id, row.content_hash) for row in connection.execute(query))
    return found


def _values(article: Article, content: str) -> dict[str, Any]:
    return {
        "external_id": article.external_id,
        "url": article.url,
        "title": article.title,
        "text": article.text,
        "source": article.source,
        "language": article.language,
        "published": article.published,
        "content_hash": content,
    }


def _insert(connection: Connection, article: Article, content: str, now: datetime) -> int:
    statement = insert(articles).values(**_values(article, content), added=now).returning(articles.c.id)
    return int(connection.execute(statement).scalar_one())


def _change(connection: Connection, article_id: int, article: Article, content: str) -> None:
    """What the newer version leaves out (an address, a date) stays as it was."""
    given = {name: value for name, value in _values(article, content).items() if value is not None}
    connection.execute(update(articles).where(articles.c.id == article_id).values(**given))
    connection.execute(delete(passages).where(passages.c.article_id == article_id))


def _insert_passages(connection: Connection, article_id: int, article: Article, spans: Sequence[Span]) -> None:
    connection.execute(
        insert(passages),
        [
            {
                "article_id": article_id,
                "position": position,
                "start": span.start,
                "stop": span.stop,
                "content_hash": passage_hash(article.title, article.text[span.start : span.stop]),
            }
            for position, span in enumerate(spans)
        ],
    )


def chunks(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """`values` in pieces that one IN list may hold."""
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))
