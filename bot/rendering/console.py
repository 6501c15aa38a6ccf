"""A reply in the terminal: links that can be clicked, buttons that can be typed."""

import re
from collections.abc import Iterator, Sequence
from typing import IO

from rich.console import Console
from rich.padding import Padding
from rich.style import Style as Look
from rich.text import Text

from bot.rendering.chart_text import chart_lines
from bot.rendering.printable import linkable, printable
from bot.reply import Block, Button, Chart, Reply, Run, Style

INDENT = {Style.PLAIN: 0, Style.QUOTE: 2, Style.DETAILS: 3}
_REFERENCE = re.compile(r"\[\d+\]")  # to a list which shows the address


def make_console(file: IO[str] | None = None) -> Console:
    """A console that takes nothing it prints for markup."""
    return Console(file=file, markup=False, highlight=False, emoji=False)


def show_reply(reply: Reply, console: Console, first_button: int = 1) -> None:
    """Print a reply; its buttons are numbered in their order."""
    for number, block in enumerate(reply.blocks):
        if number and not block.joined:
            console.print()
        for text in _texts(block, plain=not console.is_terminal):
            indent = INDENT[block.style]
            if console.is_terminal:
                console.print(Padding(text, (0, 0, 0, indent), expand=False))
            else:
                console.print(Text(" " * indent) + text, soft_wrap=True)
    if isinstance(reply.attachment, Chart):
        console.print()
        for row in chart_lines(reply.attachment):
            console.print(Text(printable(row)), soft_wrap=True)
    if reply.buttons:
        console.print()
        for buttons in reply.buttons:
            console.print(_button_line(buttons, first_button))
            first_button += len(buttons)


def buttons_of(reply: Reply) -> list[Button]:
    """The buttons in the order of their numbers."""
    return [button for row in reply.buttons for button in row]


def _texts(block: Block, *, plain: bool) -> Iterator[Text]:
    for line in block.lines:
        text = Text()
        for run in line:
            text.append_text(_run(run, block.style, plain=plain))
        yield text


def _run(run: Run, style: Style, *, plain: bool) -> Text:
    url = linkable(run.url)
    look = Look(
        bold=run.bold or None,
        italic=run.italic or style is Style.QUOTE or None,
        dim=style is Style.DETAILS or None,
        link=url,
    )
    text = Text(printable(run.text), look)
    if url and plain and not _REFERENCE.fullmatch(run.text):
        text.append(f" <{url}>")
    return text


def _button_line(buttons: Sequence[Button], first: int) -> Text:
    line = Text()
    for number, button in enumerate(buttons, start=first):
        line.append("   " if line else "").append(f"#{number}", Look(bold=True)).append(f" {printable(button.label)}")
    return line
