"""What a text or a press asks for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.conversation.registry import BUTTONS, COMMANDS
from bot.conversation.turn import ButtonKind, Command
from bot.incoming import Incoming
from index.articles.article import clean_line

_COMMAND = re.compile(r"/(\w{1,64})\b", re.ASCII)
_COMMANDS: Mapping[str, Command] = {command.name: command for command in COMMANDS}


@dataclass(frozen=True, slots=True)
class Typed:
    """A command and what follows it."""

    command: Command
    arguments: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button and the numbers in its action."""

    kind: ButtonKind
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question."""

    text: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A command that does not exist, or (without a name) a button that does not."""

    name: str | None = None


Errand = Typed | Pressed | Asked | Unknown


def errand(incoming: Incoming) -> Errand:
    """What comes in."""
    if incoming.action is not None:
        return _pressed(incoming.action)
    text = incoming.text.strip()
    found = _COMMAND.match(text)
    if found is None:
        return Asked(text)
    command = _COMMANDS.get(found[1].lower())
    return Typed(command, clean_line(text[found.end() :])) if command else Unknown(found[1])


def _pressed(action: str) -> Pressed | Unknown:
    name, *rest = action.split(".")
    kind = BUTTONS.get(name)
    if kind is None or len(rest) != kind.numbers:
        return Unknown()
    if not all(number.isascii() and number.isdigit() and len(number) < 19 for number in rest):
        return Unknown()
    return Pressed(kind, tuple(map(int, rest)))
