"""Quiet hours: the time of day in which a chat is not disturbed."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from bot.times.wall_clock import MINUTES_A_DAY, moment_of

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one minute of the day, included, until another one, excluded: that of the next day if it is the smaller."""

    begins: int
    ends: int

    def __post_init__(self) -> None:
        """ValueError for what is no minute of a day, and for quiet hours without an end."""
        if not 0 <= self.begins < MINUTES_A_DAY or not 0 <= self.ends < MINUTES_A_DAY or self.begins == self.ends:
            raise ValueError(f"there are no quiet hours from minute {self.begins} until minute {self.ends}")


def quiet_until(hours: QuietHours | None, now: datetime, zone: tzinfo) -> datetime | None:
    """When the quiet that reigns at `now` ends, in UTC; None when there is none.

    Where the clocks are put back within them, quiet hours begin with the first and end with the second time shown.
    """
    if hours is None:
        return None
    today = now.astimezone(zone).date()
    overnight = _DAY * (hours.ends < hours.begins)
    for day in (today - _DAY, today):
        ends = moment_of(day + overnight, hours.ends, zone, last=True)
        if moment_of(day, hours.begins, zone) <= now < ends:
            return ends
    return None
