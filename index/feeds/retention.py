"""For how long articles are kept: so many days, so many of a feed, and for good what was imported from files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from index.articles.article import Article
from index.feeds.feed import Feed


@dataclass(frozen=True, slots=True)
class Kept:
    """How much is kept of a feed; 0 is no limit."""

    days: int = 0
    articles: int = 0

    def since(self, now: datetime) -> datetime | None:
        """The moment before which nothing is kept."""
        return now - timedelta(days=self.days) if self.days else None


FOREVER = Kept()


def kept_of(feed: Feed, otherwise: Kept) -> Kept:
    """How much is kept of this feed: as it says itself, or else as the settings say."""
    return Kept(
        otherwise.days if feed.keep_days is None else feed.keep_days,
        otherwise.articles if feed.keep_articles is None else feed.keep_articles,
    )


def worth_taking(articles: Sequence[Article], kept: Kept, now: datetime) -> list[Article]:
    """The articles of a feed that would not be removed at once, and then come in again as new with each reading."""
    since = kept.since(now)
    young = [article for article in articles if since is None or (article.published or now) >= since]
    if not kept.articles or len(young) <= kept.articles:
        return young
    newest = sorted(young, key=lambda article: article.published or now, reverse=True)[: kept.articles]
    chosen = {id(article) for article in newest}
    return [article for article in young if id(article) in chosen]
