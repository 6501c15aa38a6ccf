from datetime import timedelta

import pytest

from bot.times.periods import is_period, parse_period
from index.errors import InputError


@pytest.mark.parametrize(
    ("text", "hours"), [("24h", 24), ("1H", 1), ("7d", 168), (" 2 w ", 336), ("366d", 8784), ("08h", 8)]
)
def test_periods(text: str, hours: int) -> None:
    assert parse_period(text) == timedelta(hours=hours)


@pytest.mark.parametrize("text", ["", "h", "0h", "367d", "99999999999999999999d", "-1d", "1.5d", "1y", "today", "٣d¹"])
def test_no_periods(text: str) -> None:
    with pytest.raises(InputError, match="such as 24h, 7d or 2w"):
        parse_period(text)


def test_what_is_written_like_a_period() -> None:
    assert is_period("0h")
    assert is_period("9999d")
    assert not is_period("G7")
    assert not is_period("24")
