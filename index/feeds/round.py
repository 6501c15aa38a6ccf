"""A round over the feeds that are due: fetched, read, stored, and each told when it is due again."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from datetime import datetime
from functools import partial
from typing import ParamSpec, TypeVar

from config import NewsdeskError
from index.articles.article import Article
from index.articles.storing import Outcome, Supplier
from index.errors import InputError
from index.feeds.feed import Feed, Pages
from index.feeds.feed_state import after_error, after_nothing_new, after_reading, after_waiting
from index.feeds.feed_store import FeedStore
from index.feeds.fetcher import Fetched, Fetcher, FetchError
from index.feeds.host_tasks import HostTasks
from index.feeds.page import is_teaser
from index.feeds.parsing import read_body_of
from index.feeds.retention import FOREVER, Kept, kept_of, worth_taking
from index.feeds.schedule import retry_after
from index.storage.claims import Claims

Keep = Callable[[Sequence[tuple[Article, str]], datetime, Supplier], Sequence[Outcome]]

AT_ONCE = 16  # hosts that are asked at the same time
BATCH = 100  # articles in one transaction, so that other writers need not wait long
MOST_DUE = 2_000  # feeds taken up at a time

P = ParamSpec("P")
T = TypeVar("T")

_WANTED: dict[Pages, Callable[[Article], bool]] = {
    Pages.AUTO: is_teaser,
    Pages.ALWAYS: lambda article: bool(article.url),
    Pages.NEVER: lambda _article: False,
}


class FeedRound:
    """Reads feeds, those of one host one after the other.

    Articles are stored before the feed's new state is: whatever ends the process between the two, they are fetched
    again and recognised.
    """

    def __init__(
        self,
        feeds: FeedStore,
        fetcher: Fetcher,
        keep: Keep,
        clock: Callable[[], datetime],
        threads: Executor,
        *,
        kept: Kept = FOREVER,
        claims: Claims | None = None,
    ) -> None:
        """`keep` stores articles with their origin; reading and storing is done in `threads`.

        `kept` is for how long articles of feeds are kept that do not say so themselves: older ones are not taken in.
        """
        self._feeds = feeds
        self._fetcher = fetcher
        self._keep = keep
        self._clock = clock
        self._threads = threads
        self._kept = kept
        self._tasks = HostTasks(AT_ONCE, claims)
        self._asked: dict[str, datetime] = {}  # until when a host wants to be left alone
        self.tally: Counter[str] = Counter()

    async def start_due(self) -> int:
        """Begin with the feeds that are due on hosts that are not being asked already; how many feeds that are."""
        now = self._clock()
        self._asked = {host: until for host, until in self._asked.items() if until > now}
        return self._tasks.start(await self._in_thread(self._feeds.due, now, MOST_DUE), self._read)

    async def finish(self) -> None:
        """Wait until all that was begun is done."""
        await self._tasks.finish()

    async def stop(self) -> None:
        """Break off what is being fetched; what is being stored is stored."""
        await self._tasks.stop()

    async def _read(self, feed: Feed) -> None:
        if (until := self._asked.get(feed.host)) and until > self._clock():
            await self._in_thread(self._feeds.save, after_waiting(feed, until, self._clock()))
            return
        try:
            fetched = await self._fetcher.fetch(feed.url, feed.etag, feed.last_modified)
            state, tally = await self._in_thread(self._take_in, feed, fetched)
        except InputError as error:
            state, tally = after_error(feed, error, self._clock()), Counter(failed=1)
            if isinstance(error, FetchError) and error.asks_to_wait:
                self._asked[feed.host] = self._clock() + retry_after(error.headers, self._clock())
        except NewsdeskError:
            raise
        except Exception as error:  # noqa: BLE001 -- whatever a feed does, it does it to itself only
            reason = InputError("this feed cannot be read ({reason})", reason=type(error).__name__)
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
        supplier = Supplier(feed.feed_id, _WANTED[feed.pages])
        worth = worth_taking(parsed.articles, kept_of(feed, self._kept), now)
        for start in range(0, len(worth), BATCH):
            batch = [(article, feed.origin) for article in worth[start : start + BATCH]]
            tally.update(outcome.value for outcome in self._keep(batch, now, supplier))
        return after_reading(feed, fetched, body_hash, parsed, now), tally

    async def _in_thread(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(work, *args, **kwargs))
