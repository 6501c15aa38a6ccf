"""`newsdesk run`: checks what is needed, runs the bot, and ends it on SIGTERM or SIGINT."""

import asyncio
import re
import signal
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.service.log import configure_logging
from bot.service.role import Role
from bot.service.team import Team
from bot.telegram.background_process import BackgroundProcess
from bot.telegram.telegram_bot import TelegramBot
from config import SettingError, Settings
from index.errors import BusyError
from index.storage.database import Database
from index.storage.folder_lock import FolderLock

if TYPE_CHECKING:
    from index.newsdesk import Newsdesk

_TOKEN = re.compile(r"[A-Za-z0-9:_-]+")  # what can stand in the path of an address


def run_role(
    settings: Settings, database: Database, newsdesk: "Newsdesk", role: Role, *, clock: Callable[[], datetime]
) -> None:
    """Do the work of a role until told to end; on PostgreSQL beside other processes, on SQLite all of it alone.

    SettingError for a token that is missing or refused.
    """
    configure_logging(settings)
    if database.dialect == "postgresql":
        asyncio.run(_in_team(settings, database, newsdesk, role))
    elif role is Role.ALL:
        run_telegram(settings, database, newsdesk, clock=clock)
    else:
        raise SettingError(
            "On SQLite one process does it all; several processes need PostgreSQL (NEWSDESK_DATABASE_URL)."
        )


async def _in_team(settings: Settings, database: Database, newsdesk: "Newsdesk", role: Role) -> None:
    team = Team(database, role)
    try:
        if role.does(Role.BOT):
            token = checked_token(settings)
            await _run(TelegramBot(settings, token, database, newsdesk, team.clock, role=role, team=team).run)
        else:
            await _run(BackgroundProcess(settings, database, newsdesk, role, team).run)
    finally:
        await team.leave()


def run_telegram(
    settings: Settings, database: Database, newsdesk: "Newsdesk", *, clock: Callable[[], datetime]
) -> None:
    """Run the bot until it is told to end, and let no second one run on the same folder."""
    token = checked_token(settings)
    folder = settings.data_dir / "telegram"
    folder.mkdir(parents=True, exist_ok=True)
    lock = FolderLock(folder)
    if not lock.take():
        raise BusyError(f"Process {lock.holder()} already runs the bot on {settings.data_dir}.")
    try:
        asyncio.run(_run(TelegramBot(settings, token, database, newsdesk, clock).run))
    finally:
        lock.release()


def checked_token(settings: Settings) -> str:
    """The bot's token; SettingError when there is none, or none that could be one."""
    token = settings.telegram_token.get_secret_value().strip() if settings.telegram_token else ""
    if not token:
        raise SettingError("The bot needs a token: get one from @BotFather and set NEWSDESK_TELEGRAM_TOKEN.")
    if not _TOKEN.fullmatch(token):
        raise SettingError("NEWSDESK_TELEGRAM_TOKEN is not a token: one looks like 123456:ABC-DEF, with nothing else.")
    return token


async def _run(run: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    await run(stopping)
