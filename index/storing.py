"""Storing what was read: each article once, a known one changed in place, a batch at a time."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from index.article import Article
from index.articles import chunks, record_changes
from index.copies import link_copies
from index.identity import identity_keys
from index.passages import passage_hash
from index.sentences import Span
from index.tables import article_keys, articles, passages

Splitter = Callable[[Article], list[Span]]
TOLD = ("external_id", "url", "title", "text", "source", "language", "published")  # columns that an article fills
LATE_FACTS = ("url", "published", "source")  # taken over when an article that is known tells them for the first time


class Outcome(Enum):
    """What became of an article that was read."""

    NEW = "new"
    KNOWN = "known"
    CHANGED = "changed"


@dataclass(slots=True, eq=False)
class _Record:
    """An article that is stored or is to be: what is known of it, what of that is to be written, and its new text.

    `article_id` is 0 until it is stored.
    """

    article_id: int = 0
    facts: dict[str, Any] = field(default_factory=dict)
    unwritten: dict[str, Any] = field(default_factory=dict)
    rewritten: Article | None = None

    def take(self, article: Article) -> Outcome:
        """Take over a version of the article; what it leaves out (an address, a date, the text) stays as it was."""
        given = {name: value for name in TOLD if (value := getattr(article, name)) is not None}
        given["content_hash"] = article.content_hash()
        headline_again = not article.text and self.facts.get("text")
        if headline_again or self.facts.get("content_hash") == given["content_hash"]:
            given = {name: given[name] for name in LATE_FACTS if name in given and self.facts.get(name) is None}
            outcome = Outcome.CHANGED if given else Outcome.KNOWN
        else:
            outcome = Outcome.CHANGED if self.facts else Outcome.NEW
            self.rewritten = article
        self.facts |= given
        self.unwritten |= given
        return outcome


def store_articles(
    connection: Connection, incoming: Sequence[tuple[Article, str]], split: Splitter, now: datetime
) -> list[Outcome]:
    """Store each (article, origin), once: a known one with another content is changed in place."""
    keys = [identity_keys(article, origin) for article, origin in incoming]
    records = _known(connection, keys)
    named: dict[str, _Record] = {}
    touched: list[_Record] = []
    outcomes: list[Outcome] = []
    for (article, _), names in zip(incoming, keys, strict=True):
        record = next((records[name] for name in names if name in records), None) or _Record()
        outcome = record.take(article)
        if outcome is not Outcome.KNOWN:
            touched.append(record)
        fresh = dict.fromkeys((name for name in names if name not in records), record)
        records.update(fresh)
        named.update(fresh)
        outcomes.append(outcome)
    touched = list(dict.fromkeys(touched))
    _write_articles(connection, touched, now)
    _write_names(connection, named)
    rewritten = {record.article_id: record.rewritten for record in touched if record.rewritten}
    copies = link_copies(connection, rewritten, now)
    _write_passages(connection, rewritten, copies, split)
    record_changes(connection, [record.article_id for record in touched])
    return outcomes


def _known(connection: Connection, keys: Sequence[Sequence[str]]) -> dict[str, _Record]:
    """The stored articles that go by one of the names, by name."""
    owners: dict[str, int] = {}
    for chunk in chunks(sorted({name for names in keys for name in names})):
        query = select(article_keys.c.key, article_keys.c.article_id).where(article_keys.c.key.in_(chunk))
        owners.update((row.key, row.article_id) for row in connection.execute(query))
    records: dict[int, _Record] = {}
    facts = select(
        articles.c.id,
        articles.c.content_hash,
        (articles.c.text != "").label("text"),
        *(articles.c[name] for name in LATE_FACTS),
    )
    for chunk in chunks(sorted(set(owners.values()))):
        for row in connection.execute(facts.where(articles.c.id.in_(chunk))).mappings():
            records[row["id"]] = _Record(row["id"], dict(row))
    return {name: records[article_id] for name, article_id in owners.items()}


def _write_articles(connection: Connection, touched: Sequence[_Record], now: datetime) -> None:
    new = [record for record in touched if not record.article_id]
    for record in touched:
        if record.article_id:
            query = update(articles).where(articles.c.id == record.article_id)
            connection.execute(query.values(record.unwritten))
    if new:
        statement = insert(articles).returning(articles.c.id, sort_by_parameter_order=True)
        rows = [dict.fromkeys(TOLD) | record.unwritten | {"added": now} for record in new]
        for record, article_id in zip(new, connection.execute(statement, rows).scalars(), strict=True):
            record.article_id = article_id


def _write_names(connection: Connection, named: Mapping[str, _Record]) -> None:
    if named:
        rows = [{"key": name, "article_id": record.article_id} for name, record in named.items()]
        connection.execute(insert(article_keys), rows)


def _write_passages(
    connection: Connection, rewritten: Mapping[int, Article], copies: Collection[int], split: Splitter
) -> None:
    for chunk in chunks(list(rewritten)):
        connection.execute(delete(passages).where(passages.c.article_id.in_(chunk)))
    rows = [
        {
            "article_id": article_id,
            "position": position,
            "start": span.start,
            "stop": span.stop,
            "content_hash": passage_hash(article.title, article.text[span.start : span.stop]),
        }
        for article_id, article in rewritten.items()
        if article_id not in copies
        for position, span in enumerate(split(article))
    ]
    if rows:
        connection.execute(insert(passages), rows)
