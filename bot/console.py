"""The conversation in the terminal: a line in, a reply out, and buttons pressed by their number."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import count
from pathlib import Path

from rich.console import Console

from bot.conversation.conversation import Conversation
from bot.incoming import Incoming, Place
from bot.rendering.console import buttons_of, show_reply
from bot.reply import Button, Document

CHAT = Place(0)  # Telegram gives no chat this number
PROMPT = "› "
_PRESS = re.compile(r"#?(\d{1,3})")


def run_console(
    conversation: Conversation,
    lines: Iterable[str],
    console: Console,
    *,
    clock: Callable[[], datetime],
    folder: Path,
) -> None:
    """Talk until the lines end or one of them is /quit. A number presses the button that has it; #9 never asks.

    Documents are saved in `folder`.
    """
    buttons: list[Button] = []
    for line in lines:
        text = line.strip()
        if text.lower() in ("/quit", "/exit"):
            break
        if text:
            reply = conversation.reply(_incoming(text, buttons, clock()))
            console.print()
            show_reply(reply, console, len(buttons) + 1)
            if isinstance(reply.attachment, Document):
                console.print(f"({_saved(reply.attachment, folder)})")
            console.print()
            buttons += buttons_of(reply)


def _saved(document: Document, folder: Path) -> str:
    """Where a document is now; none that is there already is written over."""
    name = Path(document.name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        used = {path.name for path in folder.iterdir()}
        names = (f"{name.stem}-{number}{name.suffix}" for number in count(1))
        path = folder / next(free for free in names if free not in used)
        path.write_bytes(document.content)
    except OSError as error:
        return f"{folder} cannot be written to: {error.strerror}"
    return str(path)


def typed_lines(console: Console) -> Iterable[str]:
    """The lines a person types, with a prompt before each, until the input ends."""
    console.print("Type a question or a command; #1 presses a button, /quit ends.")
    while True:
        try:
            yield console.input(PROMPT)
        except EOFError:
            return


def _incoming(text: str, buttons: list[Button], now: datetime) -> Incoming:
    pressed = _PRESS.fullmatch(text)
    if pressed and 0 < int(pressed[1]) <= len(buttons):
        return Incoming(place=CHAT, now=now, local=True, action=buttons[int(pressed[1]) - 1].action)
    if text.startswith("#") and pressed:
        return Incoming(place=CHAT, now=now, local=True, action="")
    return Incoming(place=CHAT, now=now, local=True, text=text)
