"""What goes on beside talking to Telegram: news is taken in, what is due is told, the old is forgotten."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.inbox import Inbox
from bot.outbox import Outbox, Waiting
from bot.records import Records
from bot.rendering.telegram_html import render_html
from bot.service.role import Role
from bot.service.team import Team
from bot.telegram.callback_data import encode_action
from bot.telegram.scheduled_briefs import ScheduledBriefs
from bot.telegram.upkeep import (
    keep_current,
    keep_embedded,
    keep_fetched,
    keep_indexed,
    keep_measured,
    keep_pruned,
    keep_tidy,
    keep_watching,
)
from bot.topics.watch import Watch
from config import Settings
from index.storage.database import Database

if TYPE_CHECKING:
    from index.newsdesk import Newsdesk


class Background:
    """The work of a role. `recorded` is told the deliveries that were recorded."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        newsdesk: "Newsdesk",
        clock: Callable[[], datetime],
        recorded: Callable[[Sequence[Waiting]], None],
        role: Role,
        team: Team | None,
    ) -> None:
        self._settings = settings
        self._database = database
        self._newsdesk = newsdesk
        self._clock = clock
        self._recorded = recorded
        self._role = role
        self._team = team

    def begin(self, stopping: asyncio.Event) -> "list[asyncio.Task[None]]":
        """Begin all that this process has to do until `stopping`."""
        return [asyncio.create_task(work) for work in self._works(stopping)]

    def _works(self, stopping: asyncio.Event) -> list[Coroutine[Any, Any, None]]:
        team, newsdesk = self._team, self._newsdesk
        works: list[Coroutine[Any, Any, None]] = []
        if team is not None:
            works.append(team.keep_shown(stopping))
        if self._settings.http_address:
            works.append(keep_measured(newsdesk, Outbox(self._database), stopping))
        if self._role.does(Role.WORKER):
            claims = team.claims if team else None
            works.append(keep_fetched(self._settings, self._database, newsdesk, self._clock, stopping, claims))
            if claims is not None:
                works.append(keep_embedded(newsdesk, claims, stopping))
        if self._role is Role.ALL and team is None:
            works.append(keep_indexed(newsdesk, stopping))
        elif self._role is not Role.SCHEDULER or team is None:
            works.append(keep_current(newsdesk, stopping))
        if self._role.does(Role.SCHEDULER):
            works.append(team.alone("scheduler", stopping, self._scheduled) if team else self._scheduled(stopping))
        return works

    async def _scheduled(self, stopping: asyncio.Event) -> None:
        """What has its time, and is for one process."""
        records = Records.of(self._database)
        zone = ZoneInfo(self._settings.time_zone)
        briefs = ScheduledBriefs(self._newsdesk, records.schedules, records.chats, zone)
        watch = Watch(self._database, self._newsdesk.topics, lambda reply: render_html(reply, encode_action), zone)
        inbox, outbox = Inbox(self._database), Outbox(self._database)
        current = [keep_current(self._newsdesk, stopping)] if self._role is Role.SCHEDULER else []
        await asyncio.gather(
            briefs.keep_sent(self._recorded, self._clock, stopping),
            keep_watching(watch, self._clock, self._recorded, stopping),
            keep_pruned(self._settings, self._newsdesk, self._clock, stopping),
            keep_tidy(records.answers, inbox, outbox, self._clock, stopping, self._team.claims if self._team else None),
            *current,
        )
