"""The bot as a whole: its parts, how it starts, and how it ends without losing anything."""

import asyncio
import json
import os
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
from telegram import Update
from telegram.constants import UpdateType
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, InlineQueryHandler, Updater
from telegram.request import HTTPXRequest

from bot.conversation.conversation import Conversation
from bot.conversation.registry import COMMANDS
from bot.inbox import Accepted, Inbox
from bot.outbox import Outbox
from bot.records import Records
from bot.service.http_server import Webhook, http_server
from bot.service.role import Role
from bot.service.team import Team
from bot.telegram.background import Background
from bot.telegram.client import Client
from bot.telegram.command_menu import announce_commands
from bot.telegram.durable_queue import DurableQueue
from bot.telegram.handlers import Handlers
from bot.telegram.inline import InlineQueries
from bot.telegram.intake import concerns_bot
from bot.telegram.pace import Pace
from bot.telegram.rate_limiter import RateLimiter
from bot.telegram.sender import Sender
from bot.telegram.sharing import SharedSending, earlier_ones, keep_inheriting
from bot.telegram.update_order import UpdateOrder
from config import SettingError, Settings
from index.errors import BusyError, StorageError
from index.storage.database import Database

if TYPE_CHECKING:
    from index.newsdesk import Newsdesk

UPDATES = (
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.CALLBACK_QUERY,
    UpdateType.MY_CHAT_MEMBER,
    UpdateType.CHAT_MEMBER,
    UpdateType.INLINE_QUERY,
)
POLL = timedelta(seconds=20)
WEBHOOK_PATH = "/telegram"
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
        *,
        role: Role = Role.ALL,
        team: Team | None = None,
    ) -> None:
        """`team` are the other processes on the same database, which may do the same."""
        self._settings = settings
        self._team = team
        self._database = database
        self._clock = clock
        holder = team.claims.holder if team else None
        self._inbox = Inbox(database, holder)
        self._outbox = Outbox(database, holder)
        self._records = Records.of(database)
        pace = Pace()
        self._client = _client(settings, token, RateLimiter(pace, time.monotonic))
        self._queue = DurableQueue(self._inbox, self._concerns, clock)
        make_sender = partial(
            Sender, self._client, self._outbox, self._records.chats, pace, clock=clock, monotonic=time.monotonic
        )
        self._sender = SharedSending(team, self._outbox, make_sender) if team else make_sender()
        self._updater = Updater(self._client, self._queue)
        self._application = (
            Application.builder()
            .updater(self._updater)
            .concurrent_updates(UpdateOrder(self._inbox, clock, earlier_ones(self._inbox) if team else None))
            .job_queue(None)
            .build()
        )
        self._background = Background(settings, database, newsdesk, clock, self._sender.add, role, team)
        conversation = Conversation(newsdesk, self._records, settings)
        self._threads = ThreadPoolExecutor(min(8, os.cpu_count() or 1), thread_name_prefix="reply")
        self._handlers = Handlers(
            conversation, self._records.chats, self._inbox, self._outbox, self._threads, clock, self._sender.add
        )
        self._handlers.register(self._application)
        inline = InlineQueries(conversation, self._threads, clock)
        self._application.add_handler(InlineQueryHandler(inline.answer))
        self._accepting = False  # updates by the webhook

    async def run(self, stopping: asyncio.Event) -> None:
        """Answer until `stopping` is set. SettingError when the server refuses the token."""
        upkeep = self._background.begin(stopping)
        try:
            async with self._http():
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
        if self._team is None:
            self._sender.add(await asyncio.to_thread(self._outbox.waiting))
            self._resume(await asyncio.to_thread(self._inbox.unfinished))
        sending = asyncio.create_task(self._sender.run())
        announcing = asyncio.create_task(announce_commands(self._client, COMMANDS))
        await self._application.start()
        receiving = asyncio.create_task(self._receive(stopping))
        await _until_first(stopping, self._client.refused, sending, receiving)
        stopping.set()
        await receiving
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

    async def _receive(self, stopping: asyncio.Event) -> None:
        """Until `stopping`: let updates come in, by the webhook or by asking for them, and take over what is left."""
        if self._team is None:
            await (self._await_webhook(stopping) if self._settings.webhook_url else self._poll(stopping))
            return
        await asyncio.gather(
            keep_inheriting(self._inbox, self._resume, stopping),
            self._await_webhook(stopping)
            if self._settings.webhook_url
            else self._team.alone("poller", stopping, self._poll),
        )

    async def _await_webhook(self, stopping: asyncio.Event) -> None:
        self._accepting = await _unless(stopping, self._client.announce_webhook(self._webhook_url, UPDATES))
        await stopping.wait()
        self._accepting = False

    async def _poll(self, stopping: asyncio.Event) -> None:
        if await _unless(stopping, self._start_polling()):
            await stopping.wait()
        if self._updater.running:
            with suppress(InvalidToken):  # what ended the poller, if that ended by itself
                await self._updater.stop()

    async def _start_polling(self) -> None:
        await self._updater.start_polling(
            timeout=POLL,
            bootstrap_retries=-1,
            allowed_updates=UPDATES,
            error_callback=self._client.polling_failed,
        )

    async def _end(self) -> None:
        """Fetch no more, answer what is in hand, send the answers; what takes too long waits for the next start."""
        log.info("The bot ends")
        ends_at = time.monotonic() + END_WITHIN
        with suppress(TimeoutError):
            async with asyncio.timeout(END_WITHIN):
                await self._application.stop()
        self._sender.end_within(max(0.0, ends_at - time.monotonic()))

    def _resume(self, accepted: Sequence[Accepted]) -> None:
        """Take up the updates that another process accepted and did not finish."""
        updates = []
        for one in accepted:
            update = Update.de_json(json.loads(one.body), self._client)
            self._handlers.resume(update.update_id)
            updates.append(update)
        self._queue.resume(updates)

    def _http(self) -> AbstractAsyncContextManager[None]:
        """What is served over HTTP meanwhile, where an address is set for it."""
        settings = self._settings
        if not settings.http_address:
            return nullcontext()
        webhook = Webhook(WEBHOOK_PATH, self._client.webhook_secret, self._accept) if settings.webhook_url else None
        return http_server(settings.http_address, self._checks, webhook)

    @property
    def _webhook_url(self) -> str:
        return f"{self._settings.webhook_url.rstrip('/')}{WEBHOOK_PATH}"

    async def _accept(self, body: Mapping[str, Any]) -> None:
        """Store an update that Telegram brings; until that is done, Telegram will bring it again."""
        if not self._accepting:
            raise BusyError("The bot begins or ends.")
        try:
            await self._queue.put(Update.de_json(dict(body), self._client))
        except TelegramError as error:
            raise StorageError(error.message) from error

    async def _checks(self) -> Mapping[str, bool]:
        """What has to be there for people to be answered."""
        return {"database": await asyncio.to_thread(self._database.answers), "telegram": self._application.running}

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


async def _until_first(one: asyncio.Event, other: asyncio.Event, *works: "asyncio.Task[None]") -> None:
    """Wait until one of the events is set or some work has ended, which only an error makes it do."""
    waits = [asyncio.create_task(event.wait()) for event in (one, other)]
    await asyncio.wait((*waits, *works), return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
