"""What a topic asks for, read from how people write it: `wildfires in Chile +Valparaíso -football "martial law"`.

Plain words are matched by meaning; what has a plus or stands in quotes must be in an article, what has a minus must
not. `from:Reuters`, or "from Reuters" at the end where that is an outlet, asks for one outlet only.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from index.articles.article import clean_line
from index.passage_index.tantivy_words import stems
from index.question.outlet_names import outlet_named, spellings
from index.question.question import telling_words

MAX_TOPIC = 300  # characters; a longer text is no topic
MAX_CONDITIONS = 20  # words and phrases that must, or must not, be there

_QUOTES = str.maketrans("“”„«»″", '""""""')
_PART = re.compile(r'(?P<sign>[+\-−]?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_OUTLET = re.compile(r'(?<!\S)(?:from|source):\s*(?:"(?P<quoted>[^"]*)"?|(?P<word>\S+))', re.IGNORECASE)
_TRAILING_OUTLET = re.compile(r"(?:^|\s)from\s+(?:the\s+)?(?P<name>[^+\"]{2,80})$", re.IGNORECASE)

Phrase = tuple[str, ...]


class Problem(Enum):
    """Why a text is no topic."""

    EMPTY = "no words"
    SHORT = "one letter"
    LONG = "too many characters"
    ONLY_WITHOUT = "nothing but what must not be there"
    CROWDED = "too many conditions"


@dataclass(frozen=True, slots=True)
class Wording:
    """A topic as it was understood.

    `meaning` is what is embedded: all that is asked for, in plain words. `plain` tells whether there are words without
    a sign, which are matched by meaning, and `words` are the stems of the telling ones; else the conditions are all
    that counts. A condition is a word or a phrase, as its stems.
    """

    text: str
    meaning: str
    plain: bool
    words: frozenset[str] = frozenset()
    must: tuple[Phrase, ...] = ()
    must_not: tuple[Phrase, ...] = ()
    outlet: str | None = None


def read_wording(text: str, known_outlets: Iterable[str]) -> Wording | Problem:
    """What a topic asks for, or why it is none. `known_outlets` are the names that "from …" at the end may mean."""
    line = clean_line(text)
    if len(line) > MAX_TOPIC:
        return Problem.LONG
    outlet, rest = _outlet(line.translate(_QUOTES), known_outlets)
    plain: list[str] = []
    conditions: dict[bool, list[str]] = {True: [], False: []}  # by whether it must be there
    for part in _PART.finditer(rest):
        said = part["phrase"] if part["phrase"] is not None else part["word"]
        if not part["sign"] and part["phrase"] is None:
            plain.append(said)
        elif stems(said):
            conditions[part["sign"] in ("", "+")].append(said)
    must, must_not = (tuple(dict.fromkeys(tuple(stems(each)) for each in conditions[sign])) for sign in (True, False))
    telling = telling_words(" ".join(plain))
    meaning = " ".join([*(plain if telling else ()), *conditions[True]])
    return _problem(meaning, must, must_not, outlet) or Wording(
        text=line,
        meaning=meaning or outlet or "",
        plain=bool(telling),
        words=frozenset(stems(" ".join(telling))),
        must=must,
        must_not=must_not,
        outlet=outlet,
    )


def _problem(
    meaning: str, must: tuple[Phrase, ...], must_not: tuple[Phrase, ...], outlet: str | None
) -> Problem | None:
    if len(must) + len(must_not) > MAX_CONDITIONS:
        return Problem.CROWDED
    if meaning:
        return Problem.SHORT if sum(character.isalnum() for character in meaning) < 2 else None
    if outlet:
        return None
    return Problem.ONLY_WITHOUT if must_not else Problem.EMPTY


def _outlet(line: str, known: Iterable[str]) -> tuple[str | None, str]:
    """The outlet that is asked for, and the text without it."""
    written = _OUTLET.search(line)
    if written:
        name = (written["quoted"] if written["quoted"] is not None else written["word"]).strip()
        rest = f"{line[: written.start()]} {line[written.end() :]}"
        return name or None, rest
    names = list(known)
    trailing = _TRAILING_OUTLET.search(line)
    if trailing:
        asked = spellings(trailing["name"].strip())
        if any(asked & spellings(name) for name in names):
            return trailing["name"].strip(), line[: trailing.start()]
    found, rest = outlet_named(line, names)
    return (min(found), rest) if found else (None, line)
