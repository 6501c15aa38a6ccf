"""What a command or a button works with, and how both are described."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answers import Answers
from bot.incoming import Incoming
from bot.reply import Reply
from bot.translation import Translator

if TYPE_CHECKING:
    from index.newsdesk import Newsdesk


@dataclass(frozen=True, slots=True)
class Command:
    """A command as people type it. `arguments` and `description` are translated where they are shown."""

    name: str
    arguments: str
    description: str
    run: Callable[["Turn", str], Reply]


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of the conversation: what came in, and what it takes to reply."""

    incoming: Incoming
    translator: Translator
    newsdesk: "Newsdesk"
    answers: Answers
    commands: Sequence[Command]
