"""Sends what waits in the outbox: in the order due, at the pace allowed, each delivery once."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from math import inf

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.chats.chats import Chats
from bot.outbox import Delivery, Outbox, Priority, Waiting
from bot.service.metrics import DELIVERIES
from bot.telegram.pace import Pace
from bot.telegram.posting import post
from bot.telegram.send_order import SendOrder
from bot.telegram.sent_marks import SentMarks
from bot.telegram.storing import stored
from bot.telegram.verdict import Again, Done, Gone, Moved, Refused, Verdict, verdict

GIVEN_UP_AFTER = timedelta(hours=24)
LONGEST_WAIT = 60.0  # seconds between two attempts

log = structlog.get_logger(__name__)


class Sender:
    """Takes deliveries from the outbox and makes them. `monotonic` is the clock of waits, `clock` that of people."""

    def __init__(
        self,
        bot: Bot,
        outbox: Outbox,
        chats: Chats,
        pace: Pace,
        *,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._bot = bot
        self._outbox = outbox
        self._marks = SentMarks(outbox)
        self._chats = chats
        self._pace = pace
        self._clock = clock
        self._monotonic = monotonic
        self._order = SendOrder()
        self._under_way: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Event()
        self._ends_at = inf

    def add(self, deliveries: Sequence[Waiting]) -> None:
        """Send these too."""
        for waiting in deliveries:
            delay = max(0.0, (waiting.due - self._clock()).total_seconds())
            self._order.add(waiting.delivery_id, waiting.chat, waiting.priority, self._monotonic() + delay)
        self._changed.set()

    def end_within(self, seconds: float) -> None:
        """Let `run` return once nothing is left that can be sent within so many seconds, and then at the latest."""
        self._ends_at = self._monotonic() + seconds
        self._changed.set()

    async def run(self) -> None:
        """Send until told to end; what is left waits in the outbox for the next start."""
        while True:
            self._changed.clear()
            next_at = self._launch()
            now = self._monotonic()
            ending = self._ends_at < inf
            if ending and (now >= self._ends_at or (not self._under_way and next_at >= self._ends_at)):
                break
            until = min(next_at, self._ends_at)
            with suppress(TimeoutError):
                async with asyncio.timeout(None if until == inf else max(0.0, until - now)):
                    await self._changed.wait()
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _launch(self) -> float:
        """Begin all deliveries that may go now; the moment when time alone may let another go."""
        now = self._monotonic()
        while len(self._under_way) < self._pace.all.most_under_way(now):
            taken = self._take(now)
            if taken is None:
                return min(self._order.next_at(), self._pace.alerts.waits_until(now))
            task = asyncio.create_task(self._deliver(*taken), name=f"delivery {taken[0]}")
            self._under_way.add(task)
            task.add_done_callback(self._landed)
        return self._pace.all.next_room()

    def _take(self, now: float) -> tuple[int, int] | None:
        """The delivery that goes now and its chat."""

        def ready_at(chat: int) -> float:
            return self._pace.chat_ready_at(chat, now)

        taken = self._order.take(now, ready_at, Priority.REPLY)
        if taken is None and self._pace.alerts.waits_until(now) == inf:
            taken = self._order.take(now, ready_at)
            if taken is not None:
                self._pace.alerts.begin(now)
        return taken

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._changed.set()

    async def _deliver(self, delivery_id: int, chat: int) -> None:
        try:
            delivery = await stored(self._outbox.get, delivery_id)
            if delivery is not None:
                await self._attempt(delivery)
        except Exception:  # the others must go on
            log.exception("A delivery ended with an error of the bot's own", delivery=delivery_id)
            await stored(self._outbox.failed, delivery_id, "an error of the bot's own")
        finally:
            self._order.done(chat)

    async def _attempt(self, delivery: Delivery) -> None:
        if delivery.outgoing.edits is not None and delivery.edited_message is None:
            await stored(self._outbox.failed, delivery.delivery_id, "the message it edits was never sent")
            return
        try:
            message = await post(self._bot, delivery)
        except TelegramError as error:
            await self._settle(delivery, verdict(error), error.message)
        else:
            DELIVERIES.labels("sent").inc()
            await self._marks.note(delivery.delivery_id, message)

    async def _settle(self, delivery: Delivery, what: Verdict, reason: str) -> None:
        """Do what an error asks for."""
        number, chat = delivery.delivery_id, delivery.outgoing.chat
        DELIVERIES.labels(type(what).__name__.lower()).inc()
        match what:
            case Again(after):
                await self._again(delivery, after, reason)
            case Moved(to):
                log.info("A chat has moved", chat=chat, to=to)
                await stored(self._chats.move, chat, to)
                self._order.add(number, to, delivery.outgoing.priority, self._monotonic())
            case Gone():
                log.info("A chat can no longer be reached", chat=chat, reason=reason)
                await stored(self._outbox.failed, number, reason)
                await stored(self._chats.leave, chat, self._clock())
            case Refused():
                log.error("Telegram refuses a message", delivery=number, chat=chat, reason=reason)
                await stored(self._outbox.failed, number, reason)
            case Done():
                await self._marks.note(number, delivery.edited_message)

    async def _again(self, delivery: Delivery, after: float | None, reason: str) -> None:
        number, chat, now = delivery.delivery_id, delivery.outgoing.chat, self._clock()
        if now - delivery.recorded >= GIVEN_UP_AFTER:
            log.error("A message could not be sent for a day", delivery=number, chat=chat, reason=reason)
            await stored(self._outbox.failed, number, reason)
            return
        wait = after if after is not None else min(2.0 ** min(delivery.attempts, 10), LONGEST_WAIT)
        log.warning("A message waits to be sent again", delivery=number, chat=chat, seconds=wait, reason=reason)
        await stored(self._outbox.later, number, now + timedelta(seconds=wait), delivery.attempts + 1)
        # The whole chat waits, not this delivery alone: what comes after it must not overtake it.
        self._pace.stall(chat, self._monotonic() + wait)
        self._order.add(number, chat, delivery.outgoing.priority, self._monotonic())
