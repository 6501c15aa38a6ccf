"""Calls that the bot can do without: a server may lack them, and an answer never waits for them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import structlog
from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError
from telegram.helpers import create_deep_linked_url

from bot.incoming import Incoming
from bot.telegram.intake import Received
from config import NewsdeskError

DRAFT_WAITED_FOR = 0.5  # seconds
LONGEST_NOTICE = 200  # characters of what is shown over a pressed button

log = structlog.get_logger(__name__)


@asynccontextmanager
async def typing(bot: Bot, received: Received, draft: Callable[[Incoming], str | None]) -> AsyncIterator[None]:
    """Show "typing" while the reply is being made and, where there is a `draft` of it, that; it is read in a thread.

    A draft is no message: the reply takes its place, and so must not overtake it.
    """
    place = received.incoming.place
    shown = asyncio.create_task(
        bot.send_chat_action(place.chat, ChatAction.TYPING, message_thread_id=place.thread),
        name=f"typing in {place.chat}",
    )
    drafting = asyncio.create_task(_show_draft(bot, received, draft), name=f"draft in {place.chat}")
    try:
        yield
        await asyncio.wait({drafting}, timeout=DRAFT_WAITED_FOR)
    finally:
        for task in (shown, drafting):
            task.cancel()
            with suppress(asyncio.CancelledError, TelegramError, NewsdeskError):
                await task


async def _show_draft(bot: Bot, received: Received, draft: Callable[[Incoming], str | None]) -> None:
    incoming = received.incoming
    text = await asyncio.to_thread(draft, incoming) if incoming.private else None
    if text:
        await bot.send_message_draft(incoming.place.chat, received.message, text)


async def answer_press(bot: Bot, query_id: str, notice: str | None, start: str | None = None) -> None:
    """End the waiting shown on a pressed button, with a notice if there is one.

    With `start` the private chat with the bot opens instead, whose start button says this word to the bot.
    """
    text = notice[:LONGEST_NOTICE] if notice else None
    url = create_deep_linked_url(bot.username, start) if start else None
    try:
        await bot.answer_callback_query(query_id, text=text, show_alert=text is not None, url=url)
    except TelegramError as error:
        log.debug("The press of a button could not be answered", reason=error.message)
