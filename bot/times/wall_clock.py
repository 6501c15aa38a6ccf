"""The moments at which the clocks of a time zone show a time of day, right across every change of the clocks."""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta, tzinfo

MINUTES_A_DAY = 24 * 60
_SECOND = timedelta(seconds=1)


def moment_of(day: date, minute: int, zone: tzinfo, *, last: bool = False) -> datetime:
    """When the clocks show the minute of a day, in UTC.

    Where they show it twice, the first time, or with `last` the second; where they skip it, the moment of the skip.
    """
    wall = datetime.combine(day, time(*divmod(minute, 60)))
    by_old_offset = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    by_new_offset = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if by_new_offset < by_old_offset:
        seconds = range((by_old_offset - by_new_offset) // _SECOND)
        skip = bisect_left(
            seconds, wall, key=lambda s: (by_new_offset + s * _SECOND).astimezone(zone).replace(tzinfo=None)
        )
        return by_new_offset + skip * _SECOND
    return by_new_offset if last else by_old_offset
