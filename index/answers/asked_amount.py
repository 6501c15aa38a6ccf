"""Whether a sentence tells the amount that a question asks for: a number of that thing, and not any number."""

import re
from collections.abc import Callable

ANY_NUMBER = 0.3  # what a number of something else is worth, and every sentence where no amount is asked for

_NUMBER = (
    r"(?:\d[\d,.]*|no|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?"
    r"|billions?|dozens?|half)"
)
_A_NUMBER = re.compile(rf"\b{_NUMBER}\b", re.IGNORECASE)
_ASKED = re.compile(
    r"\bhow\s+(many|much|old|long|far|tall|high|big|large)\b\s*(?P<thing>[\w-]*\s*[\w-]*)", re.IGNORECASE
)
_AGE = re.compile(rf"\b{_NUMBER}[-\s]+years?[-\s]+old\b|\baged?\s+(?:of\s+)?\d|,\s\d\d?,", re.IGNORECASE)
_MEASURE = re.compile(
    rf"[$£€]\s?\d|\b{_NUMBER}\s*(?:%|per\s?cent|million|billion|thousand|dollars?|pounds?|euros?|years?|months?|weeks?"
    r"|days?|hours?|minutes?|seconds?|km|kilomet|met(?:er|re)s?|miles?|feet|barrels?|tons?|tonnes?|kg|acres?)",
    re.IGNORECASE,
)
# What became of people: where one is asked for, a number of another is none of it.
_FATES = tuple(
    re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for words in (
        r"dead|die|died|dying|deaths?|killed|lives|fatalities|toll",
        r"injured|hurt|wounded|injuries",
        r"missing|unaccounted",
        r"arrested|arrests?|detained",
    )
)
_PEOPLE = re.compile(r"\b(?:people|persons?|men|women|children|victims?)\b", re.IGNORECASE)
_BEFORE, _AFTER = 4, 6  # words around a number in which what it counts may stand


def amount_told(question: str, sentence: str, stems: Callable[[str], list[str]]) -> float:
    """1 where the sentence tells the amount asked for, `ANY_NUMBER` where it may, 0 where it has no number."""
    asked = _ASKED.search(question)
    if not asked:
        return ANY_NUMBER
    kind = asked[1].lower()
    if kind == "old":
        return float(bool(_AGE.search(sentence)))
    if kind != "many":
        return float(bool(_MEASURE.search(sentence)))
    words = re.findall(r"[\w'’.,-]+", sentence)
    fates = _fates_asked_for(question, asked["thing"])
    things = set() if fates else set(stems(asked["thing"]))
    numbers = [place for place, word in enumerate(words) if _A_NUMBER.fullmatch(word.strip(".,"))]
    around = [" ".join(words[max(0, place - _BEFORE) : place + _AFTER]) for place in numbers]
    if any(things.intersection(stems(near)) for near in around):
        return 1.0
    people = fates or ([_PEOPLE] if _PEOPLE.search(asked["thing"]) else [])
    if any(word.search(near) for word in people for near in around):
        return 1.0
    return ANY_NUMBER if _A_NUMBER.search(sentence) else 0.0


def _fates_asked_for(question: str, thing: str) -> list[re.Pattern[str]]:
    """What became of the people that a question counts: "how many people died", "how many dead"."""
    within = question if _PEOPLE.search(thing) or thing.split()[:1] in (["were"], ["are"]) else thing
    return [fate for fate in _FATES if fate.search(within)]
