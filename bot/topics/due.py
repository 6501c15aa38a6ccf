"""When a chat is told of what has come in on a topic."""

from datetime import datetime, timedelta, tzinfo

from bot.times.quiet_hours import QuietHours, quiet_until
from bot.times.wall_clock import moment_of
from bot.topics.topic import Cadence

DAILY_AT = 8 * 60  # minute of the day
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


def due_at(cadence: Cadence, now: datetime, *, quiet: QuietHours | None, zone: tzinfo) -> datetime:
    """When to tell of what comes in at `now`, which itself means at once; never within quiet hours."""
    match cadence:
        case Cadence.AT_ONCE:
            due = now
        case Cadence.HOURLY:
            local = now.astimezone(zone)
            due = now - timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond) + _HOUR
        case Cadence.DAILY:
            today = now.astimezone(zone).date()
            due = next(at for day in (today, today + _DAY) if (at := moment_of(day, DAILY_AT, zone)) > now)
    return quiet_until(quiet, due, zone) or due
