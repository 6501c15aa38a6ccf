from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.times.quiet_hours import QuietHours, quiet_until
from bot.times.wall_clock import MINUTES_A_DAY

NEW_YORK, BERLIN = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")
NIGHT = QuietHours(22 * 60, 7 * 60)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-07-10T19:59", None),
        ("2026-07-10T20:00", "2026-07-11T05:00"),
        ("2026-07-11T04:59", "2026-07-11T05:00"),
        ("2026-07-11T05:00", None),
        ("2026-12-10T21:00", "2026-12-11T06:00"),
        # The clocks go forward in the night to 29 March and back in the night to 25 October.
        ("2026-03-28T21:30", "2026-03-29T05:00"),
        ("2026-10-24T20:30", "2026-10-25T06:00"),
    ],
)
def test_a_night_in_berlin(now: str, until: str | None) -> None:
    assert quiet_until(NIGHT, utc(now), BERLIN) == (utc(until) if until else None)


def test_within_one_day() -> None:
    noon = QuietHours(12 * 60, 13 * 60)
    assert quiet_until(noon, utc("2026-07-10T16:30"), NEW_YORK) == utc("2026-07-10T17:00")
    assert quiet_until(noon, utc("2026-07-10T17:00"), NEW_YORK) is None
    assert quiet_until(None, utc("2026-07-10T16:30"), NEW_YORK) is None


def test_an_end_that_the_clocks_skip() -> None:
    """At two the clocks of 8 March go to three; half past two is over then."""
    early = QuietHours(60, 150)
    assert quiet_until(early, utc("2026-03-08T06:30"), NEW_YORK) == utc("2026-03-08T07:00")
    assert quiet_until(early, utc("2026-03-08T07:00"), NEW_YORK) is None


def test_a_beginning_that_the_clocks_skip() -> None:
    assert quiet_until(QuietHours(150, 420), utc("2026-03-08T07:00"), NEW_YORK) == utc("2026-03-08T11:00")


def test_an_end_that_the_clocks_show_twice() -> None:
    """At two the clocks of 1 November go back to one: whenever they show a quiet time, it is quiet."""
    hours = QuietHours(22 * 60, 90)
    for now in ("2026-11-01T05:29", "2026-11-01T05:45", "2026-11-01T06:29"):
        assert quiet_until(hours, utc(now), NEW_YORK) == utc("2026-11-01T06:30")


def test_a_day_that_an_island_skipped() -> None:
    hours = QuietHours(8 * 60, 9 * 60)
    assert quiet_until(hours, utc("2011-12-30T10:00"), ZoneInfo("Pacific/Apia")) is None


@pytest.mark.parametrize(("begins", "ends"), [(0, 0), (-1, 5), (5, MINUTES_A_DAY), (420, 420)])
def test_what_are_no_quiet_hours(begins: int, ends: int) -> None:
    with pytest.raises(ValueError, match="no quiet hours"):
        QuietHours(begins, ends)


@given(
    st.sampled_from(sorted(available_timezones())),
    st.integers(946_684_800, 2_114_380_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    st.integers(0, MINUTES_A_DAY - 1),
    st.integers(0, MINUTES_A_DAY - 1),
)
def test_quiet_as_the_clock_on_the_wall_says(zone_name: str, now: datetime, begins: int, ends: int) -> None:
    if begins == ends:
        return
    zone = ZoneInfo(zone_name)
    hours = QuietHours(begins, ends)
    until = quiet_until(hours, now, zone)
    local = now.astimezone(zone)
    minute = local.hour * 60 + local.minute
    shown = begins <= minute < ends if begins < ends else minute >= begins or minute < ends
    if shown:
        assert until is not None
    if until is not None:
        assert now < until <= now + timedelta(hours=49)  # the longest quiet hours over the longest change of clocks
