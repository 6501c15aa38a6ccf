"""The processes that do the work together on one PostgreSQL database: what each does, and who does what is for one."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

import structlog

from bot.service.metrics import ALONE
from bot.service.pausing import pause
from bot.service.role import Role
from config import NewsdeskError
from index.storage.claims import SHOWN_EVERY, Claims
from index.storage.database import Database
from index.storage.database_clock import DatabaseClock
from index.storage.database_lock import DatabaseLock

LOOK_EVERY = 2.0  # seconds between two looks at who does what is for one
ANSWER_WITHIN = 2.0  # seconds that the database has for telling that the place is still this process's
HANDOVER = LOOK_EVERY + ANSWER_WITHIN + 1.0  # seconds until whoever lost the place to another has noticed it

log = structlog.get_logger(__name__)


class Team:
    """This process among the others."""

    def __init__(self, database: Database, role: Role) -> None:
        self._database = database
        self.claims = Claims(database, role)
        self.clock = DatabaseClock(database)

    async def keep_shown(self, stopping: asyncio.Event) -> None:
        """Until `stopping`: let the others see that this process is there, and set the clock by the database's."""
        while not stopping.is_set():
            try:
                await asyncio.to_thread(self.claims.show)
                await asyncio.to_thread(self.clock.set)
            except NewsdeskError as error:
                log.warning("The database does not answer; other processes may take over", reason=str(error))
            await pause(stopping, SHOWN_EVERY.total_seconds())

    async def alone(
        self, what: str, stopping: asyncio.Event, work: Callable[[asyncio.Event], Coroutine[Any, Any, None]]
    ) -> None:
        """Until `stopping`: do what one process does at a time, whenever no other does it. `work` ends on its event."""
        lock = DatabaseLock(self._database, what)
        told = False
        while not stopping.is_set():
            taken = await _asked(lock.take)
            if taken:
                if await _asked(lambda: bool(self.claims.others())) is not False:
                    await pause(stopping, HANDOVER)
                log.info("This process does now what one does alone", what=what)
                told = False
                await self._do(lock, what, stopping, work)
            elif taken is False and not told:
                log.warning("Another process does this already; waiting to take its place", what=what)
                told = True
            await pause(stopping, LOOK_EVERY)

    async def leave(self) -> None:
        """End: others may take over at once."""
        with suppress(NewsdeskError):
            await asyncio.to_thread(self.claims.leave)

    async def _do(
        self,
        lock: DatabaseLock,
        what: str,
        stopping: asyncio.Event,
        work: Callable[[asyncio.Event], Coroutine[Any, Any, None]],
    ) -> None:
        ended = asyncio.Event()
        ALONE.labels(what).set(1)
        task = asyncio.create_task(work(ended), name=what)
        try:
            while not stopping.is_set() and not task.done():
                await pause(stopping, LOOK_EVERY)
                if not stopping.is_set() and not await _still(lock):
                    log.warning("The database gave the place of this process away", what=what)
                    break
        finally:
            ended.set()
            await task
            ALONE.labels(what).set(0)
            await asyncio.to_thread(lock.release)


async def _asked(question: Callable[[], bool]) -> bool | None:
    """What the database says to a question; None when it does not tell."""
    try:
        return await asyncio.to_thread(question)
    except NewsdeskError as error:
        log.warning("The database does not answer; trying again", reason=str(error))
        return None


async def _still(lock: DatabaseLock) -> bool:
    """Whether the lock is still held; a database that does not say so in time may have given it to another."""
    try:
        async with asyncio.timeout(ANSWER_WITHIN):
            return await asyncio.to_thread(lambda: lock.held)
    except TimeoutError:
        return False
