"""Dates as files, feeds and pages write them."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

from index.articles.article import clean_line, shortened
from index.errors import InputError

LONGEST = 80  # characters; what is longer is a sentence and not a date
FEWEST_DIGITS = 3  # a day and the end of a year

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?=\D|$)")
_RFC_822 = re.compile(
    r"(?:[A-Z][a-z]{2,8}, ?)?\d{1,2} [A-Z][a-z]{2} \d{4} \d{1,2}:\d{2}(?::\d{2})? "
    r"(?:[+-]\d{4}|UTC?|GMT|Z|[ECMP][SD]T)(?: \([A-Za-z ]+\))?"
)
_COMPACT = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}  # digits alone, by how many there are
_COMPACT_YEARS = range(1600, 2200)
# Seconds since 1970 reach the first of these in the year 5138; larger numbers count finer units.
_EPOCH_UNITS = ((1e11, 1.0), (1e14, 1e3), (1e17, 1e6), (1e20, 1e9))


def parse_date(value: str | float, *, now: datetime) -> datetime:
    """The moment that `value` names, in UTC; a time without a zone is taken as UTC.

    Reads ISO 8601, RFC 822, year/month/day, digits alone, seconds or milliseconds since 1970, and dates in words in
    many languages. Words that count from today ("2 hours ago") are not dates. `now` places a year of two digits.
    Raises InputError, in words that follow "file, line:".
    """
    text = clean_line(str(value))
    try:
        moment = _from_digits(text) if _NUMBER.fullmatch(text) else _from_text(text, now)
        if moment is not None:
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise InputError(f"its date {shortened(text, LONGEST)!r} cannot be read")


def _from_digits(text: str) -> datetime | None:
    if text.isdigit() and len(text) in _COMPACT:
        try:
            moment = datetime.strptime(text, _COMPACT[len(text)]).replace(tzinfo=UTC)
        except ValueError:
            pass
        else:
            if moment.year in _COMPACT_YEARS:
                return moment
    number = float(text)
    # A bare year would pass for a moment of 1970.
    if len(text) <= 4:
        return None
    unit = next((unit for limit, unit in _EPOCH_UNITS if abs(number) < limit), None)
    return datetime.fromtimestamp(number / unit, UTC) if unit else None


def _from_text(text: str, now: datetime) -> datetime | None:
    if len(text) > LONGEST or sum(character.isdigit() for character in text) < FEWEST_DIGITS:
        return None
    padded = _YEAR_FIRST.sub(lambda m: f"{m[1]}-{m[2]:0>2}-{m[3]:0>2}", text, count=1)
    try:
        return datetime.fromisoformat(padded.removesuffix(" UTC").removesuffix(" GMT"))
    except ValueError:
        pass
    # The standard parser makes something of almost anything, so it gets only what is of its form.
    return parsedate_to_datetime(text) if _RFC_822.fullmatch(text) else _from_words(text, now.year)


@lru_cache(maxsize=4096)
def _from_words(text: str, this_year: int) -> datetime | None:
    import dateparser  # slow to import, and seldom needed

    found: datetime | None = dateparser.parse(
        text,
        settings={
            "TIMEZONE": "UTC",
            "TO_TIMEZONE": "UTC",
            "RETURN_AS_TIMEZONE_AWARE": True,
            "PARSERS": ["absolute-time"],
            "REQUIRE_PARTS": ["day", "month", "year"],
            "RELATIVE_BASE": datetime(this_year, 12, 31),  # noqa: DTZ001, it takes a naive one in TIMEZONE
            "PREFER_DATES_FROM": "past",
        },
    )
    return found
