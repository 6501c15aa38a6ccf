"""The order in which updates are handled: those of one chat one after the other, those of different chats at once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from weakref import WeakValueDictionary

import structlog
from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.inbox import Inbox
from bot.telegram.storing import stored

MOST_AT_ONCE = 10_000  # they wait for their chat's turn and for a thread; none may keep others from waiting
MOST_STARTS = 5  # an update begun so often and never finished must be what ended the process each time

log = structlog.get_logger(__name__)


class UpdateOrder(BaseUpdateProcessor):
    """Handles an update when those before it in its chat are handled, and notes that it is finished."""

    def __init__(self, inbox: Inbox, clock: Callable[[], datetime]) -> None:
        super().__init__(MOST_AT_ONCE)
        self._inbox = inbox
        self._clock = clock
        self._chats: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._resumed: set[int] = set()

    def resumed(self, update_id: int) -> None:
        """Say that an update was begun by a former process."""
        self._resumed.add(update_id)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Await the handlers of one update."""
        if not isinstance(update, Update):
            await coroutine
            return
        chat = update.effective_chat.id if update.effective_chat else 0
        lock = self._chats.setdefault(chat, asyncio.Lock())
        async with lock:
            if await self._may_begin(update.update_id):
                await coroutine
            else:
                asyncio.ensure_future(coroutine).cancel()
            await stored(self._inbox.finish, update.update_id, self._clock())

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""

    async def _may_begin(self, update_id: int) -> bool:
        if update_id not in self._resumed:
            return True
        self._resumed.discard(update_id)
        starts = await stored(self._inbox.begin_again, update_id)
        if starts > MOST_STARTS:
            log.error("An update was begun several times and never finished; it is given up", update_id=update_id)
        return starts <= MOST_STARTS
