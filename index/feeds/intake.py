"""How news comes in by itself: the feeds that are due, and then the pages of what they only begin to tell."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Protocol

from config import Settings
from index.articles.article import Article
from index.articles.storing import Outcome, Supplier
from index.feeds.feed_store import FeedStore
from index.feeds.fetcher import PAGES, Fetcher, FetchLimits
from index.feeds.host_pace import HostPace
from index.feeds.page import Page
from index.feeds.page_round import PageRound
from index.feeds.page_store import PageStore
from index.feeds.retention import Kept
from index.feeds.robots import Robots
from index.feeds.round import FeedRound
from index.storage.claims import Claims
from index.storage.database import Database

READERS = 2  # threads that read and store what was fetched
PAGE_LIMITS = FetchLimits(body=4 << 20)


class Keeper(Protocol):
    """What stores the news."""

    def store(
        self, incoming: Sequence[tuple[Article, str]], now: datetime, supplier: Supplier | None = None
    ) -> list[Outcome]:
        """Store (article, origin) pairs."""

    def store_page(self, article_id: int, page: Page, now: datetime) -> None:
        """Store the full text of an article."""


class Intake:
    """Feeds and pages, fetched at one pace for each host."""

    def __init__(self, feeds: FeedRound, pages: PageRound) -> None:
        self._feeds = feeds
        self._pages = pages

    async def start_due(self) -> int:
        """Begin with all that is due on hosts that are not busy; how many feeds and pages that are."""
        return await self._feeds.start_due() + await self._pages.start_due()

    async def finish(self) -> None:
        """Wait until all that was begun is done, and the pages that it led to."""
        await self._feeds.finish()
        while True:
            await self._pages.finish()
            if not await self._pages.start_due():
                return

    def take_tally(self) -> Counter[str]:
        """What has come in since the last time that this was asked."""
        taken = +(self._feeds.tally + self._pages.tally)
        self._feeds.tally.clear()
        self._pages.tally.clear()
        return taken


@asynccontextmanager
async def open_intake(
    settings: Settings,
    database: Database,
    keeper: Keeper,
    clock: Callable[[], datetime],
    claims: Claims | None = None,
) -> AsyncIterator[Intake]:
    """The intake of a database, as the settings want it; what is being fetched at the end is broken off.

    With `claims`, other processes take in what is due, too.
    """
    pace = HostPace(settings.feed_host_delay)
    threads = ThreadPoolExecutor(READERS, thread_name_prefix="feeds")
    allowed = settings.allowed_host_names
    async with (
        Fetcher(allowed, pace=pace) as fetcher,
        Fetcher(allowed, PAGE_LIMITS, pace=pace, accept=PAGES) as page_fetcher,
    ):
        robots = Robots(page_fetcher, pace, clock)
        feeds = FeedRound(
            FeedStore(database),
            fetcher,
            keeper.store,
            clock,
            threads,
            kept=Kept(settings.keep_days, settings.keep_articles),
            claims=claims,
        )
        pages = PageRound(PageStore(database), page_fetcher, robots, keeper.store_page, clock, threads, claims)
        try:
            yield Intake(feeds, pages)
        finally:
            await feeds.stop()
            await pages.stop()
            await asyncio.to_thread(threads.shutdown)
