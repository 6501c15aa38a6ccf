"""Times that come back: on some days of the week, at a minute of the day on the clocks of a time zone."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from bot.times.wall_clock import moment_of

DAILY = frozenset(range(7))
WEEKDAYS = frozenset(range(5))
WEEKENDS = DAILY - WEEKDAYS
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A minute of the day on `days` of the week, of which Monday is 0."""

    days: frozenset[int]
    minute: int

    def next_after(self, moment: datetime, zone: tzinfo) -> datetime:
        """The first time after a moment, in UTC: one for each day, also where the clocks skip it or show it twice."""
        today = moment.astimezone(zone).date()
        coming = (today + number * _DAY for number in range(-1, 9))
        return next(
            due for day in coming if day.weekday() in self.days and (due := moment_of(day, self.minute, zone)) > moment
        )

    def last_before(self, moment: datetime, zone: tzinfo) -> datetime:
        """The last time before a moment, in UTC."""
        today = moment.astimezone(zone).date()
        gone = (today - number * _DAY for number in range(-1, 9))
        return next(
            due for day in gone if day.weekday() in self.days and (due := moment_of(day, self.minute, zone)) < moment
        )
