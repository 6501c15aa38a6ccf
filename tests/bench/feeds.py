"""Prints what fetching feeds costs, against a local server that serves real headlines.

    python -m tests.bench.feeds steady [--feeds 6000] [--minutes 2] [--every 10]
    python -m tests.bench.feeds cold [--feeds 1000] [--hosts 250]

`steady`: all feeds are known, each is due once in so many minutes, and one in fifty has something new; the load is the
share of one core that this process takes. `cold`: all feeds are new, four on a host; then the articles are indexed.
"""

import argparse
import asyncio
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import update

from config import Settings
from index.articles.article import Article
from index.articles.sentences import Span
from index.articles.storing import Outcome, Supplier, store_articles
from index.feeds.feed_store import FeedStore
from index.feeds.fetcher import Fetcher
from index.feeds.host_pace import HostPace
from index.feeds.opml import ListedFeed
from index.feeds.round import FeedRound
from index.storage.database import Database
from index.storage.tables import feeds
from tests.bench.feed_server import feed_server, told_by

ITEMS = 20
LOOK_EVERY = 15.0  # seconds, as the bot does it
HOST_REST = 2.0  # seconds, the default
EMBEDDING = 60.0  # seconds, which is enough to see how fast it is


def main() -> None:
    """Run one of them and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["steady", "cold"])
    parser.add_argument("--feeds", type=int)
    parser.add_argument("--hosts", type=int, default=250)
    parser.add_argument("--minutes", type=float, default=2)
    parser.add_argument("--every", type=float, default=10)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if given.what == "steady":
            asyncio.run(steady(Path(folder), given.feeds or 6000, given.minutes, given.every))
        else:
            asyncio.run(cold(Path(folder), given.feeds or 1000, given.hosts))


def host(number: int) -> str:
    """One of the many addresses of this machine."""
    return f"127.1.{number // 250}.{number % 250 + 1}"


class Keeper:
    """Stores articles whole, without a model, and counts what became of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, incoming: Sequence[tuple[Article, str]], now: datetime, supplier: Supplier) -> list[Outcome]:
        """Store them in one transaction."""
        with self._database.write() as connection:
            return store_articles(connection, incoming, lambda told: [Span(0, len(told.text))], now, supplier)


async def steady(folder: Path, count: int, minutes: float, every: float) -> None:
    """The load of feeds that are known already."""
    database = Database(f"sqlite:///{folder / 'newsdesk.sqlite'}")
    store = FeedStore(database)
    hosts = [host(number) for number in range(count)]
    with feed_server(ITEMS, changing=0.02) as port, ThreadPoolExecutor(2) as threads:
        now = datetime.now(UTC)
        store.add_all((ListedFeed(url=f"http://{name}:{port}/{n}") for n, name in enumerate(hosts)), now)
        # As if each had been read once: what it served is known by its tag, and the checks are spread.
        with database.write() as connection:
            for number, name in enumerate(hosts):
                known = feeds.c.url == f"http://{name}:{port}/{number}"
                due = now + timedelta(minutes=every * ((number * 7919) % count) / count)
                connection.execute(update(feeds).where(known).values(etag=f'"{number}-0"', next_check=due))
        async with Fetcher(hosts, pace=HostPace(HOST_REST)) as fetcher:
            one = FeedRound(store, fetcher, Keeper(database).keep, lambda: datetime.now(UTC), threads)
            await one.start_due()
            await one.finish()
            told_by(port)
            one.tally.clear()
            spent, started = _cpu(), time.monotonic()
            while time.monotonic() - started < minutes * 60:
                await one.start_due()
                await asyncio.sleep(LOOK_EVERY)
            await one.finish()
            passed, taken = time.monotonic() - started, _cpu() - spent
        told = told_by(port)
    asked = sum(told["statuses"].values())
    print(f"{count:,} feeds, each asked every {every:g} minutes: {asked:,} requests in {passed:.0f} s, ", end="")
    print(f"{told['statuses'].get('304', 0) / asked:.1%} of them answered 304, {one.tally['new']:,} new articles")
    print(f"load {taken / passed:.3f} of one core, peak memory {_memory():,.0f} MB")
    database.close()


async def cold(folder: Path, count: int, hosts: int) -> None:
    """All that is needed until the articles of new feeds can be found."""
    from bot.cli.options import open_desk
    from index.feeds.intake import open_intake

    names = ",".join(host(number) for number in range(hosts))
    settings = Settings(data_dir=folder, allowed_hosts=names, feed_host_delay=HOST_REST)
    with feed_server(ITEMS) as port, open_desk(settings) as desk:
        store = FeedStore(desk.database)
        listed = [ListedFeed(url=f"http://{host(n % hosts)}:{port}/{n}") for n in range(count)]
        store.add_all(listed, datetime.now(UTC))
        with desk.database.write() as connection:
            connection.execute(update(feeds).values(pages="never"))
        started, spent = time.perf_counter(), _cpu()
        async with open_intake(settings, desk.database, desk.newsdesk, lambda: datetime.now(UTC)) as intake:
            await intake.start_due()
            await intake.finish()
            tally = Counter(intake.take_tally())
        stored = time.perf_counter()
        told = told_by(port)
        print(f"{tally['read']:,} feeds of {hosts:,} hosts, {tally['new']:,} articles: fetched and stored in ", end="")
        print(f"{stored - started:.1f} s ({_cpu() - spent:.1f} s of processor time); ", end="")
        print(f"at most {told['most_at_once']} request at a time to a host, ", end="")
        print(f"{told['shortest_rest']:.2f} s at least between two", flush=True)
        words = desk.newsdesk.index_words(lambda _count: None)
        by_words = time.perf_counter()
        print(f"{words:,} articles found by words {by_words - stored:.1f} s later", flush=True)
        desk.newsdesk.index_vectors(lambda _count: None, lambda: time.perf_counter() - by_words > EMBEDDING)
        by_vectors = time.perf_counter()
        vectors = desk.newsdesk.status().vectors
    embedding = by_vectors - by_words
    print(f"{vectors:,} passages embedded in {embedding:.0f} s, {vectors / embedding:,.0f} a second")
    print(f"peak memory {_memory():,.0f} MB")


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
