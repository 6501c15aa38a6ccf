"""The order in which updates are handled: those of one chat one after the other, those of different chats at once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.inbox import Inbox
from bot.telegram.durable_queue import chat_of
from bot.telegram.storing import stored

MOST_AT_ONCE = 10_000  # they wait for their chat's turn and for a thread; none may keep others from waiting


class UpdateOrder(BaseUpdateProcessor):
    """Handles an update when those before it in its chat are handled, and notes that it is finished."""

    def __init__(
        self,
        inbox: Inbox,
        clock: Callable[[], datetime],
        earlier: Callable[[int, int], Awaitable[None]] | None = None,
    ) -> None:
        """`earlier` waits until other processes have handled the updates of a chat before one."""
        super().__init__(MOST_AT_ONCE)
        self._earlier = earlier
        self._inbox = inbox
        self._clock = clock
        self._chats: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Await the handlers of one update."""
        if not isinstance(update, Update) or update.inline_query:  # waits for no other and is in no inbox
            await coroutine
            return
        chat = chat_of(update)
        lock = self._chats.setdefault(chat, asyncio.Lock())
        async with lock:
            if self._earlier is not None and chat:
                await self._earlier(update.update_id, chat)
            await coroutine
            await stored(self._inbox.finish, update.update_id, self._clock())

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""
