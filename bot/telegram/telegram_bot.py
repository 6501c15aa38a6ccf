"""The bot as a whole: its parts, how it starts, and how it ends without losing anything."""

import asyncio
import json
import os
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import structlog
from telegram import Update
from telegram.constants import UpdateType
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, InlineQueryHandler, Updater
from telegram.request import HTTPXRequest

from bot.conversation import COMMANDS, Conversation
from bot.inbox import Accepted, Inbox
from bot.outbox import Outbox
from bot.records import Records
from bot.rendering.telegram_html import render_html
from bot.telegram.callback_data import encode_action
from bot.telegram.client import Client
from bot.telegram.command_menu import announce_commands
from bot.telegram.durable_queue import DurableQueue
from bot.telegram.handlers import Handlers
from bot.telegram.inline import InlineQueries
from bot.telegram.intake import concerns_bot
from bot.telegram.pace import Pace
from bot.telegram.rate_limiter import RateLimiter
from bot.telegram.scheduled_briefs import ScheduledBriefs
from bot.telegram.sender import Sender
from bot.telegram.update_order import UpdateOrder
from bot.telegram.upkeep import keep_fetched, keep_indexed, keep_pruned, keep_tidy, keep_watching
from bot.topics.watch import Watch
from config import SettingError, Settings
from index.database import Database

if TYPE_CHECKING:
    from index.newsdesk import Newsdesk

UPDATES = (
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.CALLBACK_QUERY,
    UpdateType.MY_CHAT_MEMBER,
    UpdateType.INLINE_QUERY,
)
POLL = timedelta(seconds=20)
ANSWER_TIMEOUT = 30.0  # seconds; a message whose answer is given up too early would be sent twice
END_WITHIN = 8.0  # seconds; a container is killed after ten
LONGEST_WAIT = 30.0  # seconds between two attempts to reach the server at start

log = structlog.get_logger(__name__)


