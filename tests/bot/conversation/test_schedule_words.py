from datetime import UTC

import pytest

from bot.conversation.schedule_words import WantedBrief, is_schedule, told_days, wanted_brief
from bot.times.recurrence import DAILY, WEEKDAYS, WEEKENDS, Recurrence
from bot.translation import translator_for
from index.errors import InputError

ENGLISH = translator_for("en", UTC)
EIGHT = 480


@pytest.mark.parametrize(
    ("typed", "days", "minutes", "topic"),
    [
        ("daily 08:00", DAILY, [EIGHT], None),
        ("08:00", DAILY, [EIGHT], None),
        ("Daily 8:00 Ukraine", DAILY, [EIGHT], "Ukraine"),
        ("central banks 8am weekdays", WEEKDAYS, [EIGHT], "central banks"),
        ("weekends 8 am", WEEKENDS, [EIGHT], None),
        ("mon,thu 08:00, 18:30", {0, 3}, [EIGHT, 1_110], None),
        ("Fri-Mon 08:00 08:00", {4, 5, 6, 0}, [EIGHT], None),
        ("monday 08:00", {0}, [EIGHT], None),
    ],
)
def test_words_for_a_schedule(typed: str, days: frozenset[int], minutes: list[int], topic: str | None) -> None:
    assert is_schedule(typed)
    times = tuple(Recurrence(frozenset(days), minute) for minute in minutes)
    assert wanted_brief(typed, ENGLISH) == WantedBrief(times, topic)


@pytest.mark.parametrize("typed", ["", "Ukraine", "24h", "Ukraine 7d", "daily mail", "The Sun", "mon"])
def test_words_for_a_brief_now(typed: str) -> None:
    assert wanted_brief(typed, ENGLISH) is None
    assert not is_schedule(typed)


def test_a_schedule_without_a_possible_time() -> None:
    with pytest.raises(InputError, match="Add a time of day"):
        wanted_brief("daily", ENGLISH)
    with pytest.raises(InputError, match="25:61 is no time of day"):
        wanted_brief("daily 25:61", ENGLISH)


@pytest.mark.parametrize(
    ("days", "told"), [(DAILY, "daily"), (WEEKDAYS, "weekdays"), (WEEKENDS, "weekends"), ({2, 0}, "Mon, Wed")]
)
def test_days_in_words(days: frozenset[int], told: str) -> None:
    assert told_days(frozenset(days), ENGLISH) == told
