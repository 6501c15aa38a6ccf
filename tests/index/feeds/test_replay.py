"""Snapshots of live feeds, one after the other, as they were served at their times."""

import hashlib
import re
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path

from aiohttp import web
from lxml import etree
from sqlalchemy import select

from index.articles.article import Article
from index.articles.sentences import Span
from index.articles.storing import Outcome, Supplier, store_articles
from index.feeds.feed_store import FeedStore
from index.feeds.fetcher import Fetcher
from index.feeds.round import FeedRound
from index.storage.database import Database
from index.storage.tables import article_keys, articles
from tests.index.feeds.conftest import FeedServer

EVERY = 6  # of the snapshots one in so many: enough to see edits, articles that leave and come back, quiet hours


@dataclass
class Replay:
    """What each feed holds at each time, and what of it was sent.

    `served` counts the answers by status, `unchanged` the same where there was nothing new to send.
    """

    snapshots: dict[str, dict[datetime, bytes]]
    now: datetime
    served: Counter[int] = field(default_factory=Counter)
    unchanged: Counter[int] = field(default_factory=Counter)
    sent: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))

    def times(self) -> list[datetime]:
        return sorted({moment for held in self.snapshots.values() for moment in held})

    def body(self, name: str) -> bytes:
        held = self.snapshots[name]
        return held[max((moment for moment in held if moment <= self.now), default=min(held))]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Only who has not got it yet is sent the feed."""
        name = request.path.strip("/")
        body = self.body(name)
        tag = f'"{hashlib.sha256(body).hexdigest()}"'
        known = request.headers.get("If-None-Match")
        status = 304 if known == tag else 200
        self.served[status] += 1
        if self.sent[name][-1:] == [body]:
            self.unchanged[status] += 1
        if status == 200:
            self.sent[name].append(body)
        return web.Response(body=b"" if status == 304 else body, status=status, headers={"ETag": tag})


class Desk:
    """Stores what comes in, and counts how often each article was stored as new."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.outcomes: Counter[Outcome] = Counter()

    def keep(self, incoming: Sequence[tuple[Article, str]], now: datetime, supplier: Supplier) -> list[Outcome]:
        with self.database.write() as connection:
            told = store_articles(connection, incoming, lambda one: [Span(0, len(one.text))], now, supplier)
        self.outcomes.update(told)
        return told


def read_snapshots(data: Path, every: int) -> dict[str, dict[datetime, bytes]]:
    """The body of each feed by the time it was taken."""
    found: dict[str, dict[datetime, bytes]] = defaultdict(dict)
    with tarfile.open(data / "feeds-replay-2025-06.tar.gz") as archive:
        for member in archive:
            named = re.search(r"([\w-]+)/(\d{8}T\d{6})Z\.xml$", member.name)
            if named and (opened := archive.extractfile(member)):
                found[named[1]][datetime.strptime(named[2], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)] = opened.read()
    return {name: {moment: held[moment] for moment in sorted(held)[::every]} for name, held in found.items()}


def distinct(bodies: Iterable[bytes]) -> set[str]:
    """All guids, told by another parser than that of the feeds."""
    return {str(item.findtext("guid")).strip() for body in bodies for item in etree.fromstring(body).iter("item")}


async def replay(told: Replay, server: FeedServer, desk: Desk, moments: Iterator[datetime]) -> None:
    """Read what is due at each of the moments."""
    store = FeedStore(desk.database)
    for name in told.snapshots:
        server.handlers[f"/{name}"] = told.answer
        store.add(server.url(f"/{name}"), told.now)
    with ThreadPoolExecutor(2) as threads:
        async with Fetcher(["127.0.0.1"]) as fetcher:
            one = FeedRound(store, fetcher, desk.keep, lambda: told.now, threads)
            for told.now in moments:
                await one.start_due()
                await one.finish()


def half_hours(times: list[datetime]) -> Iterator[datetime]:
    """From the first time to the last."""
    moment = times[0]
    while moment < times[-1] + timedelta(days=2):
        yield moment
        moment += timedelta(minutes=30)


async def test_a_month_of_five_feeds(shared_data: Path, database: Database, server: FeedServer) -> None:
    snapshots = read_snapshots(shared_data, EVERY)
    told = Replay(snapshots, min(min(held) for held in snapshots.values()))
    desk = Desk(database)
    await replay(
        told, server, desk, (at + timedelta(hours=n) for at in told.times()[:: len(snapshots)] for n in (0, 1))
    )
    sent = distinct(chain.from_iterable(told.sent.values()))
    assert len(sent) > 400
    assert stored_guids(database) == sent
    assert desk.outcomes[Outcome.NEW] == len(stored_links(database)) == len(sent)
    assert desk.outcomes[Outcome.CHANGED] > 0
    assert set(told.unchanged) == {304}


async def test_edits_and_returns(database: Database, server: FeedServer) -> None:
    """The same without the data: an edit, one that leaves and comes back, and a day on which nothing happens."""
    start = datetime(2025, 6, 1, tzinfo=UTC)
    bodies = [
        _feed(("1", "Ferry late"), ("2", "Bridge shut")),
        _feed(("1", "Ferry is back"), ("2", "Bridge shut")),
        _feed(("3", "Gull fed")),
        _feed(("1", "Ferry is back"), ("3", "Gull fed")),
    ]
    told = Replay({"post": {start + timedelta(days=n): body for n, body in enumerate(bodies)}}, start)
    desk = Desk(database)
    await replay(told, server, desk, half_hours(told.times()))
    assert stored_guids(database) == {"1", "2", "3"}
    assert desk.outcomes == {Outcome.NEW: 3, Outcome.CHANGED: 1, Outcome.KNOWN: 3}
    assert told.served[200] == len(bodies)
    assert set(told.unchanged) == {304}


def _feed(*told: tuple[str, str]) -> bytes:
    items = "".join(
        f"<item><guid isPermaLink='false'>{guid}</guid><title>{title}</title><link>https://post.example/{guid}</link>"
        "<pubDate>Sun, 01 Jun 2025 00:00:00 GMT</pubDate></item>"
        for guid, title in told
    )
    return f'<rss version="2.0"><channel><title>Post</title>{items}</channel></rss>'.encode()


def stored_guids(database: Database) -> set[str | None]:
    with database.read() as connection:
        return set(connection.execute(select(articles.c.external_id)).scalars())


def stored_links(database: Database) -> list[str | None]:
    with database.read() as connection:
        assert connection.execute(select(article_keys.c.key)).first()
        return list(connection.execute(select(articles.c.url)).scalars())
