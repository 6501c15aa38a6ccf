"""What is kept no longer goes from the database, the index and the stories."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from index.articles.article import Article
from index.articles.storing import Supplier
from index.feeds.feed_store import FeedStore
from index.feeds.pruning import find_excess
from index.feeds.retention import FOREVER, Kept, kept_of, worth_taking
from index.newsdesk import Newsdesk
from index.storage.database import Database
from index.storage.tables import articles, passages, stories, vectors
from tests.index.articles.test_copies import FIRST, MIRROR
from tests.index.conftest import NOW, WordHashes, article

URL = "https://wire.example/feed"


class Desk(Newsdesk):
    """A news desk with one feed on its list."""

    def __init__(self, database: Database, folder: Path) -> None:
        super().__init__(database, folder, WordHashes())
        self.database = database
        self.feeds = FeedStore(database)
        self.feeds.add(URL, NOW)
        self.feed = self.feeds.all()[0]

    def take(self, *told: Article, feed_id: int | None = 1) -> None:
        supplier = Supplier(feed_id, lambda _article: False) if feed_id else None
        self.store([(each, f"feed {feed_id}") for each in told], NOW, supplier)
        self.index_pending(lambda: False)

    def urls(self) -> set[str | None]:
        with self.database.read() as connection:
            return set(connection.execute(select(articles.c.url)).scalars())

    def count(self, table: Any) -> int:
        with self.database.read() as connection:
            return connection.execute(select(func.count()).select_from(table)).scalar_one()


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(database, tmp_path / "index")
    yield opened
    opened.close()


def urls(*numbers: int) -> set[str]:
    return {f"https://wire.example/{number}" for number in numbers}


def test_by_age(desk: Desk) -> None:
    desk.take(*(article(n, hours_ago=24 * n + 1) for n in range(6)))
    assert desk.prune(FOREVER, NOW) == 0
    assert desk.prune(Kept(days=3), NOW) == 3
    assert desk.urls() == urls(0, 1, 2)
    desk.index_pending(lambda: False)
    assert {hit.article.url for hit in desk.search("council budget", now=NOW, most=9)} == urls(0, 1, 2)
    assert desk.count(vectors) == desk.count(passages) == 3
    assert 0 < desk.count(stories) <= 3
    assert desk.prune(Kept(days=3), NOW) == 0


def test_by_number(desk: Desk) -> None:
    desk.take(*(article(n, hours_ago=n) for n in range(6)))
    desk.feeds.change(URL, keep_articles=2)
    assert desk.prune(FOREVER, NOW) == 4
    assert desk.urls() == urls(0, 1)


def test_what_a_feed_says_counts_more_than_the_settings(desk: Desk) -> None:
    desk.feeds.change(URL, keep_days=0, keep_articles=9)
    assert kept_of(desk.feeds.all()[0], Kept(3, 4)) == Kept(0, 9)
    assert kept_of(desk.feed, Kept(3, 4)) == Kept(3, 4)


def test_files_are_kept_and_removed_feeds_are_not(desk: Desk) -> None:
    desk.take(article(1, hours_ago=999), feed_id=None)
    desk.take(article(2, hours_ago=999), feed_id=77)
    assert [excess.name for excess in find_excess(desk.database, Kept(days=3), NOW)] == [None]
    assert desk.prune(Kept(days=3), NOW) == 1
    assert desk.urls() == urls(1)


def test_a_copy_takes_the_place_of_its_original(desk: Desk) -> None:
    third = replace(MIRROR, url="https://news.example/1", source="News")
    desk.take(replace(FIRST, published=NOW - timedelta(days=4)))
    desk.take(MIRROR, third, feed_id=None)
    assert [hit.article.url for hit in desk.search("ferry in port", now=NOW, most=9)] == [FIRST.url]
    assert desk.prune(Kept(days=3), NOW) == 1
    desk.index_pending(lambda: False)
    assert [hit.article.url for hit in desk.search("ferry in port", now=NOW, most=9)] == [MIRROR.url]
    with desk.database.read() as connection:
        rows = {row.url: row for row in connection.execute(select(articles))}
    assert rows[third.url].copy_of == rows[MIRROR.url].id
    assert rows[third.url].story_id == rows[MIRROR.url].story_id is not None


def test_what_would_be_removed_is_not_taken_in() -> None:
    told = [article(n, hours_ago=24 * n) for n in range(6)]
    assert worth_taking(told, FOREVER, NOW) == told
    assert worth_taking(told, Kept(days=2), NOW) == told[:3]
    assert worth_taking(told[::-1], Kept(articles=2), NOW) == told[:2][::-1]
    undated = [replace(each, published=None) for each in told]
    assert worth_taking(undated, Kept(days=1, articles=3), NOW) == undated[:3]


def test_what_has_no_date_stays_while_its_feed_does(desk: Desk) -> None:
    desk.take(replace(article(1), published=None))
    assert desk.prune(Kept(days=3), NOW + timedelta(days=90)) == 0
    desk.feeds.remove(URL)
    assert desk.prune(Kept(days=3), NOW + timedelta(days=90)) == 1


@pytest.mark.parametrize("kept", [Kept(articles=2), Kept(days=2)])
def test_reading_the_feed_again_brings_nothing_back(desk: Desk, kept: Kept) -> None:
    told = [
        replace(article(n, hours_ago=20 * n), published=None if n % 3 == 2 else article(n).published) for n in range(6)
    ]
    for _ in range(3):
        desk.take(*worth_taking(told, kept, NOW))
        left = desk.urls()
        assert desk.prune(kept, NOW) == 0
        assert desk.urls() == left
