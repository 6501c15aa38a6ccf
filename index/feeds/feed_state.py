"""What becomes of a feed after it was asked: the new state from the old one and the answer."""

from dataclasses import replace
from datetime import datetime, timedelta

from index.errors import InputError
from index.feeds.feed import Feed
from index.feeds.fetcher import Fetched, FetchError
from index.feeds.parsing import ParsedFeed
from index.feeds.schedule import after_failure, after_success, fresh_for, pace_of, retry_after, slowed


def after_reading(feed: Feed, fetched: Fetched, body_hash: str, parsed: ParsedFeed, now: datetime) -> Feed:
    """The feed after an answer with articles in it."""
    fresh = fresh_for(fetched.headers, parsed.ttl_minutes, now)
    interval = max(pace_of([article.published for article in parsed.articles if article.published], now), fresh)
    return replace(
        _healed(feed, fetched, interval, fresh, now),
        title=feed.title or parsed.title,
        site=parsed.site or feed.site,
        etag=fetched.headers.get("etag"),
        last_modified=fetched.headers.get("last-modified"),
        body_hash=body_hash,
    )


def after_nothing_new(feed: Feed, fetched: Fetched, now: datetime) -> Feed:
    """The feed after an answer that says, or shows, that it is as it was."""
    healed = _healed(feed, fetched, slowed(feed.interval), fresh_for(fetched.headers, None, now), now)
    return replace(
        healed,
        etag=fetched.headers.get("etag", feed.etag),
        last_modified=fetched.headers.get("last-modified", feed.last_modified),
    )


def after_error(feed: Feed, error: InputError, now: datetime) -> Feed:
    """The feed after an answer that is of no use, or none at all."""
    gone = isinstance(error, FetchError) and error.gone
    asked = retry_after(error.headers, now) if isinstance(error, FetchError) else timedelta()
    if isinstance(error, FetchError) and error.asks_to_wait and asked:
        error = _waits(now + asked, now)
    failures = feed.failures + 1
    return replace(
        feed,
        checked=now,
        failures=failures,
        last_error=error.message,
        error_values=error.values,
        retired=gone,
        next_check=after_failure(feed.url, feed.interval, failures, asked, now),
    )


def after_waiting(feed: Feed, until: datetime, now: datetime) -> Feed:
    """The feed that was not asked because its server wants to be left alone until then."""
    asked = _waits(until, now)
    return replace(
        feed,
        last_error=asked.message,
        error_values=asked.values,
        next_check=after_success(feed.url, timedelta(), until - now, now),
    )


def _waits(until: datetime, now: datetime) -> InputError:
    told = f"{until:%H:%M} UTC" if until.date() == now.date() else f"{until:%Y-%m-%d %H:%M} UTC"
    return InputError("the server asks to wait until {time}", time=told)


def _healed(feed: Feed, fetched: Fetched, interval: timedelta, fresh: timedelta, now: datetime) -> Feed:
    return replace(
        feed,
        url=fetched.lasting_url,
        checked=now,
        interval=interval,
        failures=0,
        last_error=None,
        error_values=None,
        next_check=after_success(feed.url, interval, fresh, now),
    )
