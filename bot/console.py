"""The conversation in the terminal: a line in, a reply out, and buttons pressed by their number."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime

from rich.console import Console

from bot.conversation import Conversation
from bot.incoming import Incoming, Place
from bot.rendering.console import buttons_of, show_reply
from bot.reply import Button

CHAT = Place(0)  # Telegram gives no chat this number
PROMPT = "› "
_PRESS = re.compile(r"#?(\d{1,3})")


def run_console(
    conversation: Conversation, lines: Iterable[str], console: Console, *, clock: Callable[[], datetime]
) -> None:
    """Talk until the lines end or one of them is /quit. A number presses the button that has it; #9 never asks."""
    buttons: list[Button] = []
    for line in lines:
        text = line.strip()
        if text.lower() in ("/quit", "/exit"):
            break
        if text:
            reply = conversation.reply(_incoming(text, buttons, clock()))
            console.print()
            show_reply(reply, console, len(buttons) + 1)
            console.print()
            buttons += buttons_of(reply)


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
        return Incoming(place=CHAT, now=now, action=buttons[int(pressed[1]) - 1].action)
    if text.startswith("#") and pressed:
        return Incoming(place=CHAT, now=now, action="")
    return Incoming(place=CHAT, now=now, text=text)
