"""The bot in this process, against the double over real HTTP; it can be ended and started again."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest_asyncio
from pydantic import SecretStr

from bot.sample import SAMPLE_CLOCK
from bot.telegram.telegram_bot import TelegramBot
from config import Settings
from index.storage.database import Database
from tests.botapi import TelegramDouble

if TYPE_CHECKING:
    from index.newsdesk import Newsdesk


class Runner:
    """Runs the bot. `clock` is the bot's time of day, moved by hand."""

    def __init__(self, telegram: TelegramDouble, database: Database, newsdesk: "Newsdesk") -> None:
        self.database = database
        self.now = SAMPLE_CLOCK
        self._telegram = telegram
        self.newsdesk = newsdesk
        self._stopping = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    def clock(self) -> datetime:
        return self.now

    def pass_time(self, time: timedelta) -> None:
        self.now += time

    def begin(self, **given: Any) -> "asyncio.Task[None]":
        """Start without waiting for anything."""
        settings = Settings(
            **{"telegram_token": SecretStr(self._telegram.token), "telegram_api_url": self._telegram.url, **given}
        )
        token = settings.telegram_token.get_secret_value() if settings.telegram_token else ""
        self._stopping = asyncio.Event()
        bot = TelegramBot(settings, token, self.database, self.newsdesk, self.clock)
        self._running = asyncio.create_task(bot.run(self._stopping))
        return self._running

    async def start(self) -> None:
        """Start, and wait until the bot asks for updates."""
        before = len(self._telegram.calls_of("getUpdates"))
        self.begin()
        await self._telegram.wait_until(lambda: len(self._telegram.calls_of("getUpdates")) > before)

    async def end(self) -> None:
        """End as on SIGTERM."""
        self._stopping.set()
        if self._running is not None and not self._running.done():
            await self._running


@pytest_asyncio.fixture
async def runner(telegram: TelegramDouble, database: Database, newsdesk: "Newsdesk") -> AsyncIterator[Runner]:
    """A bot that does not run yet."""
    made = Runner(telegram, database, newsdesk)
    yield made
    await made.end()
    assert telegram.violations == []


@pytest_asyncio.fixture
async def bot(runner: Runner) -> Runner:
    """A bot that runs."""
    await runner.start()
    return runner
