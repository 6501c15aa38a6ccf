"""Periods as people write them: 24h, 7d, 2w."""

import re
from datetime import timedelta

from index.errors import InputError

_PERIOD = re.compile(r"(\d+)\s*(h|d|w)", re.IGNORECASE)
_HOURS = {"h": 1, "d": 24, "w": 7 * 24}
LONGEST = timedelta(days=366)


def parse_period(text: str) -> timedelta:
    """The period that a text names; InputError, in one sentence, when it names none that can be used."""
    found = _PERIOD.fullmatch(text.strip())
    hours = int(found[1][:9]) * _HOURS[found[2].lower()] if found else 0
    if not 0 < hours <= LONGEST // timedelta(hours=1):
        raise InputError("A period is a number of hours, days or weeks up to a year, such as 24h, 7d or 2w.")
    return timedelta(hours=hours)


def take_period(text: str) -> tuple[timedelta | None, str]:
    """The period at the end or the beginning of a text, None without one, and the rest; InputError as above."""
    words = text.split()
    for place in (-1, 0):
        if words and is_period(words[place]):
            return parse_period(words.pop(place)), " ".join(words)
    return None, " ".join(words)


def is_period(word: str) -> bool:
    """Whether a word is written like a period, usable or not."""
    return bool(_PERIOD.fullmatch(word))
