from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles.dates import parse_date
from index.errors import InputError

NOW = datetime(2025, 12, 20, 12, tzinfo=UTC)
MARCH = datetime(2025, 3, 1, tzinfo=UTC)
AT_TEN = datetime(2025, 3, 1, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2025-03-01",
        "2025/03/01",
        "2025/3/1",
        "2025.03.01",
        "20250301",
        20250301,
        "1 March 2025",
        "March 1, 2025",
        "Saturday, March 1, 2025",
        "1-Mar-25",
        "1. März 2025",
        "le 1 mars 2025",
        "1 de marzo de 2025",
        "1 марта 2025 г.",
        "1 березня 2025",
        "2025年3月1日",
        "١ مارس ٢٠٢٥",
        " 2025-03-01\n",
    ],
)
def test_days(written: str | int) -> None:
    assert parse_date(written, now=NOW) == MARCH


@pytest.mark.parametrize(
    "written",
    [
        "2025-03-01T10:30:00Z",
        "2025-03-01T10:30Z",
        "2025-03-01 10:30:00",
        "2025-03-01 10:30:00 UTC",
        "2025-03-01T11:30:00+01:00",
        "2025-03-01T11:30:00+0100",
        "2025-03-01T10:30:00.000000000Z",
        "20250301T103000Z",
        "20250301103000",
        "202503011030",
        "2025/03/01 10:30:00",
        "Sat, 01 Mar 2025 10:30:00 GMT",
        "Sat, 1 Mar 2025 05:30:00 EST",
        "Sat, 01 Mar 2025 10:30:00 -0000",
        "Sat Mar 01 2025 11:30:00 GMT+0100 (CET)",
        "March 1, 2025 5:30 am EST",
        "1. März 2025, 10:30 Uhr",
        "1740825000",
        1740825000,
        1740825000.0,
        1740825000000,
        "1740825000000",
        1740825000000000,
        1740825000000000000,
    ],
)
def test_moments(written: str | float) -> None:
    assert parse_date(written, now=NOW) == AT_TEN


@pytest.mark.parametrize(
    "written",
    [
        "",
        "xyz",
        "soon",
        "2 hours ago",
        "yesterday",
        "10:30",
        "March 1",
        "2025",
        2025,
        0.5,
        "2025-13-45",
        "99/99/9999",
        "1e400",
        1e300,
        float("nan"),
        float("inf"),
        "9" * 30,
        "9" * 5_000,
        "0001-01-01T00:00:00+05:00",
        "9999-12-31T23:59:59-05:00",
        "word 1 2 3 " * 50,
        "\x00",
    ],
)
def test_what_is_no_date_is_one_sentence(written: str | float) -> None:
    with pytest.raises(InputError, match=r"^its date '.*' cannot be read$"):
        parse_date(written, now=NOW)


def test_a_sentence_quotes_only_the_beginning() -> None:
    with pytest.raises(InputError) as raised:
        parse_date("x" * 1_000, now=NOW)
    assert len(str(raised.value)) < 120


def test_a_year_of_two_digits_is_the_last_one_before_now() -> None:
    assert parse_date("5 Mar 25", now=NOW).year == 2025
    assert parse_date("5 Mar 26", now=NOW).year == 1926
    assert parse_date("5 Mar 26", now=NOW.replace(year=2026)).year == 2026


def test_before_1970() -> None:
    assert parse_date(-86400, now=NOW) == datetime(1969, 12, 31, tzinfo=UTC)
    assert parse_date("1851-09-18", now=NOW).year == 1851


@given(st.text(max_size=60) | st.floats() | st.integers())
@settings(max_examples=200, deadline=None)
def test_anything_is_a_moment_in_utc_or_one_sentence(written: str | float) -> None:
    try:
        moment = parse_date(written, now=NOW)
    except InputError as error:
        assert str(error).startswith("its date ")  # noqa: PT017
    else:
        assert moment.tzinfo is UTC
