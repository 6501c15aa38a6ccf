"""The direction of lines that mix scripts: an English headline in an Arabic reply, an Arabic one in an English reply.

Without a mark a line goes in the direction of its first letter, and what stands around a headline changes places.
"""

import re
import unicodedata
from dataclasses import replace

from bot.reply import Block, Line, Reply, Run, Style
from bot.translation import Translator

LEFT_TO_RIGHT, RIGHT_TO_LEFT = "\u200e", "\u200f"
ISOLATE, END_ISOLATE = "\u2068", "\u2069"
_STEERING = re.compile("[\u202a-\u202e\u2066-\u2069]")  # in texts from outside it would turn around what follows
_RIGHTWARD = ("L",)
_LEFTWARD = ("R", "AL")


def directed(reply: Reply, translator: Translator) -> Reply:
    """The reply with marks where its lines mix directions, so that they read in that of the language spoken."""
    leftward = translator.locale.text_direction == "rtl"
    return replace(reply, blocks=tuple(_block(block, leftward=leftward) for block in reply.blocks))


def _block(block: Block, *, leftward: bool) -> Block:
    return replace(block, lines=tuple(_line(line, block.style, leftward=leftward) for line in block.lines))


def _line(line: Line, style: Style, *, leftward: bool) -> Line:
    line = tuple(replace(run, text=_STEERING.sub("", run.text)) for run in line)
    text = "".join(run.text for run in line)
    # What is quoted goes in its own direction, whatever else is in it.
    quoted = style is Style.QUOTE or (style is Style.DETAILS and len(line) == 1)
    if quoted or not (_has(text, _RIGHTWARD) and _has(text, _LEFTWARD)):
        return line
    foreign = _RIGHTWARD if leftward else _LEFTWARD
    isolated = tuple(
        replace(run, text=f"{ISOLATE}{run.text}{END_ISOLATE}") if _is_foreign(run) and _has(run.text, foreign) else run
        for run in line
    )
    return (Run(RIGHT_TO_LEFT if leftward else LEFT_TO_RIGHT), *isolated)


def _is_foreign(run: Run) -> bool:
    """Whether it is a headline or a name, or a command, rather than words of the bot's own."""
    return run.url is not None or run.text.startswith("/")


def _has(text: str, directions: tuple[str, ...]) -> bool:
    return any(unicodedata.bidirectional(character) in directions for character in text)
