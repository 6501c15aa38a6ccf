"""Failures that a test orders: the next so many calls of a method, in any chat or in one, go wrong in a given way."""

import asyncio
from dataclasses import dataclass, field
from enum import Enum

from tests.botapi.errors import ApiError, bad_request, forbidden, too_many_requests


class Effect(Enum):
    """What happens to a request."""

    REFUSE = "answered with an error, not processed"
    HANG = "not answered until it is released, then processed"
    DROP = "connection closed, not processed"
    LOSE = "processed, then the connection closed without an answer"


@dataclass(eq=False)
class Fault:
    """One way to fail. `hits` counts the calls that it befell."""

    effect: Effect
    error: ApiError | None = None
    hits: int = 0
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def release(self) -> None:
        """Let what hangs go on."""
        self.released.set()


def refused(code: int, description: str, **parameters: int) -> Fault:
    """Any error answer; the description is the whole one."""
    return Fault(Effect.REFUSE, ApiError(code, description, parameters))


def bad(text: str) -> Fault:
    """400 with a description."""
    return Fault(Effect.REFUSE, bad_request(text))


def blocked() -> Fault:
    """403: the user blocked the bot."""
    return Fault(Effect.REFUSE, forbidden("bot was blocked by the user"))


def flooded(seconds: int) -> Fault:
    """429 with the seconds to wait."""
    return Fault(Effect.REFUSE, too_many_requests(seconds))


def broken() -> Fault:
    """500."""
    return refused(500, "Internal Server Error")


def hanging() -> Fault:
    """No answer until the fault is released or the double stops."""
    return Fault(Effect.HANG)


def dropped() -> Fault:
    """The connection closes before anything was done."""
    return Fault(Effect.DROP)


def lost() -> Fault:
    """All was done, but the connection closes before the answer."""
    return Fault(Effect.LOSE)


@dataclass(slots=True)
class _Order:
    method: str
    chat_id: int | None
    fault: Fault
    left: int


class Faults:
    """The failures that are still to come, first ordered first served."""

    def __init__(self) -> None:
        self._orders: list[_Order] = []

    def order(self, method: str, fault: Fault, chat_id: int | None, times: int) -> None:
        """Let the next `times` calls fail."""
        self._orders.append(_Order(method, chat_id, fault, times))

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The failure that befalls this call."""
        for order in self._orders:
            if order.method == method and order.chat_id in {None, chat_id} and order.left > 0:
                order.left -= 1
                order.fault.hits += 1
                return order.fault
        return None

    def release_all(self) -> None:
        """Let everything that hangs go on."""
        for order in self._orders:
            order.fault.release()
