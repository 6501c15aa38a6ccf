"""How several bots share one token: one of them polls, one sends, and each takes over what another left."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

import structlog

from bot.inbox import Accepted, Inbox
from bot.outbox import Outbox, Waiting
from bot.service.pausing import pause
from bot.service.team import Team
from bot.telegram.sender import Sender
from bot.telegram.storing import stored
from config import NewsdeskError

LOOK_EVERY = 0.25  # seconds between two looks at what other processes want to be sent
INHERIT_EVERY = 5.0  # seconds between two looks at what processes that are gone have left

log = structlog.get_logger(__name__)


class SharedSending:
    """Sends what all processes have recorded, while this one is the sender: so the limits hold for all together."""

    def __init__(self, team: Team, outbox: Outbox, make_sender: Callable[[], Sender]) -> None:
        self._team = team
        self._outbox = outbox
        self._make_sender = make_sender
        self._recorded = asyncio.Event()
        self._ends_at = 0.0
        self._ending = asyncio.Event()

    def add(self, _recorded: Sequence[Waiting]) -> None:
        """Something was recorded by this process: if it sends, it need not wait for the next look."""
        self._recorded.set()

    def end_within(self, seconds: float) -> None:
        """Let `run` return once nothing is left that can be sent within so many seconds."""
        self._ends_at = time.monotonic() + seconds
        self._ending.set()

    async def run(self) -> None:
        """Send whenever no other process does, until told to end."""
        await self._team.alone("sender", self._ending, self._send)

    async def _send(self, ended: asyncio.Event) -> None:
        sender = self._make_sender()
        sending = asyncio.create_task(sender.run())
        newest = 0
        while not ended.is_set() and not self._ending.is_set() and not sending.done():
            self._recorded.clear()
            newest = await self._hand_over(sender, newest)
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await self._recorded.wait()
        if self._ending.is_set():
            await self._hand_over(sender, newest)
        sender.end_within(max(0.0, self._ends_at - time.monotonic()))
        await sending

    async def _hand_over(self, sender: Sender, newest: int) -> int:
        """Give the sender what was recorded since; deliveries are numbered in the order in which they are stored."""
        waiting = await stored(self._outbox.waiting, newest)
        sender.add(waiting)
        return max((one.delivery_id for one in waiting), default=newest)


async def keep_inheriting(inbox: Inbox, resume: Callable[[Sequence[Accepted]], None], stopping: asyncio.Event) -> None:
    """Until `stopping`: take over the updates of processes that are gone."""
    while not stopping.is_set():
        try:
            left = await asyncio.to_thread(inbox.inherit)
        except NewsdeskError as error:
            log.warning("What other processes have left could not be read; trying again", reason=str(error))
            left = []
        if left:
            log.info("Updates of a process that is gone are taken over", updates=len(left))
            resume(left)
        await pause(stopping, INHERIT_EVERY)


def earlier_ones(inbox: Inbox) -> Callable[[int, int], Awaitable[None]]:
    """Waits until the earlier updates of a chat are handled, by whichever process."""

    async def wait(update_id: int, chat: int) -> None:
        while await stored(inbox.waits_for_another, update_id, chat):  # noqa: ASYNC110 -- another process has it
            await asyncio.sleep(LOOK_EVERY)

    return wait
