"""Keeps every message that goes to Telegram within the pace; what makes no message is not held up."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import timedelta
from math import inf
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.telegram.pace import Pace

PACED = frozenset({"sendMessage", "sendPhoto", "sendDocument", "editMessageText"})

_Result = bool | dict[str, Any] | list[dict[str, Any]]


class RateLimiter(BaseRateLimiter[None]):
    """Lets a request wait until its chat and all chats together have room.

    When Telegram tells one chat to wait, only that chat waits; the error goes to the caller, who knows what to do.
    """

    def __init__(self, pace: Pace, monotonic: Callable[[], float]) -> None:
        self._pace = pace
        self._monotonic = monotonic
        self._answered = asyncio.Condition()

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, _Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> _Result:
        """Make a request when its turn has come."""
        if endpoint not in PACED:
            return await callback(*args, **kwargs)
        chat = int(data["chat_id"])
        await self._turn(chat)
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            self._pace.stall(chat, self._monotonic() + seconds(error))
            raise
        finally:
            self._pace.end(chat, self._monotonic())
            async with self._answered:
                self._answered.notify_all()

    async def _turn(self, chat: int) -> None:
        async with self._answered:
            while True:
                now = self._monotonic()
                ready = max(self._pace.chat_ready_at(chat, now), self._pace.all.ready_at(now))
                if ready <= now:
                    break
                with suppress(TimeoutError):
                    async with asyncio.timeout(None if ready == inf else ready - now):
                        await self._answered.wait()
            self._pace.begin(chat, self._monotonic())


def seconds(error: RetryAfter) -> float:
    """How long Telegram says to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
