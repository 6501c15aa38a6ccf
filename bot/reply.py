"""A reply: what the conversation says, as plain values that every front end can show."""

from dataclasses import dataclass
from enum import Enum


class Style(Enum):
    """How a block is set off from the others."""

    PLAIN = "plain"
    QUOTE = "quote"
    DETAILS = "details"  # shown folded, where the front end can


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look; with `url` it is a link."""

    text: str
    url: str | None = None
    bold: bool = False
    italic: bool = False


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together. An empty line comes before a block unless it is `joined` to the one above."""

    lines: tuple[Line, ...]
    style: Style = Style.PLAIN
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """A button; `action` comes back to the conversation when it is pressed."""

    label: str
    action: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file with its name."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Chart:
    """Counts by day, in series that are stacked. `days` are the labels of the days."""

    title: str
    days: tuple[str, ...]
    series: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """Blocks of text and, under them, rows of buttons. Without anything to show it is silence.

    A `passing` one says why a press had no effect; a front end may show it without a message of its own. One that
    `replaces` takes the place of the message whose button was pressed. With `preview` the page to which the first link
    leads may be shown. With `start` a person is led to a private chat with the bot, which is told this word by /start.
    With an `attachment` the text is what stands under it, and fits a caption.
    """

    blocks: tuple[Block, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    passing: bool = False
    replaces: bool = False
    preview: bool = False
    start: str | None = None
    attachment: Document | Chart | None = None

    @property
    def text(self) -> str:
        """The bare text."""
        return "\n".join("".join(run.text for run in line) for block in self.blocks for line in block.lines)


def paragraph(*runs: Run | str) -> Block:
    """A block of one line."""
    return Block((line(*runs),))


def line(*runs: Run | str) -> Line:
    """A line; plain text stands for a plain run."""
    return tuple(Run(run) if isinstance(run, str) else run for run in runs)
