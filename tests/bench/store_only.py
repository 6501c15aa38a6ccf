"""Imports or fetches without a model, for processes that are killed again and again.

    python -m tests.bench.store_only FOLDER import FILE
    python -m tests.bench.store_only FOLDER fetch

Stores in FOLDER/newsdesk.sqlite, and makes FOLDER/ready when it begins.
"""

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from bot.cli.import_articles import batches
from index.articles.sentences import Span
from index.articles.storing import store_articles
from index.feeds.feed_store import FeedStore
from index.feeds.fetcher import Fetcher
from index.feeds.round import FeedRound
from index.readers import Read, read_paths
from index.storage.database import Database
from tests.bench.feeds import Keeper, host
from tests.bot.conftest import open_database


def main() -> None:
    """Do it."""
    folder = Path(sys.argv[1])
    database = open_database(folder)
    (folder / "ready").touch()
    if sys.argv[2] == "import":
        import_file(database, Path(sys.argv[3]))
    else:
        asyncio.run(fetch(database))
    database.close()


def import_file(database: Database, file: Path) -> None:
    """All articles of a file, in batches as the command does it."""
    now = datetime.now(UTC)
    for batch in batches(read_paths([file], now=now)):
        told = [(item.article, str(file)) for item in batch if isinstance(item, Read)]
        with database.write() as connection:
            store_articles(connection, told, lambda one: [Span(0, len(one.text))], now)


async def fetch(database: Database) -> None:
    """One round over all feeds."""
    with ThreadPoolExecutor(2) as threads:
        async with Fetcher([host(number) for number in range(1000)]) as fetcher:
            keep = Keeper(database).keep
            one = FeedRound(FeedStore(database), fetcher, keep, lambda: datetime.now(UTC), threads)
            await one.start_due()
            await one.finish()


if __name__ == "__main__":
    main()
