"""`newsdesk chat`: the conversation in the console."""

import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import typer

from bot.cli.options import Desk, Options, bring_up_to_date, open_desk, say_when_waiting
from bot.cli.times import Now, now_utc

if TYPE_CHECKING:
    from index.newsdesk import Newsdesk

DOCUMENTS = "documents"  # folder in the data folder for what Telegram would send as a file


def chat(context: typer.Context, now: Now = None) -> None:
    """Talk to the bot here: every command and button that Telegram has. End with /quit."""
    options: Options = context.obj
    with open_desk(options.settings()) as desk:
        say_when_waiting(desk.newsdesk)
        talk(desk, (lambda: now) if now else now_utc)


def talk(desk: Desk, clock: Callable[[], datetime]) -> None:
    """The conversation on standard input and output, from now on at `clock`."""
    from bot.console import run_console, typed_lines
    from bot.conversation.conversation import Conversation
    from bot.records import Records
    from bot.rendering.console import make_console

    conversation = Conversation(desk.newsdesk, Records.of(desk.database), desk.settings)
    console = make_console()
    lines = typed_lines(console) if sys.stdin.isatty() else sys.stdin
    folder = desk.settings.data_dir / DOCUMENTS
    run_console(conversation, _up_to_date(lines, desk.newsdesk), console, clock=clock, folder=folder)


def _up_to_date(lines: Iterable[str], newsdesk: "Newsdesk") -> Iterable[str]:
    """The lines, before each of which the news desk takes over what other processes have brought in."""
    for line in lines:
        bring_up_to_date(newsdesk)
        yield line
