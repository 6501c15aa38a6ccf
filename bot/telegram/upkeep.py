"""What goes on beside the conversation: feeds are read, articles indexed, and what is too old is forgotten."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from bot.answers import Answers
from bot.inbox import Inbox
from bot.outbox import Outbox, Waiting
from bot.service.metrics import EMBEDDED, WAITING_ARTICLES, WAITING_DELIVERIES, count_intake
from bot.service.pausing import pause
from bot.topics.watch import Watch
from config import NewsdeskError, Settings
from index.feeds.intake import open_intake
from index.feeds.retention import Kept
from index.storage.claims import Claims
from index.storage.database import Database

if TYPE_CHECKING:
    from index.archive import Archive

FETCH_EVERY = 15.0  # seconds between two looks at which feeds are due
INDEX_EVERY = 3.0
WATCH_EVERY = 1.0
MEASURE_EVERY = 15.0
FORGET_EVERY = 3_600.0
PRUNE_EVERY = 3_600.0
ANSWERS_KEPT = timedelta(days=7)
DELIVERIES_KEPT = timedelta(days=7)
UPDATES_KEPT = timedelta(days=2)  # Telegram repeats an update for a day at most

log = structlog.get_logger(__name__)


async def keep_fetched(
    settings: Settings,
    database: Database,
    archive: "Archive",
    clock: Callable[[], datetime],
    stopping: asyncio.Event,
    claims: Claims | None = None,
) -> None:
    """Until `stopping`: read the feeds that are due and store what is in them; with `claims`, beside others."""
    async with open_intake(settings, database, archive, clock, claims) as intake:
        while not stopping.is_set():
            try:
                await intake.start_due()
            except NewsdeskError as error:
                log.warning("The list of feeds could not be read; trying again later", reason=str(error))
            await pause(stopping, FETCH_EVERY)
            if tally := intake.take_tally():
                log.info("Feeds and pages were asked", **tally)
                count_intake(tally)


async def keep_indexed(archive: "Archive", stopping: asyncio.Event) -> None:
    """Until `stopping`: bring what is stored, by whichever process, into the index."""
    thread = ThreadPoolExecutor(1, thread_name_prefix="index")
    while not stopping.is_set():
        await asyncio.get_running_loop().run_in_executor(thread, _index, archive, stopping.is_set)
        await pause(stopping, INDEX_EVERY)
    thread.shutdown()


async def keep_watching(
    watch: Watch,
    clock: Callable[[], datetime],
    recorded: Callable[[Sequence[Waiting]], None],
    stopping: asyncio.Event,
) -> None:
    """Until `stopping`: look at what has come in for the topics of all chats; `recorded` is told the deliveries."""
    thread = ThreadPoolExecutor(1, thread_name_prefix="watch")
    while not stopping.is_set():
        look = asyncio.get_running_loop().run_in_executor(thread, _look, watch, clock(), stopping.is_set)
        waiting, more = await look
        recorded(waiting)
        if not more:
            await pause(stopping, WATCH_EVERY)
    thread.shutdown()


async def keep_current(archive: "Archive", stopping: asyncio.Event) -> None:
    """Until `stopping`: see what other processes have embedded and indexed."""
    while not stopping.is_set():
        try:
            await asyncio.to_thread(archive.refresh)
        except NewsdeskError as error:
            log.warning("The index could not be brought up to date; trying again", reason=str(error))
        await pause(stopping, INDEX_EVERY)


async def keep_embedded(archive: "Archive", claims: Claims, stopping: asyncio.Event) -> None:
    """Until `stopping`: embed what waits, beside other processes that do so, too."""
    while not stopping.is_set():
        try:
            done = await asyncio.to_thread(archive.embed_beside_others, claims, stopping.is_set)
            if done:
                log.info("Passages are embedded", passages=done)
                EMBEDDED.inc(done)
        except NewsdeskError as error:
            log.warning("Passages could not be embedded; trying again", reason=str(error))
        await pause(stopping, INDEX_EVERY)


async def keep_measured(archive: "Archive", outbox: Outbox, stopping: asyncio.Event) -> None:
    """Until `stopping`: count what waits, for the metrics."""
    while not stopping.is_set():
        try:
            WAITING_ARTICLES.set(await asyncio.to_thread(archive.waiting))
            WAITING_DELIVERIES.set(await asyncio.to_thread(outbox.count_waiting))
        except NewsdeskError as error:
            log.warning("What waits could not be counted; trying again", reason=str(error))
        await pause(stopping, MEASURE_EVERY)


async def keep_tidy(
    answers: Answers,
    inbox: Inbox,
    outbox: Outbox,
    clock: Callable[[], datetime],
    stopping: asyncio.Event,
    claims: Claims | None = None,
) -> None:
    """Until `stopping`: forget old answers, deliveries and numbers of updates."""
    while not stopping.is_set():
        now = clock()
        try:
            await asyncio.to_thread(answers.prune, now - ANSWERS_KEPT)
            await asyncio.to_thread(outbox.prune, now - DELIVERIES_KEPT)
            await asyncio.to_thread(inbox.prune, now - UPDATES_KEPT)
            if claims is not None:
                await asyncio.to_thread(claims.tidy)
        except NewsdeskError as error:
            log.warning("Old records could not be removed; trying again later", reason=str(error))
        await pause(stopping, FORGET_EVERY)


async def keep_pruned(
    settings: Settings, archive: "Archive", clock: Callable[[], datetime], stopping: asyncio.Event
) -> None:
    """Until `stopping`: remove the articles that are kept no longer."""
    kept = Kept(settings.keep_days, settings.keep_articles)
    while not stopping.is_set():
        try:
            removed = await asyncio.to_thread(archive.prune, kept, clock(), stopping.is_set)
            if removed:
                log.info("Articles were removed", articles=removed)
        except NewsdeskError as error:
            log.warning("Old articles could not be removed; trying again later", reason=str(error))
        await pause(stopping, PRUNE_EVERY)


def _look(watch: Watch, now: datetime, stopped: Callable[[], bool]) -> tuple[list[Waiting], bool]:
    """The deliveries that were recorded, and whether there is more to look at."""
    try:
        return watch.look(now, stopped), watch.behind()
    except NewsdeskError as error:
        log.error("The news could not be looked at for topics", reason=str(error))  # noqa: TRY400
    except Exception:  # the next look may do better
        log.exception("The news could not be looked at for topics")
    return [], False


def _index(archive: "Archive", stopped: Callable[[], bool]) -> None:
    try:
        taken = archive.index_pending(stopped)
        if taken:
            log.info("Articles are in the index", articles=taken)
        else:
            archive.refresh()
    except NewsdeskError as error:
        log.error("The index could not be brought up to date", reason=str(error))  # noqa: TRY400
