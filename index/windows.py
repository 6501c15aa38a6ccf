"""The time that a question means: "yesterday", "in March", "since Monday" to a window.

English expressions are read by the rules below; one that names no past time ("by 2030", "next week") gives no window.
Days begin and end in the asker's zone. The words that were read are cut out of the question, since news seldom says
"yesterday" of the day it means.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from index.answer import Window

MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|"
        "october oct|november nov|december dec".split("|"),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        "monday mon|tuesday tue tues|wednesday wed|thursday thu thur thurs|friday fri|saturday sat|sunday sun".split(
            "|"
        )
    )
    for name in names.split()
}
NUMBERS = {
    word: value
    for value, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {"a": 1, "an": 1, "couple of": 2, "a couple of": 2, "few": 3, "a few": 3}
UNITS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "fortnight": timedelta(weeks=2),
    "month": timedelta(days=30),
    "year": timedelta(days=365),
}

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_NUMBER = r"\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True))
_UNIT = "|".join(UNITS)
_YEAR = r"(?:19|20)\d\d"
_DAY = (
    rf"(?:the\s+)?(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<m1>{_MONTH})\b\.?(?:,?\s+(?P<y1>{_YEAR}))?"
    rf"|(?P<m2>{_MONTH})\b\.?\s+(?:the\s+)?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<y2>{_YEAR}))?"
    rf"|(?P<y3>{_YEAR})-(?P<m3>\d\d?)-(?P<d3>\d\d?)"
)
_NAMED = r"(?P<named>yesterday|today|this\s+morning|last\s+night)"
_CALENDAR = r"(?P<which>this|last|the\s+previous|the(?=\s+weekend))\s+(?P<calendar>weekend|week|month|year)"
_SPAN = (
    rf"(?:{_DAY})|(?P<month>{_MONTH})\b\.?(?:,?\s+(?:of\s+)?(?P<year>{_YEAR}))?|(?P<only_year>{_YEAR})\b"
    rf"|(?:last\s+|this\s+past\s+)?(?P<weekday>{_WEEKDAY})\b|{_NAMED}|{_CALENDAR}"
)
END = "end_"
_SPAN_END = _SPAN.replace("(?P<", f"(?P<{END}")
_WITHIN = "in|on|at|over|during|within|of|from|for|throughout"
_GROUPS = tuple(re.compile(_SPAN).groupindex)
Range = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class MeantTime:
    """The window that a question means, and the question without the words that said so."""

    window: Window
    rest: str


def meant_time(question: str, now: datetime, zone: tzinfo = UTC) -> MeantTime | None:
    """The time that `question` means, seen at `now` in `zone`; None where it names none or only the future."""
    local = now.astimezone(zone)
    for pattern, read in _RULES:
        for match in pattern.finditer(question):
            window = read(match, local)
            if window is not None and (window.since is None or window.since < now):
                rest = f"{question[: match.start()]} {question[match.end() :]}"
                return MeantTime(_in_utc(window), " ".join(rest.split()).replace(" ?", "?"))
    return None


def _since(match: re.Match[str], now: datetime) -> Window | None:
    found = _range(match, now)
    return Window(found[0]) if found else None


def _before(match: re.Match[str], now: datetime) -> Window | None:
    found = _range(match, now)
    return Window(None, found[0] if match["word"].lower() == "before" else found[1]) if found else None


def _after(match: re.Match[str], now: datetime) -> Window | None:
    found = _range(match, now)
    return Window(found[1]) if found else None


def _within(match: re.Match[str], now: datetime) -> Window | None:
    found = _range(match, now)
    return Window(*found) if found else None


def _last_units(match: re.Match[str], now: datetime) -> Window:
    return Window(now - _number(match["number"] or "1") * UNITS[match["unit"].lower()], now + timedelta(minutes=1))


def _ago(match: re.Match[str], now: datetime) -> Window:
    """The day itself for days, a week around it for weeks, and so on: people round."""
    unit = UNITS[match["unit"].lower()]
    then = now - _number(match["number"]) * unit
    if unit < timedelta(days=1):
        return Window(then - unit / 2, then + unit / 2)
    if unit == timedelta(days=1):
        start = _midnight(then)
        return Window(start, start + unit)
    return Window(_midnight(then - unit / 2), _midnight(then + unit / 2))


def _day_before_yesterday(_match: re.Match[str], now: datetime) -> Window:
    return Window(*_whole_day(now - timedelta(days=2)))


def _between(match: re.Match[str], now: datetime) -> Window | None:
    first, last = _range(match, now), _range(match, now, END)
    if first is None or last is None:
        return None
    since, until = first[0], last[1]
    if since > until:
        since = since - timedelta(days=7) if since - until < timedelta(days=7) else since.replace(year=since.year - 1)
    return Window(since, until)


def _range(match: re.Match[str], now: datetime, prefix: str = "") -> Range | None:
    """The first moment and the first one after what the named groups of `match` say; None where there is no such day.

    `prefix` tells the groups of a span's end from those of its beginning.
    """
    groups = dict.fromkeys(_GROUPS) | {
        name.removeprefix(prefix): text for name, text in match.groupdict().items() if name.startswith(prefix)
    }
    try:
        for number in "123":
            day, month = groups[f"d{number}"], groups[f"m{number}"]
            if day and month:
                return _day(day, month, groups[f"y{number}"], now)
        if groups["month"]:
            return _month(MONTHS[groups["month"].lower()], groups["year"], now)
        if groups["only_year"]:
            year = int(groups["only_year"])
            start = _midnight(now).replace(year=year, month=1, day=1)
            return (start, start.replace(year=year + 1)) if year <= now.year else None
    except ValueError:
        return None
    if groups["weekday"]:
        back = (now.weekday() - WEEKDAYS[groups["weekday"].lower()]) % 7
        return _whole_day(now - timedelta(days=back or (7 if "last" in match[0].lower() else 0)))
    if groups["named"]:
        named = " ".join(groups["named"].lower().split())
        return _whole_day(now - timedelta(days=1 if named in ("yesterday", "last night") else 0))
    if groups["which"] and groups["calendar"]:
        return _calendar(groups["which"].lower(), groups["calendar"].lower(), now)
    return None


def _day(day: str, month: str, year: str | None, now: datetime) -> Range:
    number = int(month) if month.isdigit() else MONTHS[month.lower()]
    start = _midnight(now).replace(year=int(year) if year else now.year, month=number, day=int(day))
    if not year and start > now:
        start = start.replace(year=now.year - 1)
    return start, start + timedelta(days=1)


def _month(month: int, year: str | None, now: datetime) -> Range:
    chosen = int(year) if year else now.year - (month > now.month)
    start = _midnight(now).replace(year=chosen, month=month, day=1)
    return start, _next_month(start)


def _calendar(which: str, unit: str, now: datetime) -> Range:
    today = _midnight(now)
    if unit == "weekend":
        saturday = today - timedelta(days=(today.weekday() - 5) % 7)
        if which != "this" and today.weekday() >= 5:
            saturday -= timedelta(days=7)
        return saturday, saturday + timedelta(days=2)
    starts = {
        "week": today - timedelta(days=today.weekday()),
        "month": today.replace(day=1),
        "year": today.replace(month=1, day=1),
    }
    start = starts[unit]
    if which == "this":
        # Early in a week "this week" still means the days just gone.
        return min(start, today - timedelta(days=6)) if unit == "week" else start, now + timedelta(minutes=1)
    before = {
        "week": start - timedelta(days=7),
        "month": (start - timedelta(days=1)).replace(day=1),
        "year": start.replace(year=start.year - 1),
    }
    return before[unit], start


def _whole_day(moment: datetime) -> Range:
    start = _midnight(moment)
    return start, _midnight(start + timedelta(hours=36))


def _midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), time(), moment.tzinfo)


def _next_month(start: datetime) -> datetime:
    return (start + timedelta(days=32)).replace(day=1)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else NUMBERS[" ".join(text.lower().split())]


def _in_utc(window: Window) -> Window:
    return Window(
        window.since.astimezone(UTC) if window.since else None, window.until.astimezone(UTC) if window.until else None
    )


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], datetime], Window | None]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), read)  # the more telling first
    for pattern, read in (
        (r"\bthe\s+day\s+before\s+yesterday\b", _day_before_yesterday),
        (rf"\b(?:between|from)\s+(?:{_SPAN})\s+(?:and|to|until|till|-|–)\s+(?:{_SPAN_END})", _between),
        (rf"\b(?P<number>{_NUMBER})\s+(?P<unit>{_UNIT})s?\s+ago\b", _ago),
        (
            rf"\b(?:{_WITHIN})?\s*(?:the\s+)?(?:last|past|previous)\s+(?P<number>{_NUMBER})\s+(?P<unit>{_UNIT})s?\b",
            _last_units,
        ),
        (rf"\b(?:in|over|during|within)\s+the\s+(?:last|past)\s+(?P<number>)(?P<unit>{_UNIT})\b", _last_units),
        (rf"\bsince\s+(?:{_SPAN})", _since),
        (rf"\bafter\s+(?:{_SPAN})", _after),
        (rf"\b(?P<word>before|until|till|up\s+to)\s+(?:{_SPAN})", _before),
        (rf"\b(?:{_WITHIN})\s+(?:(?:early|mid|late)[\s-]+)?(?:{_SPAN})", _within),
        (rf"\b(?:{_DAY})", _within),
        (rf"\b(?:{_CALENDAR}|{_NAMED}|last\s+(?P<weekday>{_WEEKDAY}))\b(?:['’]s)?", _within),
    )
)
