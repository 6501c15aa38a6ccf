"""A reply as messages in Telegram's HTML, within the limits that Telegram sets."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape

from bot.rendering.printable import linkable, printable
from bot.rendering.splitting import split_blocks
from bot.reply import Block, Button, Line, Reply, Run, Style

MOST_TEXT = 4096  # code points after parsing
MOST_CAPTION = 1024  # the same for the text under a picture or a document
MOST_BYTES = 32_000  # of HTML; the server takes 32,768
MOST_ENTITIES = 100
MOST_BUTTONS = 100
MOST_BUTTONS_A_ROW = 8

_INVISIBLE = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cs"})
_EMPTY_BRAILLE = "\u2800"
_TAGS = {
    Style.PLAIN: ("", ""),
    Style.QUOTE: ("<blockquote>", "</blockquote>"),
    Style.DETAILS: ("<blockquote expandable>", "</blockquote>"),
}


@dataclass(frozen=True, slots=True)
class HtmlMessage:
    """One message: its HTML, and rows of buttons as (label, data)."""

    html: str
    buttons: tuple[tuple[tuple[str, str], ...], ...] = ()


def render_html(reply: Reply, data: Callable[[str], str]) -> list[HtmlMessage]:
    """The messages that show a reply; `data` turns a button's action into its callback data."""
    most = MOST_CAPTION if reply.attachment else MOST_TEXT
    pages = split_blocks(reply.blocks, partial(_fits, most=most))
    messages = [HtmlMessage(_html(page)) for page in pages if _is_visible(page)]
    if messages:
        messages[-1] = HtmlMessage(messages[-1].html, _keyboard(reply.buttons, data))
    return messages


def _fits(blocks: Sequence[Block], most: int) -> bool:
    runs = [run for block in blocks for line in block.lines for run in line]
    if sum(len(run.text) for run in runs) > most:  # the usual reason, found without any rendering
        return False
    length = sum(len(run.text) for run in runs) + sum(len(block.lines) + 1 for block in blocks)
    entities = sum(block.style is not Style.PLAIN for block in blocks)
    entities += sum(run.bold + run.italic + (linkable(run.url) is not None) for run in runs)
    return length <= most and entities <= MOST_ENTITIES and len(_html(blocks).encode()) <= MOST_BYTES


def _is_visible(blocks: Sequence[Block]) -> bool:
    """Whether there is anything to see; Telegram refuses a message in which there is not."""
    return any(
        unicodedata.category(character) not in _INVISIBLE and character != _EMPTY_BRAILLE
        for block in blocks
        for line in block.lines
        for run in line
        for character in run.text
    )


def _html(blocks: Sequence[Block]) -> str:
    parts: list[str] = []
    for block in blocks:
        if parts:
            parts.append("\n" if block.joined else "\n\n")
        opening, closing = _TAGS[block.style]
        parts += [opening, "\n".join(_line(line) for line in block.lines), closing]
    return "".join(parts)


def _line(line: Line) -> str:
    return "".join(_run(run) for run in line)


def _run(run: Run) -> str:
    if not run.text:
        return ""
    text = escape(printable(run.text), quote=False)
    if run.italic:
        text = f"<i>{text}</i>"
    if run.bold:
        text = f"<b>{text}</b>"
    url = linkable(run.url)
    return f'<a href="{escape(url)}">{text}</a>' if url else text


def _keyboard(rows: Sequence[Sequence[Button]], data: Callable[[str], str]) -> tuple[tuple[tuple[str, str], ...], ...]:
    kept: list[tuple[tuple[str, str], ...]] = []
    left = MOST_BUTTONS
    for row in rows:
        for start in range(0, min(len(row), left), MOST_BUTTONS_A_ROW):
            piece = row[start : start + min(MOST_BUTTONS_A_ROW, left)]
            kept.append(tuple((printable(button.label), data(button.action)) for button in piece))
            left -= len(piece)
    return tuple(kept)
