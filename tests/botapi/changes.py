"""Waiting for something to become so, without sleeping: every change wakes those who wait, and they look again."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Changes:
    """A signal for one event loop. `notify` after each change; `until` returns what its predicate finds."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Event] = set()

    def notify(self) -> None:
        """Something changed."""
        for event in self._waiting:
            event.set()

    async def until(self, predicate: Callable[[], T], timeout_s: float | None) -> T:
        """The first true value of the predicate; TimeoutError after so many seconds."""
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            async with asyncio.timeout(timeout_s):
                while not (found := predicate()):
                    await event.wait()
                    event.clear()
                return found
        finally:
            self._waiting.discard(event)
