"""The queue between the poller and the handlers: an update is in the database before it counts as arrived.

The poller confirms updates to Telegram only after `put` has returned, so none can be lost in between.
"""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime

import structlog
from telegram import Update
from telegram.error import TelegramError

from bot.inbox import Inbox
from bot.service.metrics import UPDATES
from index.errors import StorageError

log = structlog.get_logger(__name__)


class NotStoredError(TelegramError):
    """The database did not take an update. The poller knows how to go on after errors of this family only."""


def chat_of(update: Update) -> int:
    """The chat whose updates are handled in their order; 0 for those of none."""
    return update.effective_chat.id if update.effective_chat else 0


class DurableQueue(asyncio.Queue[object]):
    """Keeps what concerns the bot, once, and lets the rest go."""

    def __init__(self, inbox: Inbox, concerns: Callable[[Update], bool], clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._inbox = inbox
        self._concerns = concerns
        self._clock = clock

    async def put(self, item: object) -> None:
        """Accept an update; NotStoredError makes the poller ask for it again."""
        if isinstance(item, Update) and not item.inline_query:  # which is of no use any more after a restart
            if not self._concerns(item):
                return
            try:
                new = await asyncio.to_thread(
                    self._inbox.accept, item.update_id, item.to_json(), self._clock(), chat_of(item)
                )
            except StorageError as error:
                log.error("An update cannot be stored; trying again", reason=str(error))  # noqa: TRY400
                raise NotStoredError(str(error)) from error
            if not new:
                return
            UPDATES.inc()
        await super().put(item)

    def resume(self, updates: Iterable[Update]) -> None:
        """Take up updates that were accepted before."""
        for update in updates:
            self.put_nowait(update)
