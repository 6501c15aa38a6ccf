"""When a feed is read again: by its own pace, as its server asks, and later and later while it fails."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

SHORTEST = timedelta(minutes=10)
LONGEST = timedelta(days=1)
LONGEST_WAIT = timedelta(days=7)  # after errors, or asked for by the server
FIRST_INTERVAL = timedelta(hours=1)  # for a feed that tells nothing of its pace
PACE_ITEMS = 10  # newest articles that show how often there is something new
SLOWER = 1.25  # times the interval when nothing was new
SPREAD = 0.1  # of the interval, by which feeds are set apart

_SECONDS = re.compile(r"\s*(\d{1,9})\s*")
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)


def pace_of(published: Sequence[datetime], now: datetime) -> timedelta:
    """How often to look into a feed with articles of these times: half the usual time between two of them."""
    newest = sorted((moment for moment in published if moment <= now), reverse=True)[:PACE_ITEMS]
    if not newest:
        return FIRST_INTERVAL
    return _within((now - newest[-1]) / len(newest) / 2, SHORTEST, LONGEST)


def slowed(interval: timedelta) -> timedelta:
    """The interval of a feed in which nothing was new."""
    return _within(interval * SLOWER, SHORTEST, LONGEST)


def fresh_for(headers: Mapping[str, str], ttl_minutes: int | None, now: datetime) -> timedelta:
    """For how long the server and the feed say that asking again is of no use."""
    asked = [timedelta(minutes=min(ttl_minutes, 1_000_000))] if ttl_minutes and ttl_minutes > 0 else []
    age = _MAX_AGE.search(headers.get("cache-control", ""))
    if age:
        asked.append(timedelta(seconds=int(age[1])))
    elif expires := _moment(headers.get("expires", "")):
        asked.append(expires - (_moment(headers.get("date", "")) or now))
    return _within(max(asked, default=timedelta()), timedelta(), LONGEST)


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta:
    """How long the server asks to be left alone."""
    told = headers.get("retry-after", "")
    if seconds := _SECONDS.fullmatch(told):
        wait = timedelta(seconds=int(seconds[1]))
    else:
        moment = _moment(told)
        wait = moment - now if moment else timedelta()
    return _within(wait, timedelta(), LONGEST_WAIT)


def after_success(url: str, interval: timedelta, fresh: timedelta, now: datetime) -> datetime:
    """When to ask again after an answer that could be used; never before `fresh` has passed."""
    return now + _spread(url, max(_within(interval, SHORTEST, LONGEST), fresh))


def after_failure(url: str, interval: timedelta, failures: int, asked: timedelta, now: datetime) -> datetime:
    """When to ask again after `failures` errors in a row, each doubling the wait; never before `asked` has passed."""
    wait = _within(interval, SHORTEST, LONGEST) * 2 ** (min(max(failures, 1), 12) - 1)
    return now + _spread(url, max(min(wait, LONGEST_WAIT), asked))


def _spread(url: str, wait: timedelta) -> timedelta:
    """The wait, longer by a part that is always the same for one address and differs between addresses."""
    number = int.from_bytes(hashlib.blake2b(url.encode("utf-8", "replace"), digest_size=4).digest())
    return wait * (1 + SPREAD * number / 2**32)


def _within(value: timedelta, least: timedelta, most: timedelta) -> timedelta:
    return min(max(value, least), most)


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
