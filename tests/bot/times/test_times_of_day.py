import pytest

from bot.times.times_of_day import is_time, parse_time
from index.errors import InputError


@pytest.mark.parametrize(
    ("word", "minute"),
    [
        ("08:00", 480),
        ("8.30", 510),
        ("18h15", 1_095),
        ("7am", 420),
        ("7:05p.m.", 1_145),
        ("12am", 0),
        ("12pm", 720),
        ("٠٨:٠٠", 480),
        ("०८:३०", 510),
        ("0:00", 0),
    ],
)
def test_times_as_people_write_them(word: str, minute: int) -> None:
    assert is_time(word)
    assert parse_time(word) == minute


@pytest.mark.parametrize("word", ["25:61", "24:00", "13pm", "0am", "8:60", "999:999"])
def test_times_that_there_are_not(word: str) -> None:
    assert is_time(word)
    with pytest.raises(InputError) as raised:
        parse_time(word)
    assert str(raised.value) == f"{word} is no time of day; write it like 08:00 or 18:30."


@pytest.mark.parametrize("word", ["24h", "7d", "8", "08:00:00", "a", "1:2:3", "am", "2025", "10%", ""])
def test_words_that_are_no_times(word: str) -> None:
    assert not is_time(word)
