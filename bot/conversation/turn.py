"""What a command or a button works with, and how both are described."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING

from bot.chats.chat_settings import ChatSettings
from bot.incoming import Incoming, Target
from bot.records import Records
from bot.reply import Reply
from bot.translation import Translator
from config import Settings

if TYPE_CHECKING:
    from index.newsdesk import Newsdesk


@dataclass(frozen=True, slots=True)
class Command:
    """A command as people type it. `arguments` and `description` are translated where they are shown.

    What is for `admins`, always or with some arguments, only admins of a group or of the managed channel may do; in
    private everybody may. `names` tells which channel the arguments name, of which the person must be an admin.
    One for `operators` is for those who run the bot.
    """

    name: str
    arguments: str
    description: str
    run: Callable[["Turn", str], Reply]
    admins: bool | Callable[[str], bool] = False
    names: Callable[[str], str | None] | None = None
    operators: bool = False

    def for_admins(self, arguments: str) -> bool:
        """Whether only admins may use it with these arguments."""
        return self.admins if isinstance(self.admins, bool) else self.admins(arguments)


@dataclass(frozen=True, slots=True)
class ButtonKind:
    """What a press does, given the `numbers` numbers in its action; `admins` and `names` as with commands."""

    run: Callable[..., Reply]
    numbers: int
    admins: bool = False
    names: Callable[..., int | None] | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of the conversation: what came in, and what it takes to reply.

    `target` is the chat that topics, settings and scheduled briefs are for, which may be a channel managed from here;
    replies go to where something was said. `settings` are those of the chat where it was said; `default_zone` is for
    chats without a choice. `commands` are those that whoever speaks may use, `configuration` is that of the whole bot.
    """

    incoming: Incoming
    target: Target
    settings: ChatSettings
    translator: Translator
    default_zone: tzinfo
    newsdesk: "Newsdesk"
    records: Records
    commands: Sequence[Command]
    configuration: Settings
