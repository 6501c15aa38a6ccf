"""`newsdesk chat`: the conversation in the console."""

from collections.abc import Callable
from datetime import datetime

import typer

from bot.cli.options import Desk, Options, now_utc, open_desk, say_when_waiting


def chat(context: typer.Context) -> None:
    """Talk to the bot here: every command and button that Telegram has. End with /quit."""
    options: Options = context.obj
    with open_desk(options.settings()) as desk:
        say_when_waiting(desk.newsdesk)
        talk(desk, now_utc)


def talk(desk: Desk, clock: Callable[[], datetime]) -> None:
    """The conversation on standard input and output, from now on at `clock`."""
    import sys
    from zoneinfo import ZoneInfo

    from bot.answers import Answers
    from bot.chats import Chats
    from bot.console import run_console, typed_lines
    from bot.conversation import Conversation
    from bot.rendering.console import make_console

    conversation = Conversation(
        desk.newsdesk, Chats(desk.database), Answers(desk.database), ZoneInfo(desk.settings.time_zone)
    )
    console = make_console()
    lines = typed_lines(console) if sys.stdin.isatty() else sys.stdin
    run_console(conversation, lines, console, clock=clock)
