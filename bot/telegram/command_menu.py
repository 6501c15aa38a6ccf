"""The menus of commands that Telegram shows: in each language, and in groups to members only what they may use."""

from collections.abc import Iterator, Sequence
from datetime import UTC

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.conversation.turn import Command
from bot.translation import LANGUAGES, translator_for

log = structlog.get_logger(__name__)


async def announce_commands(bot: Bot, commands: Sequence[Command]) -> None:
    """Tell Telegram the commands. A server may lack these menus; then nothing is lost but them."""
    try:
        for language in LANGUAGES:
            # The menu without a language is for those whose own has none.
            code = None if language == LANGUAGES[0] else language.partition("_")[0]
            for scope, shown in _scopes(commands):
                await bot.set_my_commands(_menu(shown, language), scope=scope, language_code=code)
    except TelegramError as error:
        log.info("The menus of commands could not be announced", reason=error.message)


def _scopes(commands: Sequence[Command]) -> Iterator[tuple[BotCommandScope, Sequence[Command]]]:
    everybody = [command for command in commands if not command.operators]
    yield BotCommandScopeDefault(), everybody
    yield BotCommandScopeAllGroupChats(), [command for command in everybody if command.admins is not True]
    yield BotCommandScopeAllChatAdministrators(), everybody


def _menu(commands: Sequence[Command], language: str) -> list[BotCommand]:
    _ = translator_for(language, UTC).gettext
    return [BotCommand(command.name, _(command.description)) for command in commands]
