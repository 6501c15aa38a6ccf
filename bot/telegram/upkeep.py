"""What goes on beside the conversation: new articles come into the index, and what is too old is forgotten."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from bot.answers import Answers
from bot.inbox import Inbox
from bot.outbox import Outbox
from config import NewsdeskError

if TYPE_CHECKING:
    from index.newsdesk import Newsdesk

INDEX_EVERY = 3.0  # seconds
FORGET_EVERY = 3_600.0
ANSWERS_KEPT = timedelta(days=7)
DELIVERIES_KEPT = timedelta(days=7)
UPDATES_KEPT = timedelta(days=2)  # Telegram repeats an update for a day at most

log = structlog.get_logger(__name__)


async def keep_indexed(newsdesk: "Newsdesk", stopping: asyncio.Event) -> None:
    """Until `stopping`: bring what is stored, by whichever process, into the index."""
    thread = ThreadPoolExecutor(1, thread_name_prefix="index")
    while not stopping.is_set():
        await asyncio.get_running_loop().run_in_executor(thread, _index, newsdesk, stopping.is_set)
        await _pause(stopping, INDEX_EVERY)
    thread.shutdown()


async def keep_tidy(
    answers: Answers, inbox: Inbox, outbox: Outbox, clock: Callable[[], datetime], stopping: asyncio.Event
) -> None:
    """Until `stopping`: forget old answers, deliveries and numbers of updates."""
    while not stopping.is_set():
        now = clock()
        try:
            await asyncio.to_thread(answers.prune, now - ANSWERS_KEPT)
            await asyncio.to_thread(outbox.prune, now - DELIVERIES_KEPT)
            await asyncio.to_thread(inbox.prune, now - UPDATES_KEPT)
        except NewsdeskError as error:
            log.warning("Old records could not be removed; trying again later", reason=str(error))
        await _pause(stopping, FORGET_EVERY)


async def _pause(stopping: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stopping.wait()


def _index(newsdesk: "Newsdesk", stopped: Callable[[], bool]) -> None:
    try:
        taken = newsdesk.index_pending(stopped)
        if taken:
            log.info("Articles are in the index", articles=taken)
        else:
            newsdesk.refresh()
    except NewsdeskError as error:
        log.error("The index could not be brought up to date", reason=str(error))  # noqa: TRY400
