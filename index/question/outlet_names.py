"""The outlet that a question names: "what does Reuters say about …", "according to the BBC"."""

import re
from collections.abc import Iterable
from functools import lru_cache

from babel import Locale

_SAYING = r"say|says|said|report|reports|reported|reporting|write|writes|wrote|cover|covers|covering|coverage"
_ENDINGS = re.compile(r"\.(?:com|org|net|news|info|co\.[a-z]{2}|com\.[a-z]{2}|[a-z]{2})$")
_ADDED = re.compile(r"(?:\s+(?:news|online|english)|\s*\([^)]*\))$")
_LEAST_RUN_TOGETHER = 8  # letters, from which on a name written without blanks is told from a word

# Words of every day that outlets are called by: they count as names only when written like names.
_COMMON = frozenset(
    """age american atlantic australian business chronicle citizen conversation courier dispatch economist express
    football fortune globe guardian herald hill independent insider intercept local mail metro mint mirror money nation
    national nature news observer one people politics post press print record register republic science sky spectator
    sport sports standard star sun technology telegraph time times today tribune variety verge week wire
    world""".split()
)
_READING = re.compile(
    r"\b(?:news|headlines?|stor(?:y|ies)|articles?|latest|coverage|reports|published|read|wrote|written)\b",
    re.IGNORECASE,
)
# Those that news is about: only the whole name or address ("Google News", "india.com") is the outlet.
_SUBJECTS = frozenset(
    """amazon apple asia europe facebook google instagram london meta microsoft moscow nasa netflix reddit telegram
    tiktok twitter un who yahoo youtube""".split()
)


def outlet_named(question: str, known: Iterable[str]) -> tuple[frozenset[str], str]:
    """The known outlets that the question asks for, as they are written, and the question without their mention.

    A name counts only where the question says that it is a source: many outlets are called like what they report on.
    """
    run_together = _run_together(question)
    by_spelling: dict[str, set[str]] = {}
    for name in known:
        for spelling in spellings(name):
            # Most are not there, and to look for each where it may stand would take long. "The" goes with any.
            if spelling.replace(" ", "") in run_together and not spelling.startswith("the "):
                by_spelling.setdefault(spelling, set()).add(name)
    for spelling in sorted(by_spelling, key=lambda each: (-len(each), each)):
        names = by_spelling[spelling]
        initials = not any(spelling.replace(" ", "") in _run_together(name) for name in names)
        mention = _mention(_pattern(spelling, initials=initials), question, capitals=spelling in _COMMON)
        if mention:
            rest = f"{question[: mention.start()]} {question[mention.end() :]}"
            return frozenset(names), " ".join(rest.split())
    return frozenset(), question


@lru_cache(maxsize=10_000)
def spellings(name: str) -> frozenset[str]:
    """How people may write an outlet's name: without "the", "News", the ending of its address, or by its initials."""
    full = " ".join(name.casefold().replace("’", "'").split())
    bare = full.removeprefix("the ").removeprefix("www.")
    short = _ADDED.sub("", _ADDED.sub("", _ENDINGS.sub("", bare)))
    found = {full, bare, short} - ({short} if short != bare and short in _subjects() else set())
    if len(bare.split()) >= 3:
        found.add("".join(word[0] for word in bare.split()))
    if len(short) >= _LEAST_RUN_TOGETHER:
        found.add(short.replace(" ", ""))
    return frozenset(each for each in found if len(each) > 1)


@lru_cache(maxsize=10_000)
def _subjects() -> frozenset[str]:
    return _SUBJECTS | {name.casefold() for name in Locale("en").territories.values()}


def _run_together(text: str) -> str:
    return text.casefold().replace("’", "'").replace(" ", "")


def _pattern(spelling: str, *, initials: bool) -> str:
    if initials:
        return rf"(?-i:{re.escape(spelling.upper())})"
    blank = r"\s?" if len(spelling) >= _LEAST_RUN_TOGETHER and spelling.isalpha() else ""
    return blank.join(re.escape(letter) for letter in spelling).replace("'", "['’]")


def _mention(spelling: str, question: str, *, capitals: bool) -> re.Match[str] | None:
    """Where the question names the outlet as a source; with `capitals` only where it is written as a name."""
    name = rf"(?P<the>the\s+)?(?P<name>{spelling})(?!\w)"
    asking = (  # "what does the guardian say" needs no capital
        rf"\b(?:what|how)\s+(?:does|do|did|has|have|is|was)\s+{name}\s+(?:{_SAYING})\w*(?:\s+(?:about|of))?\b",
        rf"\b(?:according\s+to|as\s+(?:told|reported)\s+by|reported\s+by)\s+{name},?",
    )
    naming = (
        rf"\b(?:news|headlines?|articles?|stories|reports?|coverage)\s+(?:from|by|in)\s+{name}",
        rf"\b{name}(?:['’]s)?\s+(?:{_SAYING})\b(?:\s+(?:about|of))?",
        rf"\b{name}(?:['’]s)?\s+(?:news|headlines?|articles?|stories)\b(?:\s+(?:about|of))?",
        rf"^\s*(?:and|(?:and\s+)?(?:what|how)\s+about)\s+{name}\s*[?.!]*$",
        *([rf"\b(?:in|on|from)\s+{name}\s*[?.!]*$"] if _READING.search(question) else []),
    )
    for pattern in asking + naming:
        for match in re.finditer(pattern, question, re.IGNORECASE):
            if not capitals or (match["the"] and pattern in asking) or _is_capital(match):
                return match
    return None


def _is_capital(match: re.Match[str]) -> bool:
    """Whether each of its words begins with a capital, and no other such word goes on: "the Sun Valley resort"."""
    goes_on = re.match(r"\s+[A-Z]", match.string[match.end("name") :])
    return not goes_on and all(word[0].isupper() for word in match["name"].split())
