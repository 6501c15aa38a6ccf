"""Inline mode: words behind the bot's name in any chat, headlines as results, a cited snippet as what is sent.

An inline query is worth nothing after a few seconds, so it goes past the inbox: what a restart loses is typed again.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from datetime import datetime, timedelta
from typing import Any

import structlog
from telegram import (
    Bot,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.conversation.conversation import Conversation
from bot.conversation.snippets import Snippet
from bot.incoming import Incoming, Place
from bot.rendering.printable import printable
from bot.rendering.telegram_html import render_html
from bot.telegram.callback_data import encode_action
from bot.telegram.intake import language_of
from config import NewsdeskError

PAGE = 6  # results an answer, about what a telephone shows; Telegram takes 50
CACHED = timedelta(minutes=1)
START = "inline"  # what the button above the results says to /start

log = structlog.get_logger(__name__)


class InlineQueries:
    """Answers inline queries, of each person the newest only."""

    def __init__(self, conversation: Conversation, threads: Executor, clock: Callable[[], datetime]) -> None:
        self._conversation = conversation
        self._threads = threads
        self._clock = clock
        self._newest: dict[int, str] = {}

    async def answer(self, update: Update, context: Any) -> None:
        """Answer one query, unless its sender has typed on meanwhile."""
        query = update.inline_query
        if query is None:
            return
        person = query.from_user.id
        self._newest[person] = query.id
        try:
            loop = asyncio.get_running_loop()
            found = await loop.run_in_executor(self._threads, self._found, query)
            if found is not None and self._newest[person] == query.id:
                await _send(context.bot, query, *found)
        except NewsdeskError as error:
            log.error("An inline query could not be answered", reason=str(error))  # noqa: TRY400
        finally:
            if self._newest.get(person) == query.id:
                del self._newest[person]

    def _found(self, query: InlineQuery) -> tuple[list[InlineQueryResultArticle], str] | None:
        """In a thread: everything that is found, and the button above it; None where it is not looked for."""
        if self._newest.get(query.from_user.id) != query.id:
            return None
        incoming = Incoming(
            place=Place(query.from_user.id, query.from_user.id),
            now=self._clock(),
            text=query.query,
            language=language_of(query.from_user),
        )
        found = self._conversation.snippets(incoming)
        return None if found is None else (list(_results(found)), self._conversation.invitation_to_private(incoming))


async def _send(bot: Bot, query: InlineQuery, results: Sequence[InlineQueryResultArticle], button: str) -> None:
    start = int(query.offset) if query.offset.isascii() and query.offset.isdigit() else 0
    further = start + PAGE < len(results)
    try:
        await bot.answer_inline_query(
            query.id,
            results[start : start + PAGE],
            cache_time=CACHED,
            is_personal=True,  # written in the person's language and time zone
            next_offset=str(start + PAGE) if further else "",
            button=InlineQueryResultsButton(button, start_parameter=START),
        )
    except TelegramError as error:
        log.debug("An inline query could not be answered", reason=error.message)


def _results(found: Sequence[Snippet]) -> Iterator[InlineQueryResultArticle]:
    for number, snippet in enumerate(found):
        messages = render_html(snippet.reply, encode_action)
        title = printable(snippet.title).strip()
        if len(messages) == 1 and title:
            yield InlineQueryResultArticle(
                str(number),
                title,
                InputTextMessageContent(
                    messages[0].html,
                    parse_mode=ParseMode.HTML,
                    link_preview_options=LinkPreviewOptions(is_disabled=True),
                ),
                description=printable(snippet.about),
            )
