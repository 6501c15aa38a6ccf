"""One process of a drill: a worker that stores and embeds its share of the articles, a bot, or a scheduler.

python -m tests.bench.drill_process worker|bot|scheduler ADDRESS FOLDER ARTICLES BOT_API TOKEN
"""

import asyncio
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import select

from bot.cli.copying import migrations
from bot.service.log import configure_logging
from bot.service.role import Role
from bot.service.team import Team
from bot.telegram.background_process import BackgroundProcess
from bot.telegram.telegram_bot import TelegramBot
from config import NewsdeskError, Settings
from index.articles.article import Article
from index.articles.identity import url_key
from index.newsdesk import Newsdesk
from index.storage.claims import SHOWN_EVERY, Claims
from index.storage.database import Database
from index.storage.tables import article_keys
from tests.index.conftest import WordHashes, article

SHARE = 50  # articles that are stored under one claim
AGAIN_AFTER = 1.0  # seconds


def main() -> None:
    """Run one process until it is killed or has nothing left to do."""
    role, address, folder, count, bot_api, token = sys.argv[1:]
    with closing(Database(address, migrations())) as database:
        desk = Newsdesk(database, Path(folder) / "index", WordHashes())
        if role == "worker":
            work(database, desk, int(count))
            return
        settings = Settings(data_dir=Path(folder), telegram_token=SecretStr(token), telegram_api_url=bot_api)
        configure_logging(settings)
        asyncio.run(send(settings, database, desk, token) if role == "bot" else keep_times(settings, database, desk))


def work(database: Database, desk: Newsdesk, count: int) -> None:
    """Store all shares that no other process stores, then embed beside the others, again and again."""
    claims = Claims(database, "worker")
    shown = time.monotonic()

    def show() -> bool:
        nonlocal shown
        if time.monotonic() - shown > SHOWN_EVERY.total_seconds():
            claims.show()
            shown = time.monotonic()
        return False

    def pass_through() -> None:
        for first in range(0, count, SHARE):
            show()
            if is_stored(database, article(min(first + SHARE, count) - 1)):
                continue
            with claims.holding(f"share {first}") as mine:
                if mine:
                    told = [(article(number), "wire") for number in range(first, min(first + SHARE, count))]
                    desk.store(told, datetime.now(UTC))
        desk.embed_beside_others(claims, show)

    while True:
        try:
            pass_through()
        except NewsdeskError as error:  # as the service does, which tries again
            print(error, file=sys.stderr, flush=True)
            time.sleep(AGAIN_AFTER)


def is_stored(database: Database, told: Article) -> bool:
    """Whether an article is there, and with it its share, which is stored as a whole."""
    known = select(article_keys.c.article_id).where(article_keys.c.key == url_key(told.url or ""))
    with database.read() as connection:
        return connection.execute(known).first() is not None


async def send(settings: Settings, database: Database, desk: Newsdesk, token: str) -> None:
    """Be one of the bots."""
    team = Team(database, Role.BOT)
    await TelegramBot(settings, token, database, desk, team.clock, role=Role.BOT, team=team).run(asyncio.Event())


async def keep_times(settings: Settings, database: Database, desk: Newsdesk) -> None:
    """Be one of the schedulers."""
    team = Team(database, Role.SCHEDULER)
    await BackgroundProcess(settings, database, desk, Role.SCHEDULER, team).run(asyncio.Event())


if __name__ == "__main__":
    main()
