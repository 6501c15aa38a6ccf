"""What kind of answer a question wants, and whether a sentence holds one of that kind."""

import re
from collections.abc import Callable, Collection
from enum import Enum


class Kind(Enum):
    """The kinds of answers."""

    AMOUNT = "amount"
    TIME = "time"
    PLACE = "place"
    REASON = "reason"
    PERSON = "person"
    OTHER = "other"


_ASKS = (
    (
        Kind.AMOUNT,
        r"\bhow (?:many|much|long|old|far|big|large|tall|high|fast|often)\b|\bwhat (?:percentage|number|age|share)\b",
    ),
    (Kind.TIME, r"\bwhen\b|\b(?:what|which) (?:day|date|month|year|time)\b"),
    (
        Kind.PLACE,
        r"\bwhere\b|\b(?:what|which) (?:country|countries|city|cities|place|state|town|region|province|island)\b",
    ),
    (Kind.REASON, r"\bwhy\b|\bwhat (?:caused|led)\b|\breasons?\b"),
    (
        Kind.PERSON,
        r"\bwho(?:se|m)?\b|\b(?:what|which) (?:person|man|woman|company|team|player|actor|minister|president)\b",
    ),
)
_AMOUNT = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?"
    r"|billions?|half|third|quarter)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:january|february|march|april|june|july|august|september|october|november|december|monday|tuesday|wednesday"
    r"|thursday|friday|saturday|sunday|yesterday|today|tomorrow|(?:1\d|20)\d\d|noon|midnight)\b|(?-i:\bMay\b)"
    r"|\b\d{1,2}(?:[:.]\d\d|\s*[ap]\.?m)\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|due to|after|amid|over|since|caused?|blam\w+|owing|so that|in order|as a result|reasons?|therefore"
    r"|led to|following)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\b(?:in|at|near|from|to|of|outside|off) (?:the )?[A-Z]")
_NAME = re.compile(r"(?<=\s)[A-Z][\w'’.-]+")


def asked_kind(question: str) -> Kind:
    """The kind of answer that `question` wants."""
    return next((kind for kind, pattern in _ASKS if re.search(pattern, question, re.IGNORECASE)), Kind.OTHER)


def holds_kind(kind: Kind, sentence: str, asked: Collection[str], stems: Callable[[str], list[str]]) -> bool:
    """Whether `sentence` holds an answer of `kind`; a person is a name that is not in the question's stems `asked`."""
    if kind is Kind.PERSON:
        return any(stem not in asked for stem in stems(" ".join(_NAME.findall(sentence))))
    patterns = {Kind.AMOUNT: _AMOUNT, Kind.TIME: _TIME, Kind.PLACE: _PLACE, Kind.REASON: _REASON}
    pattern = patterns.get(kind)
    return bool(pattern and pattern.search(sentence))
