"""A plain HTTP client and python-telegram-bot's own, both pointed at the double."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from telegram import Bot
from telegram.request import HTTPXRequest

from tests.botapi import TelegramDouble


class Clock:
    """A clock that a test moves by hand, for rates and for dates."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        """The date that goes with the seconds."""
        return datetime(2026, 3, 1, 12, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self.seconds += seconds


@dataclass(frozen=True)
class Reply:
    """An answer over HTTP."""

    status: int
    body: dict[str, Any]

    @property
    def result(self) -> Any:
        """The result of a request that went well."""
        assert self.body["ok"], self.body
        return self.body["result"]

    @property
    def problem(self) -> str:
        """The description of a request that did not."""
        assert not self.body["ok"], self.body
        assert self.body["error_code"] == self.status
        return str(self.body["description"])


@dataclass(frozen=True)
class Api:
    """Requests with JSON bodies; other forms by `session` itself."""

    double: TelegramDouble
    session: aiohttp.ClientSession

    async def __call__(self, method: str, **parameters: Any) -> Reply:
        return await self.post(f"{self.double.url}/bot{self.double.token}/{method}", json=parameters)

    async def post(self, url: str, **content: Any) -> Reply:
        """A request of any form."""
        async with self.session.post(url, **content) as response:
            return Reply(response.status, await response.json())

    def address(self, method: str) -> str:
        """The address of a method."""
        return f"{self.double.url}/bot{self.double.token}/{method}"


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until it is moved."""
    return Clock()


@pytest_asyncio.fixture
async def telegram(clock: Clock) -> AsyncIterator[TelegramDouble]:
    """A double with the clock of the test."""
    async with TelegramDouble(clock=clock, now=clock.now) as double:
        yield double
    double.check()


@pytest_asyncio.fixture
async def api(telegram: TelegramDouble) -> AsyncIterator[Api]:
    """Plain requests to the double."""
    async with aiohttp.ClientSession() as session:
        yield Api(telegram, session)


@pytest_asyncio.fixture
async def bot(telegram: TelegramDouble) -> AsyncIterator[Bot]:
    """The library's bot on the double; without certificates, which take longer to load than a test."""
    requests = [HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2)]
    async with Bot(
        telegram.token,
        base_url=f"{telegram.url}/bot",
        base_file_url=f"{telegram.url}/file/bot",
        request=requests[0],
        get_updates_request=requests[1],
    ) as library_bot:
        yield library_bot