class TelegramBot:
    """Everything between a Bot API server and the conversation."""

    def __init__(
        self,
        settings: Settings,
        token: str,
        database: Database,
        newsdesk: "Newsdesk",
        clock: Callable[[], datetime],
    ) -> None:
        self._settings = settings
        self._database = database
        self._newsdesk = newsdesk
        self._clock = clock
        self._inbox = Inbox(database)
        self._outbox = Outbox(database)
        self._records = Records.of(database)
        pace = Pace()
        self._client = _client(settings, token, RateLimiter(pace, time.monotonic))
        self._queue = DurableQueue(self._inbox, self._concerns, clock)
        self._sender = Sender(
            self._client, self._outbox, self._records.chats, pace, clock=clock, monotonic=time.monotonic
        )
        self._updater = Updater(self._client, self._queue)
        self._application = (
            Application.builder()
            .updater(self._updater)
            .concurrent_updates(UpdateOrder(self._inbox, clock))
            .job_queue(None)
            .build()
        )
        zone = ZoneInfo(settings.time_zone)
        self._briefs = ScheduledBriefs(newsdesk, self._records.schedules, self._records.chats, zone)
        self._watch = Watch(database, newsdesk.topics, lambda reply: render_html(reply, encode_action), zone)
        conversation = Conversation(newsdesk, self._records, settings)
        self._threads = ThreadPoolExecutor(min(8, os.cpu_count() or 1), thread_name_prefix="reply")
        self._handlers = Handlers(
            conversation, self._records.chats, self._inbox, self._outbox, self._threads, clock, self._sender.add
        )
        self._handlers.register(self._application)
        inline = InlineQueries(conversation, self._threads, clock)
        self._application.add_handler(InlineQueryHandler(inline.answer))

    async def run(self, stopping: asyncio.Event) -> None:
        """Answer until `stopping` is set. SettingError when the server refuses the token."""
        upkeep = [
            asyncio.create_task(keep_fetched(self._settings, self._database, self._newsdesk, self._clock, stopping)),
            asyncio.create_task(keep_indexed(self._newsdesk, stopping)),
            asyncio.create_task(self._briefs.keep_sent(self._sender.add, self._clock, stopping)),
            asyncio.create_task(keep_pruned(self._settings, self._newsdesk, self._clock, stopping)),
            asyncio.create_task(keep_watching(self._watch, self._clock, self._sender.add, stopping)),
            asyncio.create_task(keep_tidy(self._records.answers, self._inbox, self._outbox, self._clock, stopping)),
        ]
        try:
            if await _unless(stopping, self._connect()):
                await self._serve(stopping)
        finally:
            stopping.set()
            await asyncio.gather(*upkeep)
            self._threads.shutdown()
            await self._application.shutdown()
            await self._client.shutdown()  # which the application leaves open when it could not be initialised

    async def _serve(self, stopping: asyncio.Event) -> None:
        """Take up what a former process left, then whatever comes in; end with the replies to it sent."""
        self._sender.add(await asyncio.to_thread(self._outbox.waiting))
        self._queue.resume(self._left(await asyncio.to_thread(self._inbox.unfinished)))
        sending = asyncio.create_task(self._sender.run())
        announcing = asyncio.create_task(announce_commands(self._client, COMMANDS))
        await self._application.start()
        if await _unless(stopping, self._poll()):
            await _until_first(stopping, self._client.refused, sending)
        await self._end()
        await sending
        announcing.cancel()
        if self._client.refused.is_set():
            raise self._refusal()

    async def _connect(self) -> None:
        """Wait for the server and let it check the token."""
        wait = 1.0
        while True:
            try:
                await self._application.initialize()
            except InvalidToken:
                raise self._refusal() from None
            except TelegramError as error:
                log.warning("The Bot API server does not answer; trying again", reason=error.message, seconds=wait)
            else:
                log.info("The bot is ready", name=f"@{self._client.username}", access=self._settings.access)
                return
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT)

    async def _poll(self) -> None:
        await self._updater.start_polling(
            timeout=POLL,
            bootstrap_retries=-1,
            allowed_updates=UPDATES,
            error_callback=self._client.polling_failed,
        )

    async def _end(self) -> None:
        """Fetch no more, answer what is in hand, send the answers; what takes too long waits for the next start."""
        log.info("The bot ends")
        if self._updater.running:
            with suppress(InvalidToken):  # what ended the poller, if that ended by itself
                await self._updater.stop()
        ends_at = time.monotonic() + END_WITHIN
        with suppress(TimeoutError):
            async with asyncio.timeout(END_WITHIN):
                await self._application.stop()
        self._sender.end_within(max(0.0, ends_at - time.monotonic()))

    def _left(self, accepted: list[Accepted]) -> list[Update]:
        """The updates that a former process accepted and did not finish."""
        updates = []
        for one in accepted:
            update = Update.de_json(json.loads(one.body), self._client)
            self._handlers.resume(update.update_id)
            updates.append(update)
        return updates

    def _concerns(self, update: Update) -> bool:
        return concerns_bot(update, self._client.bot, self._clock())

    def _refusal(self) -> SettingError:
        return SettingError(
            f"The Bot API server {self._settings.telegram_api_url} refuses the token; "
            "see NEWSDESK_TELEGRAM_TOKEN, which @BotFather shows under /mybots."
        )


def _client(settings: Settings, token: str, limiter: RateLimiter) -> Client:
    url = settings.telegram_api_url
    return Client(
        token,
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        request=HTTPXRequest(read_timeout=ANSWER_TIMEOUT, pool_timeout=ANSWER_TIMEOUT),
        get_updates_request=HTTPXRequest(),
        rate_limiter=limiter,
    )


async def _unless(stopping: asyncio.Event, work: Coroutine[Any, Any, None]) -> bool:
    """Whether the work was done before `stopping` was set; else it is broken off."""
    doing = asyncio.create_task(work)
    stopped = asyncio.create_task(stopping.wait())
    await asyncio.wait((doing, stopped), return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if not doing.done():
        doing.cancel()
        with suppress(asyncio.CancelledError):
            await doing
        return False
    doing.result()
    return True


async def _until_first(one: asyncio.Event, other: asyncio.Event, work: "asyncio.Task[None]") -> None:
    """Wait until one of the events is set or the work has ended, which only an error makes it do."""
    waits = [asyncio.create_task(event.wait()) for event in (one, other)]
    await asyncio.wait((*waits, work), return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
