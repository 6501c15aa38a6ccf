"""A round over the pages that are due: asked for where the site allows it, read, and stored."""

import asyncio
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import datetime
from functools import partial
from typing import ParamSpec, TypeVar

import structlog

from index.errors import InputError
from index.feeds.fetcher import Fetched, Fetcher, FetchError
from index.feeds.host_tasks import HostTasks
from index.feeds.page import Page, read_page
from index.feeds.page_store import PageStore, WantedPage
from index.feeds.page_walls import WallError
from index.feeds.robots import Robots
from index.feeds.schedule import retry_after
from index.storage.claims import Claims

KeepPage = Callable[[int, Page, datetime], None]

AT_ONCE = 8  # hosts whose pages are fetched at the same time
MOST_DUE = 500  # pages taken up at a time

P = ParamSpec("P")
T = TypeVar("T")

log = structlog.get_logger(__name__)


class PageRound:
    """Fetches pages, those of one host one after the other."""

    def __init__(
        self,
        store: PageStore,
        fetcher: Fetcher,
        robots: Robots,
        keep: KeepPage,
        clock: Callable[[], datetime],
        threads: Executor,
        claims: Claims | None = None,
    ) -> None:
        """`keep` stores the page of an article by its id; reading and storing is done in `threads`."""
        self._store = store
        self._fetcher = fetcher
        self._robots = robots
        self._keep = keep
        self._clock = clock
        self._threads = threads
        self._tasks = HostTasks(AT_ONCE, claims)
        self.tally: Counter[str] = Counter()

    async def start_due(self) -> int:
        """Begin with the pages that are due on hosts that are not being asked already; how many pages that are."""
        return self._tasks.start(await self._in_thread(self._store.due, self._clock(), MOST_DUE), self._work_on)

    async def finish(self) -> None:
        """Wait until all that was begun is done."""
        await self._tasks.finish()

    async def stop(self) -> None:
        """Break off what is being fetched; what is being stored is stored."""
        await self._tasks.stop()

    async def _work_on(self, wanted: WantedPage) -> None:
        self.tally[await self._read(wanted)] += 1

    async def _read(self, wanted: WantedPage) -> str:
        """Fetch and store one page; what became of it."""
        try:
            if not await self._robots.allow(wanted.url):
                raise WallError("its site does not let pages be fetched")
            fetched = await self._fetcher.fetch(wanted.url)
            await self._in_thread(self._take_in, wanted, fetched)
        except FetchError as error:
            if error.lasting:
                await self._in_thread(self._store.give_up, wanted)
            else:
                asked = retry_after(error.headers, self._clock())
                await self._in_thread(self._store.postpone, wanted, asked, self._clock())
            return "pages_failed"
        except InputError as error:
            log.debug("A page was left", page=wanted.url, reason=str(error))
            await self._in_thread(self._store.give_up, wanted)
            return "pages_left"
        return "pages_read"

    def _take_in(self, wanted: WantedPage, fetched: Fetched) -> None:
        now = self._clock()
        told = {"title": wanted.title, "teaser": wanted.teaser}
        page = read_page(fetched.body or b"", fetched.url, fetched.headers, **told, now=now)
        self._keep(wanted.article_id, page, now)

    async def _in_thread(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(work, *args, **kwargs))
