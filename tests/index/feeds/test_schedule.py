from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from index.feeds.schedule import (
    FIRST_INTERVAL,
    LONGEST,
    LONGEST_WAIT,
    SHORTEST,
    SPREAD,
    after_failure,
    after_success,
    fresh_for,
    pace_of,
    retry_after,
    slowed,
)

NOW = datetime(2025, 7, 10, 12, tzinfo=UTC)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
spans = st.timedeltas(timedelta(), timedelta(days=400))
urls = st.text(max_size=40)


@given(st.lists(moments, max_size=30))
def test_the_pace_has_limits(published: list[datetime]) -> None:
    assert SHORTEST <= pace_of(published, NOW) <= LONGEST


def test_the_pace_is_that_of_the_newest() -> None:
    hourly = [NOW - timedelta(hours=n) for n in range(1, 30)]
    assert pace_of(hourly, NOW) == timedelta(minutes=30)
    assert pace_of([*hourly, NOW + timedelta(days=3)], NOW) == timedelta(minutes=30)
    assert pace_of([NOW - timedelta(days=400)], NOW) == LONGEST
    assert pace_of([], NOW) == FIRST_INTERVAL


@given(urls, spans, spans)
def test_a_success_is_asked_for_again_in_time_and_never_too_soon(
    url: str, interval: timedelta, fresh: timedelta
) -> None:
    wait = after_success(url, interval, fresh, NOW) - NOW
    assert max(SHORTEST, fresh) <= wait <= max(LONGEST, fresh) * (1 + SPREAD)
    assert wait == after_success(url, interval, fresh, NOW) - NOW


@given(urls, spans, st.integers(1, 10_000), spans)
def test_waits_grow_with_errors_to_a_limit(url: str, interval: timedelta, failures: int, asked: timedelta) -> None:
    wait = after_failure(url, interval, failures, asked, NOW) - NOW
    assert max(SHORTEST, asked) <= wait <= max(LONGEST_WAIT, asked) * (1 + SPREAD)
    assert wait <= after_failure(url, interval, failures + 1, asked, NOW) - NOW


def test_two_errors_wait_twice_as_long_as_one() -> None:
    one, two = (after_failure("a", FIRST_INTERVAL, n, timedelta(), NOW) - NOW for n in (1, 2))
    assert abs(two - 2 * one) < timedelta(milliseconds=1)


def test_feeds_are_spread() -> None:
    waits = sorted(after_success(f"https://wire.example/{n}", LONGEST, timedelta(), NOW) for n in range(1000))
    assert max(b - a for a, b in pairwise(waits)) < LONGEST * SPREAD / 50


@given(
    st.dictionaries(st.sampled_from(["cache-control", "expires", "date", "retry-after"]), st.text()),
    st.integers() | st.none(),
)
def test_any_header_is_survived(headers: dict[str, str], ttl: int | None) -> None:
    assert timedelta() <= fresh_for(headers, ttl, NOW) <= LONGEST
    assert timedelta() <= retry_after(headers, NOW) <= LONGEST_WAIT


def test_what_the_server_says() -> None:
    later = format_datetime(NOW + timedelta(hours=2), usegmt=True)
    assert retry_after({"retry-after": "120"}, NOW) == timedelta(minutes=2)
    assert retry_after({"retry-after": later}, NOW) == timedelta(hours=2)
    assert retry_after({"retry-after": "999999999"}, NOW) == LONGEST_WAIT
    assert fresh_for({"cache-control": "public, max-age=600"}, None, NOW) == timedelta(minutes=10)
    assert fresh_for({"cache-control": "s-max-age=600"}, None, NOW) == timedelta()
    assert fresh_for({"cache-control": "max-age=60", "expires": later}, 30, NOW) == timedelta(minutes=30)
    assert fresh_for({"expires": later}, None, NOW) == timedelta(hours=2)
    assert fresh_for({"expires": "0"}, None, NOW) == timedelta()


@given(spans)
def test_a_quiet_feed_is_asked_less_often(interval: timedelta) -> None:
    assert min(max(interval, SHORTEST), LONGEST) <= slowed(interval) <= LONGEST
