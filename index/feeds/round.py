"""A round over the feeds that are due: fetched, read, stored, and each told when it is due again."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from itertools import groupby
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

import structlog

from config import NewsdeskError, Settings
from index.article import Article
from index.database import Database
from index.errors import InputError
from index.feeds.feed import Feed
from index.feeds.feed_state import after_error, after_nothing_new, after_reading
from index.feeds.feed_store import FeedStore
from index.feeds.fetcher import Fetched, Fetcher
from index.feeds.parsing import read_body_of
from index.storing import Outcome

Keep = Callable[[Sequence[tuple[Article, str]], datetime], Sequence[Outcome]]

AT_ONCE = 16  # hosts that are asked at the same time
READERS = 2  # threads that read and store what was fetched
BATCH = 100  # articles in one transaction, so that other writers need not wait long
MOST_DUE = 2_000  # feeds taken up at a time

P = ParamSpec("P")
T = TypeVar("T")

log = structlog.get_logger(__name__)


@asynccontextmanager
async def open_round(
    settings: Settings, database: Database, keep: Keep, clock: Callable[[], datetime]
) -> "AsyncIterator[FeedRound]":
    """A round over the feeds of a database, as the settings want it."""
    async with (
        Fetcher(settings.allowed_host_names) as fetcher,
        FeedRound(FeedStore(database), fetcher, keep, clock, host_delay=settings.feed_host_delay) as one,
    ):
        yield one


class FeedRound:
    """Reads feeds, those of one host one after the other; an asynchronous context manager.

    Articles are stored before the feed's new state is: whatever ends the process between the two, they are fetched
    again and recognised.
    """

    def __init__(
        self,
        feeds: FeedStore,
        fetcher: Fetcher,
        keep: Keep,
        clock: Callable[[], datetime],
        *,
        host_delay: float,
    ) -> None:
        """`keep` stores articles with their origin; `host_delay` is the seconds between two requests to one host."""
        self._feeds = feeds
        self._fetcher = fetcher
        self._keep = keep
        self._clock = clock
        self._host_delay = host_delay
        self._threads = ThreadPoolExecutor(READERS, thread_name_prefix="feeds")
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._busy: dict[str, asyncio.Task[None]] = {}
        self.tally: Counter[str] = Counter()

    async def __aenter__(self) -> Self:
        """Ready to start."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Break off what is being fetched; what is being stored is stored."""
        for task in self._busy.values():
            task.cancel()
        await asyncio.gather(*self._busy.values(), return_exceptions=True)
        await asyncio.to_thread(self._threads.shutdown)

    async def start_due(self) -> int:
        """Begin with the feeds that are due on hosts that are not being asked already; how many feeds that are."""
        due = await self._in_thread(self._feeds.due, self._clock(), MOST_DUE)
        started = 0
        for host, group in groupby(sorted(due, key=lambda feed: feed.host), lambda feed: feed.host):
            if host not in self._busy:
                feeds = list(group)
                task = asyncio.create_task(self._read_host(feeds))
                self._busy[host] = task
                task.add_done_callback(partial(self._free, host))
                started += len(feeds)
        return started

    async def finish(self) -> None:
        """Wait until all that was begun is done."""
        await asyncio.gather(*self._busy.values())

    def _free(self, host: str, task: "asyncio.Task[None]") -> None:
        del self._busy[host]
        if not task.cancelled() and (error := task.exception()):
            log.error("The feeds of a host could not be read", host=host, reason=repr(error))

    async def _read_host(self, feeds: Sequence[Feed]) -> None:
        for number, feed in enumerate(feeds):
            if number:
                await asyncio.sleep(self._host_delay)
            async with self._slots:
                try:
                    await self._read(feed)
                except NewsdeskError as error:
                    log.warning("A feed could not be stored; trying again later", feed=feed.url, reason=str(error))

    async def _read(self, feed: Feed) -> None:
        try:
            fetched = await self._fetcher.fetch(feed.url, feed.etag, feed.last_modified)
            state, tally = await self._in_thread(self._take_in, feed, fetched)
        except InputError as error:
            state, tally = after_error(feed, error, self._clock()), Counter(failed=1)
        except NewsdeskError:
            raise
        except Exception as error:  # noqa: BLE001 -- whatever a feed does, it does it to itself only
            reason = InputError(f"it cannot be read ({type(error).__name__})")
            state, tally = after_error(feed, reason, self._clock()), Counter(failed=1)
        await self._in_thread(self._feeds.save, state)
        self.tally.update(tally)

    def _take_in(self, feed: Feed, fetched: Fetched) -> tuple[Feed, Counter[str]]:
        """Store what is new in an answer; the feed's new state, and what was in it."""
        now = self._clock()
        body_hash = hashlib.sha256(fetched.body or b"").hexdigest()
        if fetched.body is None or body_hash == feed.body_hash:
            return after_nothing_new(feed, fetched, now), Counter(unchanged=1)
        parsed = read_body_of(fetched.body, fetched.url, fetched.headers, now)
        tally = Counter(read=1, refused=parsed.refused)
        for start in range(0, len(parsed.articles), BATCH):
            batch = [(article, feed.origin) for article in parsed.articles[start : start + BATCH]]
            tally.update(outcome.value for outcome in self._keep(batch, now))
        return after_reading(feed, fetched, body_hash, parsed, now), tally

    async def _in_thread(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(work, *args, **kwargs))
