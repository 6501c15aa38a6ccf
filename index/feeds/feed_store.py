"""The list of feeds in the database."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from index.errors import InputError
from index.feeds.feed import Feed, Pages
from index.feeds.opml import ListedFeed
from index.feeds.schedule import FIRST_INTERVAL
from index.storage.database import Database
from index.storage.tables import feeds

# What reading changes; the rest is what people set, perhaps in the meantime.
_STATE = """url title site etag last_modified body_hash next_check interval failures last_error error_values retired
    checked""".split()


class FeedStore:
    """Reads and writes feeds, each call in a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, url: str, now: datetime, *, title: str | None = None, folder: str | None = None) -> bool:
        """Put an address on the list, to be read at once; False when it is there already.

        One that was given up is tried again.
        """
        return self.add_all([ListedFeed(url=url, title=title, folder=folder)], now) == 1

    def add_all(self, listed: Iterable[ListedFeed], now: datetime) -> int:
        """The same for many, all of them or, after an error, none; how many were not there already."""
        with self._database.write() as connection:
            return sum([_add(connection, feed, now) for feed in listed])

    def change(self, url: str, **settings: Any) -> bool:
        """Set `pages`, `keep_days` or `keep_articles` of a feed; False when it is not on the list."""
        with self._database.write() as connection:
            return connection.execute(update(feeds).where(feeds.c.url == url).values(**settings)).rowcount > 0

    def remove(self, url: str) -> bool:
        """Take an address off the list; its articles stay. False when it is not there."""
        with self._database.write() as connection:
            return connection.execute(delete(feeds).where(feeds.c.url == url)).rowcount > 0

    def all(self) -> list[Feed]:
        """Every feed, by folder and address; those in no folder first."""
        query = select(feeds).order_by(feeds.c.folder.nulls_first(), feeds.c.url)
        with self._database.read() as connection:
            return [_feed(row) for row in connection.execute(query)]

    def due(self, now: datetime, most: int) -> list[Feed]:
        """At most `most` feeds that are to be read now, the one that waits longest first."""
        query = select(feeds).where(feeds.c.next_check <= now, feeds.c.retired.is_(False))
        query = query.order_by(feeds.c.next_check, feeds.c.id)
        with self._database.read() as connection:
            return [_feed(row) for row in connection.execute(query.limit(most))]

    def save(self, feed: Feed) -> None:
        """Write what has become of a feed, unless it was removed; one that moves to a listed address is given up."""
        values = {name: getattr(feed, name) for name in _STATE}
        values["interval"] = int(feed.interval.total_seconds())
        with self._database.write() as connection:
            other = select(feeds.c.id).where(feeds.c.url == feed.url, feeds.c.id != feed.feed_id)
            if connection.execute(other).first():
                del values["url"]
                moved = InputError("it has moved to {address}, which is on the list", address=feed.url)
                values |= {"retired": True, "last_error": moved.message, "error_values": moved.values}
            connection.execute(update(feeds).where(feeds.c.id == feed.feed_id).values(**values))


def _add(connection: Connection, listed: ListedFeed, now: datetime) -> bool:
    known = feeds.c.url == listed.url
    present = connection.execute(select(feeds.c.retired).where(known)).scalar_one_or_none()
    if present is None:
        start = {"interval": int(FIRST_INTERVAL.total_seconds()), "failures": 0, "retired": False, "next_check": now}
        told = asdict(listed) | {"origin": f"feed {listed.url}", "added": now}
        connection.execute(insert(feeds).values(**told, **start))
    elif present:
        again = {"retired": False, "failures": 0, "last_error": None, "error_values": None, "next_check": now}
        connection.execute(update(feeds).where(known).values(**again))
    return present is not False


def _feed(row: Row[Any]) -> Feed:
    values = dict(row._mapping)  # noqa: SLF001 -- the public way to a row's columns, in spite of its name
    values["feed_id"] = values.pop("id")
    values["interval"] = timedelta(seconds=values["interval"])
    values["pages"] = Pages(values["pages"])
    return Feed(**values)
