"""Sends the briefs that come by themselves, beside the conversation: each once, late rather than never."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, tzinfo
from functools import cache
from typing import TYPE_CHECKING

import structlog

from bot.chats.chat_settings import ChatSettings
from bot.chats.chats import Chats
from bot.conversation.scheduled_brief import MakeBrief, ScheduledReply, scheduled_replies
from bot.outbox import Outgoing, Priority, Waiting
from bot.rendering.telegram_html import render_html
from bot.schedules import Schedule, Schedules
from bot.service.pausing import pause
from bot.telegram.callback_data import encode_action
from bot.translation import chosen_translator
from config import NewsdeskError
from index.answers.answer import Brief
from index.errors import ModelError, StorageError

if TYPE_CHECKING:
    from index.newsdesk import Newsdesk

LOOK_EVERY = 2.0  # seconds between two looks at which briefs are due
ON_TIME = timedelta(minutes=10)  # a brief up to so late tells as if it were not, and leaves nothing out

log = structlog.get_logger(__name__)


class ScheduledBriefs:
    """The briefs that come by themselves. `default_zone` is that of chats which have not chosen one."""

    def __init__(self, newsdesk: "Newsdesk", schedules: Schedules, chats: Chats, default_zone: tzinfo) -> None:
        self._newsdesk = newsdesk
        self._schedules = schedules
        self._chats = chats
        self._default_zone = default_zone

    async def keep_sent(
        self, recorded: Callable[[Sequence[Waiting]], None], clock: Callable[[], datetime], stopping: asyncio.Event
    ) -> None:
        """Until `stopping`: record each brief when its time has come, and tell `recorded` so."""
        loop = asyncio.get_running_loop()
        thread = ThreadPoolExecutor(1, thread_name_prefix="briefs")
        laid_out = False
        while not stopping.is_set():
            now = clock()
            try:
                if not laid_out:
                    # The rules of the time zones may be others than those by which the former process laid them out.
                    await loop.run_in_executor(thread, self._schedules.lay_out, self._default_zone, now)
                    laid_out = True
                recording = self.record_due(now)
                while not stopping.is_set():
                    waiting = await loop.run_in_executor(thread, next, recording, None)
                    if waiting is None:
                        break
                    recorded(waiting)
            except NewsdeskError as error:
                log.warning("Scheduled briefs could not be made; trying again", reason=str(error))
            await pause(stopping, LOOK_EVERY)
        thread.shutdown()

    def record_due(self, now: datetime) -> Iterator[list[Waiting]]:
        """Record the briefs whose time has come, one after the other; the deliveries of each, which wait now."""

        @cache  # many chats have their brief at one hour
        def make(topic: str | None, period: timedelta, until: datetime) -> Brief:
            return self._newsdesk.brief(topic, period=period, now=until)

        for schedule in self._schedules.due(now):
            chat = self._chats.get(schedule.chat)
            settings = chat.settings if chat else ChatSettings()
            zone = chosen_translator(settings, None, self._default_zone).time_zone
            until = schedule.due if now - schedule.due < ON_TIME else now
            try:
                outgoing = list(self._messages(schedule, make, until))
            except (StorageError, ModelError):  # it may be there again in a moment
                raise
            except Exception:  # the others must go on
                log.exception("A scheduled brief could not be made", schedule=schedule.number)
                outgoing = []
            next_due = schedule.recurrence.next_after(now, zone)
            yield self._schedules.settle(schedule, outgoing, told=until, next_due=next_due, now=now)

    def _messages(self, schedule: Schedule, make: MakeBrief, until: datetime) -> Iterator[Outgoing]:
        chat = self._chats.get(schedule.chat)
        if chat is None or chat.gone is not None:
            return
        alike = [one for one in self._schedules.of(schedule.chat, schedule.thread) if one.topic == schedule.topic]
        readers = (self._chats.get(person) for person in self._schedules.copies(schedule.number))
        copies = [reader for reader in readers if reader is not None and reader.gone is None]
        for told in scheduled_replies(schedule, alike, chat, copies, make, now=until, default_zone=self._default_zone):
            yield from _outgoing(told)


def _outgoing(told: ScheduledReply) -> Iterator[Outgoing]:
    for message in render_html(told.reply, encode_action):
        yield Outgoing(
            chat=told.chat.chat_id,
            html=message.html,
            buttons=message.buttons,
            priority=Priority.ALERT,
            thread=told.thread,
            preview=told.reply.preview,
            due=told.due,
        )
