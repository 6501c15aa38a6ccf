"""One request at a time to one host, with a rest after each, whoever asks: feeds, pages or redirects."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

MOST_REMEMBERED = 1_000  # hosts, before those that nobody waits for are forgotten
LONGEST_REST = 60.0  # seconds


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    free_at: float = 0.0
    rest: float = 0.0


class HostPace:
    """Hands out turns at hosts; one for all that fetch in a process."""

    def __init__(self, rest: float) -> None:
        """`rest` is the seconds between the end of one request to a host and the beginning of the next."""
        self._rest = rest
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[None]:
        """Wait for the host; it is this caller's alone until the end."""
        loop = asyncio.get_running_loop()
        if len(self._hosts) >= MOST_REMEMBERED and name not in self._hosts:
            self._forget(loop.time())
        host = self._hosts.setdefault(name, _Host())
        host.waiting += 1
        try:
            async with host.lock:
                if (early := host.free_at - loop.time()) > 0:
                    await asyncio.sleep(early)
                try:
                    yield
                finally:
                    host.free_at = loop.time() + max(self._rest, host.rest)
        finally:
            host.waiting -= 1

    def slow_down(self, name: str, rest: float) -> None:
        """Rest longer at this host, as its robots.txt asks."""
        self._hosts.setdefault(name, _Host()).rest = min(rest, LONGEST_REST)

    def _forget(self, now: float) -> None:
        self._hosts = {name: host for name, host in self._hosts.items() if host.waiting or host.free_at > now}
