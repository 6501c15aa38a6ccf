"""Work on many hosts at once, and on each of them one thing after the other."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Protocol, TypeVar

import structlog

from config import NewsdeskError
from index.storage.claims import Claims

log = structlog.get_logger(__name__)


class AtHost(Protocol):
    """Something to be asked for at a host."""

    @property
    def url(self) -> str:
        """Its address."""

    @property
    def host(self) -> str:
        """The server that is asked."""


T = TypeVar("T", bound=AtHost)


class HostTasks:
    """One task a host; what is begun while a host is busy has to be begun again later."""

    def __init__(self, at_once: int, claims: Claims | None = None) -> None:
        """Work on at most `at_once` hosts at the same time; with `claims`, on those that no other process works on."""
        self._slots = asyncio.Semaphore(at_once)
        self._claims = claims
        self._busy: dict[str, asyncio.Task[None]] = {}

    def start(self, wanted: Iterable[T], work: Callable[[T], Awaitable[None]]) -> int:
        """Do `work` on all that is wanted of hosts that are not busy; how many that is."""
        hosts: dict[str, list[T]] = {}
        for one in wanted:
            if one.host not in self._busy:
                hosts.setdefault(one.host, []).append(one)
        for host, group in hosts.items():
            task = asyncio.create_task(self._work_on(group, work))
            self._busy[host] = task
            task.add_done_callback(partial(self._free, host))
        return sum(map(len, hosts.values()))

    async def finish(self) -> None:
        """Wait until all that was begun is done."""
        await asyncio.gather(*self._busy.values())

    async def stop(self) -> None:
        """Break off what is being done."""
        for task in self._busy.values():
            task.cancel()
        await asyncio.gather(*self._busy.values(), return_exceptions=True)

    async def _work_on(self, group: list[T], work: Callable[[T], Awaitable[None]]) -> None:
        name = f"host {group[0].host}"[:300]
        if self._claims is not None and not await asyncio.to_thread(self._claims.take, name):
            return
        try:
            await self._work_through(group, work)
        finally:
            if self._claims is not None:
                await asyncio.to_thread(self._claims.release, name)

    async def _work_through(self, group: list[T], work: Callable[[T], Awaitable[None]]) -> None:
        for one in group:
            async with self._slots:
                try:
                    await work(one)
                except NewsdeskError as error:
                    log.warning(
                        "What was fetched could not be stored; trying again later", url=one.url, reason=str(error)
                    )

    def _free(self, host: str, task: "asyncio.Task[None]") -> None:
        del self._busy[host]
        if not task.cancelled() and (error := task.exception()):
            log.error("A host could not be worked on", host=host, reason=repr(error))
