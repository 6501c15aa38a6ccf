"""Days, weeks, months and years as a calendar has them: from their first moment to the first one after them.

`now` is in the zone whose days are meant; so is what comes back.
"""

from datetime import datetime, time, timedelta

from index.question.time_words import WEEKDAYS

Range = tuple[datetime, datetime]
A_MOMENT = timedelta(minutes=1)  # so that what is published now is in a range that ends now
SOON = timedelta(days=31)  # a day that is so near is meant itself and not the same day a year ago
LEAP_YEARS = 8  # years at most from one 29 February to the next


def day_range(day: int, month: int, year: str | None, now: datetime, *, behind: bool, ahead: bool) -> Range | None:
    """A day of a month; without a year the last one there was. ValueError when there is no such day.

    None where it may be one to come: the question looks `ahead`, or the day is near and the question is not `behind`.
    """
    today = midnight(now)
    if year:
        return whole_day(today.replace(year=int(year), month=month, day=day))
    if ahead:
        return None
    for back in range(-1, LEAP_YEARS + 1):
        try:
            found = today.replace(year=now.year - back, month=month, day=day)
        except ValueError:
            if (month, day) != (2, 29):
                raise
            continue
        if found <= now:
            return whole_day(found)
        if found - now < SOON and not behind:
            return None
    return None


def month_range(month: int, year: str | None, now: datetime, *, ahead: bool) -> Range | None:
    """A month; without a year the last one there was, or None where the question looks `ahead`."""
    if ahead and not year:
        return None
    chosen = int(year) if year else now.year - (month > now.month)
    start = midnight(now).replace(year=chosen, month=month, day=1)
    return start, (start + timedelta(days=32)).replace(day=1)


def year_range(year: int, now: datetime) -> Range | None:
    """A year, unless it is to come."""
    start = midnight(now).replace(year=year, month=1, day=1)
    return (start, start.replace(year=year + 1)) if year <= now.year else None


def weekday_range(name: str, near: str, now: datetime) -> Range | None:
    """The last such day of the week, today included unless `near` says "last"."""
    back = (now.weekday() - WEEKDAYS[name.lower()]) % 7
    if near.lower() == "this" and back > now.weekday():
        return None  # still to come in this week
    return whole_day(now - timedelta(days=7 if near and near.lower() != "this" and not back else back))


def named_range(name: str, now: datetime) -> Range:
    """Yesterday, today and their parts."""
    if "night" in name and name != "tonight":
        # Much of what happened at night is told the next morning.
        return whole_day(now - timedelta(days=1))[0], midnight(now) + timedelta(hours=12)
    return whole_day(now - timedelta(days=1 if name.startswith("yesterday") else 0))


def calendar_range(which: str, unit: str, now: datetime) -> Range:
    """This or the last weekend, week, month or year."""
    today = midnight(now)
    if unit == "weekend":
        saturday = today - timedelta(days=(today.weekday() - 5) % 7)
        if which not in ("this", "the") and today.weekday() >= 5:
            saturday -= timedelta(days=7)
        return saturday, saturday + timedelta(days=2)
    start = beginnings(now)[unit]
    if which == "this":
        # Early in a week "this week" still means the days just gone.
        return min(start, today - timedelta(days=6)) if unit == "week" else start, now + A_MOMENT
    before = {
        "week": start - timedelta(days=7),
        "month": (start - timedelta(days=1)).replace(day=1),
        "year": years_back(start, 1),
    }
    return before[unit], start


def beginnings(now: datetime) -> dict[str, datetime]:
    """Where the week, the month and the year of `now` begin."""
    today = midnight(now)
    return {
        "week": today - timedelta(days=today.weekday()),
        "month": today.replace(day=1),
        "year": today.replace(month=1, day=1),
    }


def years_back(moment: datetime, years: int) -> datetime:
    """The same day in an earlier year; 28 February for a 29th that it has not."""
    day = 28 if (moment.month, moment.day) == (2, 29) else moment.day
    return moment.replace(year=moment.year - years, day=day)


def whole_day(moment: datetime) -> Range:
    """The day of `moment`, however many hours it has."""
    start = midnight(moment)
    return start, midnight(start + timedelta(hours=36))


def midnight(moment: datetime) -> datetime:
    """Where the day of `moment` begins."""
    return datetime.combine(moment.date(), time(), moment.tzinfo)
