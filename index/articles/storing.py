"""Storing what was read: each article once, a known one changed in place, a batch at a time."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from index.articles.article import Article
from index.articles.articles import chunks, record_changes
from index.articles.copies import link_copies
from index.articles.identity import identity_keys
from index.articles.language import language_of
from index.articles.passages import passage_hash
from index.articles.sentences import Span
from index.storage.tables import article_keys, articles, pages, passages

Splitter = Callable[[Article], list[Span]]


@dataclass(frozen=True, slots=True)
class Supplier:
    """The feed that articles come from. Of those that it `wants_page` of, the full text is fetched later."""

    feed_id: int
    wants_page: Callable[[Article], bool]


TOLD = ("external_id", "url", "title", "text", "source", "language", "published")  # columns that an article fills
KEPT_FACTS = ("content_hash", "feed_id", "teaser")
LATE_FACTS = ("url", "published", "source")  # taken over when an article that is known tells them for the first time


class Outcome(Enum):
    """What became of an article that was read."""

    NEW = "new"
    KNOWN = "known"
    CHANGED = "changed"


@dataclass(slots=True, eq=False)
class _Record:
    """An article that is stored or is to be: what is known of it, what of that is to be written, and its new text.

    `article_id` is 0 until it is stored; of what is stored, `facts["text"]` is the length.
    """

    article_id: int = 0
    facts: dict[str, Any] = field(default_factory=dict)
    unwritten: dict[str, Any] = field(default_factory=dict)
    rewritten: Article | None = None

    def take(self, article: Article, feed_id: int | None) -> Outcome:
        """Take over a version of the article; what it leaves out (an address, a date, the text) stays as it was.

        Of two feeds that tell it differently the one that says more counts, whichever is read last.
        """
        given = {name: value for name in TOLD if (value := getattr(article, name)) is not None}
        given["content_hash"] = article.content_hash()
        said = self.facts.get("text", 0)
        others = None not in (feed_id, self.facts.get("feed_id")) and feed_id != self.facts["feed_id"]
        says_less = len(article.text) <= said if others else said and not article.text
        if self.facts and (says_less or self.facts["content_hash"] == given["content_hash"]):
            given = {name: given[name] for name in LATE_FACTS if name in given and self.facts.get(name) is None}
            outcome = Outcome.CHANGED if given else Outcome.KNOWN
        else:
            outcome = Outcome.CHANGED if self.facts else Outcome.NEW
            given["feed_id"] = feed_id if feed_id is not None else self.facts.get("feed_id")
            if self.facts.get("teaser") is not None:
                # The page has more of it than the feed, which has told its teaser anew.
                given["teaser"] = given.pop("text") if len(article.text) < said else None
            self.rewritten = article
        self.unwritten |= given
        self.facts |= given | ({"text": len(given["text"])} if "text" in given else {})
        return outcome

    @property
    def keeps_page(self) -> bool:
        """Whether the text that is stored, from the page, stays under a new title or teaser."""
        return self.rewritten is not None and "text" not in self.unwritten


def store_articles(
    connection: Connection,
    incoming: Sequence[tuple[Article, str]],
    split: Splitter,
    now: datetime,
    supplier: Supplier | None = None,
) -> list[Outcome]:
    """Store each (article, origin), once: a known one with another content is changed in place.

    `supplier` is the feed that all of them come from, if it is one.
    """
    incoming = [(_in_its_language(article), origin) for article, origin in incoming]
    keys = [identity_keys(article, origin) for article, origin in incoming]
    records = _known(connection, keys)
    named: dict[str, _Record] = {}
    touched: list[_Record] = []
    outcomes: list[Outcome] = []
    for (article, _), names in zip(incoming, keys, strict=True):
        record = next((records[name] for name in names if name in records), None) or _Record()
        outcome = record.take(article, supplier.feed_id if supplier else None)
        if outcome is not Outcome.KNOWN:
            touched.append(record)
        fresh = dict.fromkeys((name for name in names if name not in records), record)
        records.update(fresh)
        named.update(fresh)
        outcomes.append(outcome)
    touched = list(dict.fromkeys(touched))
    _write_articles(connection, touched, now)
    _write_names(connection, named)
    if supplier:
        _queue_pages(connection, touched, supplier, now)
    write_texts(connection, _rewritten(connection, touched), split, now)
    record_changes(connection, [record.article_id for record in touched])
    return outcomes


def _in_its_language(article: Article) -> Article:
    return article if article.language else replace(article, language=language_of(f"{article.title}\n{article.text}"))


def write_texts(connection: Connection, rewritten: Mapping[int, Article], split: Splitter, now: datetime) -> None:
    """Make passages of articles, by id, whose title or text is new, unless they are copies of what is there."""
    copies = link_copies(connection, rewritten, now)
    _write_passages(connection, rewritten, copies, split)


def _known(connection: Connection, keys: Sequence[Sequence[str]]) -> dict[str, _Record]:
    """The stored articles that go by one of the names, by name."""
    owners: dict[str, int] = {}
    for chunk in chunks(sorted({name for names in keys for name in names})):
        query = select(article_keys.c.key, article_keys.c.article_id).where(article_keys.c.key.in_(chunk))
        owners.update((row.key, row.article_id) for row in connection.execute(query))
    records: dict[int, _Record] = {}
    facts = select(
        articles.c.id,
        func.length(articles.c.text).label("text"),
        *(articles.c[name] for name in (*KEPT_FACTS, *LATE_FACTS)),
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
        rows = [dict.fromkeys((*TOLD, "feed_id")) | record.unwritten | {"added": now} for record in new]
        for record, article_id in zip(new, connection.execute(statement, rows).scalars(), strict=True):
            record.article_id = article_id


def _queue_pages(connection: Connection, touched: Sequence[_Record], supplier: Supplier, now: datetime) -> None:
    """Note of which articles the pages are to be fetched; those of edited ones again."""
    wanted = {
        record.article_id: told.url
        for record in touched
        if (told := record.rewritten) and told.url and (record.keeps_page or supplier.wants_page(told))
    }
    for chunk in chunks(list(wanted)):
        connection.execute(delete(pages).where(pages.c.article_id.in_(chunk)))
    if wanted:
        rows = [{"article_id": i, "url": url, "due": now, "attempts": 0} for i, url in wanted.items()]
        connection.execute(insert(pages), rows)


def _rewritten(connection: Connection, touched: Sequence[_Record]) -> dict[int, Article]:
    """The articles whose title or text is new, as they are stored, by id."""
    found = {record.article_id: record.rewritten for record in touched if record.rewritten}
    kept = [record.article_id for record in touched if record.keeps_page]
    for chunk in chunks(kept):
        query = select(articles.c.id, articles.c.text).where(articles.c.id.in_(chunk))
        for row in connection.execute(query):
            found[row.id] = replace(found[row.id], text=row.text)
    return found


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
