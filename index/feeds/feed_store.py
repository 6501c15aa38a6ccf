"""The list of feeds in the database."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from index.database import Database
from index.feeds.feed import Feed
from index.feeds.schedule import FIRST_INTERVAL
from index.tables import feeds


class FeedStore:
    """Reads and writes feeds, each call in a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, url: str, now: datetime, *, title: str | None = None, folder: str | None = None) -> bool:
        """Put an address on the list, to be read at once; False when it is there already.

        One that was given up is tried again.
        """
        with self._database.write() as connection:
            present = connection.execute(select(feeds.c.retired).where(feeds.c.url == url)).scalar_one_or_none()
            if present is None:
                values = {"url": url, "origin": f"feed {url}", "title": title, "folder": folder, "added": now}
                start = {"interval": int(FIRST_INTERVAL.total_seconds()), "failures": 0, "retired": False}
                connection.execute(insert(feeds).values(**values, **start, next_check=now))
            elif present:
                again = {"retired": False, "failures": 0, "last_error": None, "next_check": now}
                connection.execute(update(feeds).where(feeds.c.url == url).values(**again))
        return present is not False

    def remove(self, url: str) -> bool:
        """Take an address off the list; its articles stay. False when it is not there."""
        with self._database.write() as connection:
            return connection.execute(delete(feeds).where(feeds.c.url == url)).rowcount > 0

    def all(self) -> list[Feed]:
        """Every feed, by folder and address."""
        query = select(feeds).order_by(feeds.c.folder, feeds.c.url)
        with self._database.read() as connection:
            return [_feed(row) for row in connection.execute(query)]

    def due(self, now: datetime, most: int) -> list[Feed]:
        """At most `most` feeds that are to be read now, the one that waits longest first."""
        query = select(feeds).where(feeds.c.next_check <= now, feeds.c.retired.is_(False))
        with self._database.read() as connection:
            return [_feed(row) for row in connection.execute(query.order_by(feeds.c.next_check).limit(most))]

    def save(self, feed: Feed) -> None:
        """Write what has become of a feed, unless it was removed; one that moves to a listed address is given up."""
        values = asdict(feed)
        del values["feed_id"]
        values["interval"] = int(feed.interval.total_seconds())
        with self._database.write() as connection:
            other = select(feeds.c.id).where(feeds.c.url == feed.url, feeds.c.id != feed.feed_id)
            if connection.execute(other).first():
                del values["url"]
                values |= {"retired": True, "last_error": f"it has moved to {feed.url}, which is on the list"}
            connection.execute(update(feeds).where(feeds.c.id == feed.feed_id).values(**values))


def _feed(row: Row[Any]) -> Feed:
    values = dict(row._mapping)  # noqa: SLF001 -- the public way to a row's columns, in spite of its name
    values["feed_id"] = values.pop("id")
    values["interval"] = timedelta(seconds=values["interval"])
    return Feed(**values)
