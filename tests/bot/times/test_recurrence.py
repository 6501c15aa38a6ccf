from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.times.recurrence import DAILY, WEEKDAYS, Recurrence

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_same_time_on_the_wall_in_summer_and_winter() -> None:
    eight = Recurrence(DAILY, 480)
    assert eight.next_after(utc("2026-03-28T06:00"), BERLIN) == utc("2026-03-28T07:00")
    assert eight.next_after(utc("2026-03-28T07:00"), BERLIN) == utc("2026-03-29T06:00")
    assert eight.next_after(utc("2026-10-24T06:00"), BERLIN) == utc("2026-10-25T07:00")
    assert eight.last_before(utc("2026-10-25T07:00"), BERLIN) == utc("2026-10-24T06:00")


@pytest.mark.parametrize("minute", [90, 150])
def test_once_a_day_also_where_the_clocks_skip_a_time_or_show_it_twice(minute: int) -> None:
    """In New York half past two does not come on 8 March, and half past one comes twice on 1 November."""
    for start in ("2026-03-06T12:00", "2026-10-30T12:00"):
        moment, days = utc(start), []
        for _ in range(4):
            moment = Recurrence(DAILY, minute).next_after(moment, NEW_YORK)
            days.append(moment.astimezone(NEW_YORK).date())
        assert days == [days[0] + timedelta(days=number) for number in range(4)]


def test_only_on_its_days() -> None:
    friday = utc("2026-11-27T10:00")
    assert Recurrence(WEEKDAYS, 480).next_after(friday, UTC) == utc("2026-11-30T08:00")
    assert Recurrence(frozenset({4}), 600).next_after(friday, UTC) == utc("2026-12-04T10:00")
    assert Recurrence(frozenset({4}), 600).last_before(friday, UTC) == utc("2026-11-20T10:00")
