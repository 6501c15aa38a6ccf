"""The coverage of a topic over time: how many articles on each day, by outlet."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from urllib.parse import urlsplit

from sqlalchemy import Connection, func, select

from index.articles.articles import chunks
from index.storage.tables import articles

OUTLETS = 5  # that are told apart; the others are one


@dataclass(frozen=True, slots=True)
class Trend:
    """Articles by day: for each outlet, the busiest first, one count for each of `days`. None is all the others."""

    topic: str
    days: tuple[date, ...]
    outlets: tuple[tuple[str | None, tuple[int, ...]], ...]

    @property
    def by_day(self) -> tuple[int, ...]:
        """The articles of each day."""
        return tuple(sum(counts) for counts in zip(*(counts for _, counts in self.outlets), strict=True))

    @property
    def total(self) -> int:
        """The articles of all days."""
        return sum(sum(counts) for _, counts in self.outlets)


def trend_of(
    connection: Connection, topic: str, article_ids: Iterable[int], *, since: datetime, now: datetime, zone: tzinfo
) -> Trend:
    """Count the articles on the days from `since` to `now` as they are in the time zone."""
    first, last = since.astimezone(zone).date(), now.astimezone(zone).date()
    days = tuple(first + timedelta(days=number) for number in range((last - first).days + 1))
    counted: Counter[tuple[str | None, date]] = Counter()
    moment = func.coalesce(articles.c.published, articles.c.added).label("moment")
    for chunk in chunks(sorted(article_ids)):
        query = select(articles.c.source, articles.c.url, moment).where(articles.c.id.in_(chunk))
        for row in connection.execute(query):
            counted[_outlet(row.source, row.url), row.moment.astimezone(zone).date()] += 1
    totals: Counter[str | None] = Counter()
    for (outlet, day), count in counted.items():
        totals[outlet] += count if first <= day <= last else 0
    named = [outlet for outlet, _ in sorted(totals.items(), key=lambda pair: (-pair[1], pair[0] or "")) if outlet]
    shown = named[:OUTLETS]
    told: list[tuple[str | None, tuple[int, ...]]] = [
        (outlet, tuple(counted[outlet, day] for day in days)) for outlet in shown
    ]
    others = totals.keys() - set(shown)
    if others:
        told.append((None, tuple(sum(counted[outlet, day] for outlet in others) for day in days)))
    return Trend(topic, days, tuple((outlet, counts) for outlet, counts in told if any(counts)))


def _outlet(source: str | None, url: str | None) -> str | None:
    host = urlsplit(url).hostname if url else None
    return source or (host or "").removeprefix("www.") or None
