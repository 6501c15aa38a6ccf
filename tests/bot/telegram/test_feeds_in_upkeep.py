import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from bot.telegram.upkeep import keep_fetched
from config import Settings
from index.articles.article import Article
from index.articles.imported import FileMark
from index.articles.storing import Outcome, Supplier
from index.feeds.feed_store import FeedStore
from index.newsdesk import Newsdesk
from index.storage.database import Database
from tests.index.conftest import NOW, WordHashes
from tests.index.feeds.conftest import rss, serving


class TellingDesk(Newsdesk):
    """A news desk that says when something was stored."""

    def __init__(self, database: Database, folder: Path) -> None:
        super().__init__(database, folder, WordHashes())
        self.stored = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def store(
        self,
        incoming: Sequence[tuple[Article, str]],
        now: datetime,
        supplier: Supplier | None = None,
        *,
        marks: Iterable[FileMark] = (),
    ) -> list[Outcome]:
        outcomes = super().store(incoming, now, supplier, marks=marks)
        self._loop.call_soon_threadsafe(self.stored.set)
        return outcomes


async def test_feeds_are_read_while_the_bot_runs(database: Database, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, allowed_hosts="127.0.0.1, localhost")
    desk = TellingDesk(database, tmp_path / "index")
    stopping = asyncio.Event()
    async with serving() as server:
        good = server.serve("/feed", rss("Ferry late"))
        stuck = server.serve_slow("/slow").replace("127.0.0.1", "localhost")
        for url in (stuck, good):
            FeedStore(database).add(url, NOW)
        running = asyncio.create_task(keep_fetched(settings, database, desk, lambda: NOW, stopping))
        await desk.stored.wait()
        stopping.set()
        await running  # without waiting for the server that is stuck
    assert desk.status().articles == 1
    assert desk.index_pending(lambda: False)
    assert [hit.article.title for hit in desk.search("ferry", now=NOW, most=5)] == ["Ferry late"]
    desk.close()
