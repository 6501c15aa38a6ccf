"""The outlet that a question names: "what does Reuters say about …", "according to the BBC"."""

import re
from collections.abc import Iterable

_SAYING = r"say|says|said|report|reports|reported|reporting|write|writes|wrote|cover|covers|covering|coverage"
_ENDINGS = re.compile(r"\.(?:com|org|net|news|co\.[a-z]{2}|com\.[a-z]{2}|[a-z]{2})$")


def outlet_named(question: str, known: Iterable[str]) -> tuple[frozenset[str], str]:
    """Those of the known outlets that the question asks for, and the question without their mention.

    A name counts only where the question says that it is a source: many outlets are called like what they report on.
    """
    by_spelling: dict[str, set[str]] = {}
    for name in known:
        for spelling in spellings(name):
            by_spelling.setdefault(spelling, set()).add(name)
    for spelling in sorted(by_spelling, key=len, reverse=True):
        mention = _mention(spelling, question)
        if mention:
            rest = f"{question[: mention.start()]} {question[mention.end() :]}"
            return frozenset(by_spelling[spelling]), " ".join(rest.split())
    return frozenset(), question


def spellings(name: str) -> set[str]:
    """How people may write an outlet's name: with and without "the" and the ending of its address."""
    full = " ".join(name.casefold().split())
    bare = full.removeprefix("the ").removeprefix("www.")
    return {each for each in (full, bare, _ENDINGS.sub("", bare)) if len(each) > 1}


def _mention(spelling: str, question: str) -> re.Match[str] | None:
    name = rf"(?:the\s+)?{re.escape(spelling)}"
    patterns = (
        rf"\b(?:what|how)\s+(?:does|do|did|has|have|is|was)\s+{name}\s+(?:{_SAYING})\w*(?:\s+(?:about|on|of))?\b",
        rf"\b(?:according\s+to|as\s+(?:told|reported)\s+by|reported\s+by)\s+{name}\b,?",
        rf"\b(?:news|headlines?|articles?|stories|reports?|coverage)\s+(?:from|by|in|on|of)\s+{name}\b",
        rf"\b{name}(?:['’]s)?\s+(?:{_SAYING})\b(?:\s+(?:about|on|of))?",
        rf"\b{name}\s+(?:news|headlines?|articles?|stories)\b(?:\s+(?:about|on|of))?",
        rf"\b(?:in|on|from|by)\s+{name}\s*[?.!]*$",
    )
    return next((m for p in patterns if (m := re.search(p, question, re.IGNORECASE))), None)
