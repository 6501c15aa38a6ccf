"""A process that does not talk to Telegram: a worker or the scheduler."""

import asyncio
from collections.abc import Mapping
from contextlib import nullcontext
from typing import TYPE_CHECKING

import structlog

from bot.service.http_server import http_server
from bot.service.role import Role
from bot.service.team import Team
from bot.telegram.background import Background
from config import Settings
from index.storage.database import Database

if TYPE_CHECKING:
    from index.newsdesk import Newsdesk

log = structlog.get_logger(__name__)


class BackgroundProcess:
    """Does the work of its role among other processes; what it has to say to people, a bot sends."""

    def __init__(self, settings: Settings, database: Database, newsdesk: "Newsdesk", role: Role, team: Team) -> None:
        self._address = settings.http_address
        self._database = database
        self._role = role
        self._background = Background(settings, database, newsdesk, team.clock, lambda _recorded: None, role, team)

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until `stopping`, or until something ends with an error of its own."""
        async with http_server(self._address, self._checks) if self._address else nullcontext():
            log.info("This process is ready", role=str(self._role))
            works = self._background.begin(stopping)
            stopped = asyncio.create_task(stopping.wait())
            await asyncio.wait((stopped, *works), return_when=asyncio.FIRST_COMPLETED)
            stopping.set()
            await asyncio.gather(*works)

    async def _checks(self) -> Mapping[str, bool]:
        return {"database": await asyncio.to_thread(self._database.answers)}
