"""One process of a drill: a worker that stores and embeds its share of the articles, or a bot that sends.

python -m tests.bench.drill_process worker|bot ADDRESS FOLDER ARTICLES BOT_API TOKEN
"""

import asyncio
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr

from bot.cli.copying import migrations
from bot.service.role import Role
from bot.service.team import Team
from bot.telegram.telegram_bot import TelegramBot
from config import Settings
from index.newsdesk import Newsdesk
from index.storage.claims import SHOWN_EVERY, Claims
from index.storage.database import Database
from tests.index.conftest import WordHashes, article

SHARE = 50  # articles that are stored under one claim


def main() -> None:
    """Run one process until it is killed or has nothing left to do."""
    role, address, folder, count, bot_api, token = sys.argv[1:]
    with closing(Database(address, migrations())) as database:
        desk = Newsdesk(database, Path(folder) / "index", WordHashes())
        if role == "worker":
            work(database, desk, int(count))
        else:
            settings = Settings(data_dir=Path(folder), telegram_token=SecretStr(token), telegram_api_url=bot_api)
            asyncio.run(send(settings, database, desk, token))


def work(database: Database, desk: Newsdesk, count: int) -> None:
    """Store all shares that no other process stores, then embed beside the others, again and again."""
    claims = Claims(database, "worker")
    shown = datetime.now(UTC)
    while True:
        for first in range(0, count, SHARE):
            with claims.holding(f"share {first}") as mine:
                if mine:
                    told = [(article(number), "wire") for number in range(first, min(first + SHARE, count))]
                    desk.store(told, datetime.now(UTC))
            if datetime.now(UTC) - shown > SHOWN_EVERY:
                claims.show()
                shown = datetime.now(UTC)
            desk.embed_beside_others(claims, lambda: False)


async def send(settings: Settings, database: Database, desk: Newsdesk, token: str) -> None:
    """Be one of the bots."""
    team = Team(database, Role.BOT)
    await TelegramBot(settings, token, database, desk, team.clock, role=Role.BOT, team=team).run(asyncio.Event())


if __name__ == "__main__":
    main()
