"""How many people a sentence says were killed, hurt, missing or arrested: the figures that change as a story goes on.

Only what is said of people as such is counted ("39 people were killed"), nothing of a part of them ("two soldiers"), of
more of them ("three more died"), and nothing that is no figure ("dozens").
"""

import re

_ONES = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = {word: number for number, word in enumerate(_ONES + _TEENS, start=1)}
_VALUES |= {word: 10 * number for number, word in enumerate(_TENS, start=2)}
_VALUES |= {f"{tens}-{one}": _VALUES[tens] + _VALUES[one] for tens in _TENS for one in _ONES}

_WORDS = "|".join(sorted(_VALUES, key=len, reverse=True))
_NUMBER = rf"(?<![\w,.$£€-])(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+|{_WORDS})"
_ABOUT = (
    r"(?:(?:at\s+least|more\s+than|over|about|around|some|nearly|almost|up\s+to|as\s+many\s+as|an\s+estimated)\s+)?"
)
_PEOPLE = r"(?:\s+(?:people|persons|lives|victims|bodies))?"
_BEING = (
    r"(?:\s+(?:is|are|was|were|has|have|had|been|being|now|confirmed|reported|reportedly|feared|believed|known|to|be"
    r"|still|listed|as|left))*"
)
# What may follow a number that counts people as such: no noun of its own.
_NO_NOUN = (
    r"(?=\s+(?:people|persons|lives|in|on|and|at|as|when|after|before|since|across|near|so)\b|\s*[,.;:)](?!\d)|$)"
)


def _told(states: str, doing: str, heading: str = "") -> tuple[re.Pattern[str], ...]:
    """Patterns of "39 people were STATE", of "DOING at least 39", and of "HEADING rose to 39"."""
    patterns = [
        rf"{_NUMBER}{_PEOPLE}{_BEING}\s+(?:{states})\b",
        rf"\b(?:{doing})\s+{_ABOUT}{_NUMBER}{_NO_NOUN}",
    ]
    if heading:
        patterns.append(
            rf"\b(?:{heading})\b[^.;,\d]{{0,40}}?\b(?:to|at|of|is|was|reached|reaches|passed)\s+{_ABOUT}{_NUMBER}\b"
        )
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


_PATTERNS = {
    "dead": _told(
        r"dead|killed|died|deaths|fatalities|lost\s+their\s+lives",
        r"kill(?:ed|ing|s)|claim(?:ed|ing|s)(?:\s+the\s+lives\s+of)?",
        r"death\s+toll|toll|number\s+of\s+(?:the\s+)?(?:dead|deaths|fatalities)",
    ),
    "hurt": _told(r"injured|hurt|wounded", r"injur(?:ed|ing)|wound(?:ed|ing)"),
    "missing": _told(r"missing|unaccounted\s+for", r"missing"),
    "arrested": _told(r"arrested|detained", r"arrest(?:ed|ing)|detain(?:ed|ing)"),
}
# One of these stands in whatever the patterns find, and is looked for in a hundredth of their time.
_SIGNS = {
    "dead": ("dead", "died", "kill", "death", "fatalit", "lives", "claim", "toll"),
    "hurt": ("injur", "hurt", "wound"),
    "missing": ("missing", "unaccounted"),
    "arrested": ("arrest", "detain"),
}


def counted_people(sentence: str) -> dict[str, int]:
    """The figure of each thing that the sentence tells, where it tells one alone."""
    lowered = sentence.lower()
    found = {
        thing: {_value(match["number"]) for pattern in _PATTERNS[thing] for match in pattern.finditer(sentence)}
        for thing, signs in _SIGNS.items()
        if any(sign in lowered for sign in signs)
    }
    return {thing: figures.pop() for thing, figures in found.items() if len(figures) == 1}


def _value(number: str) -> int:
    return _VALUES.get(number.lower()) or int(number.replace(",", ""))
