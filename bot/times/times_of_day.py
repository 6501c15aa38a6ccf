"""Times of the day as people write them: 08:00, 8.30, 7am, 18h15."""

import re

from index.errors import InputError

# A number alone may be anything; with minutes, or am or pm behind it, it is a time. \d takes the digits of all scripts.
_TIME = re.compile(r"(\d{1,3})(?:[:.h](\d{1,3}))?\s*([ap])?\.?(?:m\.?)?", re.IGNORECASE)
_HOURS, _MINUTES, _NOON = 24, 60, 12


def is_time(word: str) -> bool:
    """Whether a word is written like a time of day, possible or not."""
    found = _TIME.fullmatch(word)
    return bool(found and (found[2] or found[3]))


def parse_time(word: str) -> int:
    """The minute of the day that a word names; InputError, in one sentence, when there is no such time."""
    found = _TIME.fullmatch(word.strip())
    if found:
        hours, minutes = int(found[1]), int(found[2] or 0)
        if found[3] and 1 <= hours <= _NOON:
            hours = hours % _NOON + _NOON * (found[3].lower() == "p")
        elif found[3]:
            hours = _HOURS
        if hours < _HOURS and minutes < _MINUTES:
            return hours * _MINUTES + minutes
    raise InputError("{time} is no time of day; write it like 08:00 or 18:30.", time=word.strip()[:20])
