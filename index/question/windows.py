"""The time that a question means: "yesterday", "in March", "since Monday" to a window.

English expressions are read by the rules below; one that names no past time ("by 2030", "next week") gives no window.
Days begin and end in the asker's zone. The words that were read are cut out of the question, since news seldom says
"yesterday" of the day it means.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from index.question import time_words as words
from index.question.calendar_ranges import (
    A_MOMENT,
    Range,
    beginnings,
    calendar_range,
    day_range,
    midnight,
    month_range,
    named_range,
    weekday_range,
    whole_day,
    year_range,
    years_back,
)
from index.question.window import Window

_AHEAD = re.compile(r"\b(?:will|won['’]t|shall|going\s+to|gonna)\b|['’]ll\b", re.IGNORECASE)
_BEHIND = re.compile(
    r"\b(?:did|was|were|had|has|have|said|told|happened|won|lost|(?!(?:need|indeed|speed|exceed|proceed|succeed)\b)"
    r"[a-z]{2,}ed)\b"
)


@dataclass(frozen=True, slots=True)
class MeantTime:
    """The window that a question means, and the question without the words that said so."""

    window: Window
    rest: str


def meant_time(question: str, now: datetime, zone: tzinfo = UTC) -> MeantTime | None:
    """The time that `question` means, seen at `now` in `zone`; None where it names none or only the future.

    Of several it is the one that begins last: "the singer born in 1988 who died this week".
    """
    local = now.astimezone(zone)
    found: list[tuple[re.Match[str], Window]] = []
    for pattern, read in _RULES:
        for match in pattern.finditer(question):
            if all(match.end() <= other.start() or match.start() >= other.end() for other, _ in found):
                window = _read(match, read, local)
                if window is not None:
                    found.append((match, window))
    if not found:
        return None
    match, window = max(found, key=lambda pair: pair[1].since or datetime.min.replace(tzinfo=UTC))
    rest = " ".join(f"{question[: match.start()]} {question[match.end() :]}".split())
    return MeantTime(window, re.sub(r" (?=[?,.;:!])", "", rest))


def _read(
    match: re.Match[str], read: Callable[[re.Match[str], datetime], Window | None], now: datetime
) -> Window | None:
    try:
        window = read(match, now)
    except OverflowError:  # before the year 1
        return None
    return window if window is not None and _is_past(window, now) else None


def _is_past(window: Window, now: datetime) -> bool:
    if window.since is not None and window.since >= now:
        return False
    return window.since is None or window.until is None or window.since < window.until


def _utc(since: datetime | None, until: datetime | None) -> Window:
    return Window(since.astimezone(UTC) if since else None, until.astimezone(UTC) if until else None)


def _within(match: re.Match[str], now: datetime) -> Window | None:
    found = _range(match, now)
    return _utc(*found) if found else None


def _unmarked(match: re.Match[str], now: datetime) -> Window | None:
    """A time that no preposition marks as one: it must not be part of a name, a verb or a repetition."""
    before = match.string[: match.start()].split()
    first = match[0].split()[0]
    if first == "Today" and before and before[-1][:1].isupper():
        return None  # USA Today
    if first in ("may", "march", "mar") and re.match(r"\s+\w", match.string[match.end() :]):
        return None
    groups = match.groupdict()
    if groups.get("weekday") and not groups.get("near"):
        leading = before[-1] if before else ""
        if not first[:1].isupper() or leading[:1].isupper() or leading in _NOT_ONE_DAY:
            return None  # Black Friday, every Monday
    return _within(match, now)


_NOT_ONE_DAY = frozenset("next every each by on first second third coming following".split())


def _since(match: re.Match[str], now: datetime) -> Window | None:
    found = _range(match, now, past=True)
    return _utc(found[0], None) if found else None


def _since_beginning(match: re.Match[str], now: datetime) -> Window:
    return _utc(beginnings(now)[match["calendar"].lower()], None)


def _since_ago(match: re.Match[str], now: datetime) -> Window | None:
    return _utc(_ago(match, now).since, None)


def _before(match: re.Match[str], now: datetime) -> Window | None:
    found = _range(match, now)
    return _utc(None, found[0] if match["word"].lower() == "before" else found[1]) if found else None


def _after(match: re.Match[str], now: datetime) -> Window | None:
    found = _range(match, now)
    if not found:
        return None
    # After Tuesday's attack is also on Tuesday.
    return _utc(found[0] if match[0].endswith(("'s", "’s")) else found[1], None)


def _between(match: re.Match[str], now: datetime) -> Window | None:
    first, last = _range(match, now), _range(match, now, words.END)
    if first is None or last is None:
        return None
    since, until = first[0], last[1]
    if since < until:
        return _utc(since, until)
    # "From Friday to Monday", "from November to February": the beginning lies a week or a year further back.
    if since - until < timedelta(days=7) and match["weekday"]:
        return _utc(since - timedelta(days=7), until)
    if any(match[name] for name in ("only_year", "year", "y1", "y2", "y3")):
        return _utc(last[0], first[1])
    return _utc(years_back(since, 1), until)


def _days_of_month(match: re.Match[str], now: datetime) -> Window | None:
    """Two days of one month: "5 to 10 May", "May 5–10"."""
    found = _range(match, now)
    if found is None:
        return None
    other = match.groupdict()
    try:
        if other.get("first"):
            return _utc(found[0].replace(day=int(match["first"])), found[1])
        return _utc(found[0], whole_day(found[0].replace(day=int(match["last"])))[1])
    except ValueError:
        return None


def _last_units(match: re.Match[str], now: datetime) -> Window:
    moment = now.astimezone(UTC)
    return Window(moment - _number(match["number"] or "1") * _unit(match), moment + A_MOMENT)


def _ago(match: re.Match[str], now: datetime) -> Window:
    """The day itself for days, a week around it for weeks, and so on: people round."""
    unit = _unit(match)
    if unit < timedelta(days=1):
        then = now.astimezone(UTC) - _number(match["number"]) * unit
        return Window(then - unit / 2, then + unit / 2)
    then = now - _number(match["number"]) * unit
    if unit == timedelta(days=1):
        return _utc(*whole_day(then))
    return _utc(midnight(then - unit / 2), midnight(then + unit / 2))


def _day_before_yesterday(_match: re.Match[str], now: datetime) -> Window:
    return _utc(*whole_day(now - timedelta(days=2)))


def _range(match: re.Match[str], now: datetime, prefix: str = "", *, past: bool = False) -> Range | None:
    """The first moment and the first one after what the named groups of `match` say; None where there is no such day.

    `prefix` tells the groups of a span's end from those of its beginning; `past` says that no future day is meant.
    """
    groups = {
        name.removeprefix(prefix): text for name, text in match.groupdict().items() if text and name.startswith(prefix)
    }
    behind = past or bool(_BEHIND.search(match.string))
    ahead = not behind and bool(_AHEAD.search(match.string))
    try:
        for number in "123":
            if f"d{number}" in groups:
                day, month, year = (groups.get(f"{part}{number}") for part in "dmy")
                return day_range(int(day or 0), _month_number(month or ""), year, now, behind=behind, ahead=ahead)
        if "month" in groups:
            return month_range(_month_number(groups["month"]), groups.get("year"), now, ahead=ahead)
        if "only_year" in groups:
            return year_range(int(groups["only_year"]), now)
    except ValueError:
        return None
    if "weekday" in groups:
        return None if ahead else weekday_range(groups["weekday"], groups.get("near", ""), now)
    if "named" in groups:
        return named_range(groups["named"].lower(), now)
    if "calendar" not in groups or (ahead and groups["calendar"].lower() == "weekend"):
        return None
    return calendar_range(groups["which"].lower(), groups["calendar"].lower(), now)


def _month_number(name: str) -> int:
    return int(name) if name.isdigit() else words.MONTHS[name.lower().rstrip(".")]


def _number(text: str) -> int:
    return int(text) if text.isdigit() else words.NUMBERS[" ".join(text.lower().split())]


def _unit(match: re.Match[str]) -> timedelta:
    return words.UNITS[match["unit"].lower()]


_IN = r"(?:in|during|within|of|from|throughout)"
_ON = r"(?:in|on|at|over|during|within|of|from|for|throughout)"
_PART = r"(?:(?:the\s+)?(?:early|mid|late|start\s+of|beginning\s+of|end\s+of)[\s-]+)?"
_SOMETIME = r"(?:(?:earlier|late|later|early|sometime|so\s+far)\s+)?"
_S = r"(?:['’]s\b)?"
_AMOUNT = rf"(?P<number>{words.NUMBER})\s+(?P<unit>{words.UNIT})s?\b"
_TO = r"\s*(?:-|–|\bto\b|\buntil\b|\btill\b)\s*"

_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], datetime], Window | None]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), read)  # the more telling first
    for pattern, read in (
        (r"\bthe\s+day\s+before\s+yesterday\b", _day_before_yesterday),
        (rf"\b(?:from|since)\s+{words.SPAN}\s+(?:until|till|to)\s+(?:now|date)\b", _since),
        (
            rf"\b(?:(?:from|on)\s+)?(?:the\s+)?(?P<first>\d{{1,2}}){words.ORDINAL}{_TO}{words.DAY_MONTH}",
            _days_of_month,
        ),
        (rf"\bbetween\s+(?:the\s+)?(?P<first>\d{{1,2}}){words.ORDINAL}\s+and\s+{words.DAY_MONTH}", _days_of_month),
        (
            rf"\b(?:(?:from|on)\s+)?{words.MONTH_DAY}{_TO}(?P<last>\d{{1,2}}){words.ORDINAL}(?!\s+(?:{words.MONTH_NAME}))",
            _days_of_month,
        ),
        (rf"\b(?:between|from)\s+{words.SPAN}\s*(?:\b(?:and|to|until|till)\b|-|–)\s*{words.SPAN_END}", _between),
        (rf"\bsince\s+{_AMOUNT}\s+ago\b", _since_ago),
        (rf"\b{_AMOUNT}\s+ago\b", _ago),
        (rf"\b(?:{_ON}\s+)?(?:the\s+)?(?:last|past|previous)\s+{_AMOUNT}", _last_units),
        (
            rf"\b(?:{_ON}\s+)?(?:the\s+)?(?:past|last(?=\s+hour))\s+(?P<number>)(?P<unit>{words.UNIT})\b(?!\s+of)",
            _last_units,
        ),
        (rf"\b(?:in|over|during|within)\s+the\s+last\s+(?P<number>)(?P<unit>{words.UNIT})\b(?!\s+of)", _last_units),
        (rf"\b(?:in|over|during|within)\s+(?:the\s+)?(?P<number>recent)\s+(?P<unit>{words.UNIT})s\b", _last_units),
        (
            r"\bsince\s+the\s+(?:start|beginning)\s+of\s+(?:the|this)\s+(?P<calendar>year|month|week)\b",
            _since_beginning,
        ),
        (rf"\bsince\s+{_PART}{words.SPAN}", _since),
        (rf"\bafter\s+{_PART}{words.SPAN}{_S}", _after),
        (rf"\b(?P<word>before|until|till|up\s+to)\s+{_PART}{words.SPAN}", _before),
        (rf"\b{_ON}\s+{words.DAY}{_S}", _within),
        (rf"\b(?:{words.DAY}|{words.MONTH_YEAR}){_S}", _unmarked),
        (rf"\b(?:{_IN}|for|over)\s+{_PART}{words.MONTH}{_S}", _within),
        (rf"\b{_IN}\s+{_PART}{words.ONLY_YEAR}", _within),
        (rf"\b(?<!Mail ){_ON}\s+{_PART}(?:{words.WEEKDAY}|{words.NAMED}|{words.CALENDAR})\b{_S}", _within),
        (rf"\b{_SOMETIME}(?:{words.CALENDAR}|{words.NAMED}|{words.WEEKDAY})\b{_S}", _unmarked),
    )
)
