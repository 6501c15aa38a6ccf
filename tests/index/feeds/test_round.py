from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from index.articles.article import Article
from index.articles.sentences import Span
from index.articles.storing import Outcome, Supplier, store_articles
from index.feeds.feed import Feed
from index.feeds.feed_store import FeedStore
from index.feeds.fetcher import Fetcher, FetchLimits
from index.feeds.round import FeedRound
from index.storage.database import Database
from index.storage.tables import articles
from tests.index.conftest import NOW
from tests.index.feeds.conftest import FeedServer, gzip_bomb, rss

LIMITS = FetchLimits(seconds=1, body=1 << 20)
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Council</title><entry><id>urn:1</id><title>Vote</title>
<updated>2025-07-09T10:00:00Z</updated><content type="html">&lt;p&gt;They voted.&lt;/p&gt;</content></entry></feed>"""
JSON = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "Tides", "items": [{"id": "1", "title": "High tide",
"content_text": "At noon."}]}"""


class Desk:
    """A database with feeds in it, and a clock that is moved by hand."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.feeds = FeedStore(database)
        self.now = NOW

    def keep(self, incoming: Sequence[tuple[Article, str]], now: datetime, supplier: Supplier) -> list[Outcome]:
        with self.database.write() as connection:
            return store_articles(connection, incoming, lambda told: [Span(0, len(told.text))], now, supplier)

    async def round(self) -> Counter[str]:
        """One round over what is due."""
        with ThreadPoolExecutor(2) as threads:
            async with Fetcher(["127.0.0.1", "localhost"], LIMITS) as fetcher:
                one = FeedRound(self.feeds, fetcher, self.keep, lambda: self.now, threads)
                await one.start_due()
                await one.finish()
                return +one.tally

    async def later_round(self) -> Counter[str]:
        """One round when everything is due again."""
        self.now += timedelta(days=9)
        return await self.round()

    def feed(self, url: str) -> Feed:
        return next(feed for feed in self.feeds.all() if feed.url == url)

    def stored(self) -> list[Any]:
        with self.database.read() as connection:
            return list(connection.execute(select(articles).order_by(articles.c.id)))


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


async def test_articles_come_in_once(desk: Desk, server: FeedServer) -> None:
    url = server.serve("/feed", rss("Ferry late", "Bridge shut"))
    assert desk.feeds.add(url, NOW)
    assert not desk.feeds.add(url, NOW)
    assert await desk.round() == {"read": 1, "new": 2}
    assert not await desk.round()  # not due yet
    feed = desk.feed(url)
    assert (feed.title, feed.site, feed.failures) == ("Harbour Post", "https://harbour.example/", 0)
    assert await desk.later_round() == {"unchanged": 1}
    server.serve("/feed", rss("Ferry late", "Bridge shut", "Gull fed"))
    assert await desk.later_round() == {"read": 1, "known": 2, "new": 1}
    assert [row.title for row in desk.stored()] == ["Ferry late", "Bridge shut", "Gull fed"]
    assert desk.stored()[0].source == "Harbour Post"


async def test_an_edit_changes_the_article_in_place(desk: Desk, server: FeedServer) -> None:
    desk.feeds.add(server.serve("/feed", rss("Ferry late")), NOW)
    await desk.round()
    server.serve("/feed", rss("Ferry is back", text="It runs."))
    assert await desk.later_round() == {"read": 1, "changed": 1}
    assert [(row.id, row.title, row.text) for row in desk.stored()] == [(1, "Ferry is back", "It runs.")]


async def test_an_unchanged_feed_is_not_sent_again(desk: Desk, server: FeedServer) -> None:
    url = server.serve_tagged("/feed", rss("Ferry late"), '"1"')
    desk.feeds.add(url, NOW)
    await desk.round()
    assert await desk.later_round() == {"unchanged": 1}
    assert server.requests[-1].headers["If-None-Match"] == '"1"'
    assert desk.feed(url).etag == '"1"'


@pytest.mark.parametrize(("body", "title"), [(ATOM, "Vote"), (JSON, "High tide")])
async def test_other_kinds_of_feeds(desk: Desk, server: FeedServer, body: bytes, title: str) -> None:
    desk.feeds.add(server.serve("/feed", body), NOW)
    assert await desk.round() == {"read": 1, "new": 1}
    assert desk.stored()[0].title == title


async def test_the_encoding_that_the_server_names(desk: Desk, server: FeedServer) -> None:
    body = rss("Møte i Tromsø").decode().replace(' encoding="utf-8"', "").encode("iso-8859-1")
    headers = {"Content-Type": "application/rss+xml; charset=iso-8859-1"}
    desk.feeds.add(server.serve("/feed", body, headers=headers), NOW)
    await desk.round()
    assert desk.stored()[0].title == "Møte i Tromsø"


async def test_a_feed_that_moved_is_asked_at_its_new_place(desk: Desk, server: FeedServer) -> None:
    desk.feeds.add(server.serve("/old", status=301, headers={"Location": "/new"}), NOW)
    server.serve("/new", rss("Ferry late"))
    await desk.round()
    feed = desk.feed(server.url("/new"))
    assert feed.origin == f"feed {server.url('/old')}"
    desk.feeds.add(server.serve("/older", status=301, headers={"Location": "/new"}), NOW)
    await desk.round()
    assert desk.feed(server.url("/older")).retired
    assert "is on the list" in str(desk.feed(server.url("/older")).trouble)


async def test_a_feed_that_is_gone_is_left_alone_until_added_again(desk: Desk, server: FeedServer) -> None:
    url = server.serve("/feed", status=410)
    desk.feeds.add(url, NOW)
    await desk.round()
    assert desk.feed(url).retired
    assert not await desk.later_round()
    server.serve("/feed", rss("Ferry late"))
    assert desk.feeds.add(url, desk.now)
    assert await desk.round() == {"read": 1, "new": 1}
    assert not desk.feed(url).retired


async def test_a_server_that_asks_to_wait(desk: Desk, server: FeedServer) -> None:
    url = server.serve("/feed", status=429, headers={"Retry-After": "7500"})
    desk.feeds.add(url, NOW)
    assert await desk.round() == {"failed": 1}
    assert str(desk.feed(url).trouble) == "the server asks to wait until 14:05 UTC"
    assert desk.feed(url).next_check >= NOW + timedelta(seconds=7500)


async def test_the_other_feeds_of_a_server_that_asks_to_wait_wait_with_it(desk: Desk, server: FeedServer) -> None:
    busy = server.serve("/1", status=503, headers={"Retry-After": "7500"})
    other = server.serve("/2", rss("Ferry late"))
    desk.feeds.add(busy, NOW - timedelta(minutes=1))  # waits longest, so it is asked first
    desk.feeds.add(other, NOW)
    assert await desk.round() == {"failed": 1}
    assert [request.path for request in server.requests] == ["/1"]
    assert str(desk.feed(other).trouble) == "the server asks to wait until 14:05 UTC"
    assert desk.feed(other).next_check >= NOW + timedelta(seconds=7500)
    # Which of the two is asked first now depends on their addresses, and so on the port; the server is still busy.
    server.serve("/2", status=503, headers={"Retry-After": "7500"})
    assert await desk.later_round() == {"failed": 1}
    assert len(server.requests) == 2


async def test_two_feeds_that_tell_an_article_differently(desk: Desk, server: FeedServer) -> None:
    short, long = rss("Ferry late", text="It waits."), rss("Ferry late again", text="It waits for the wind to drop.")
    desk.feeds.add(server.serve("/long", long), NOW)
    desk.feeds.add(server.serve("/short", short), NOW + timedelta(minutes=1))
    await desk.later_round()
    for number in range(3):
        server.serve("/long", long + b" " * number)
        server.serve("/short", short + b" " * number)
        await desk.later_round()
    assert [(row.title, row.text) for row in desk.stored()] == [("Ferry late again", "It waits for the wind to drop.")]
    server.serve("/long", rss("Ferry is back", text="It sails."))
    assert (await desk.later_round())["changed"] == 1


async def test_waits_grow_and_heal(desk: Desk, server: FeedServer) -> None:
    url = server.serve("/feed", status=500)
    desk.feeds.add(url, NOW)
    waits = []
    for _ in range(3):
        await desk.later_round()
        waits.append(desk.feed(url).next_check - desk.now)
    assert waits == sorted(set(waits))
    assert desk.feed(url).failures == 3
    server.serve("/feed", rss("Ferry late"))
    await desk.later_round()
    assert (desk.feed(url).failures, desk.feed(url).last_error) == (0, None)
    assert desk.feed(url).next_check - desk.now < timedelta(days=2)


async def test_the_others_do_not_notice_a_bad_one(desk: Desk, server: FeedServer) -> None:
    page = b"<!DOCTYPE html><html><body>Moved!</body></html>"
    bomb = server.serve("/bomb", gzip_bomb(), headers={"Content-Encoding": "gzip"})
    bad = {
        server.serve("/page", page, headers={"ETag": '"p"'}): "this is a web page, not a feed",
        server.serve("/empty"): "the answer is empty",
        server.serve("/words", b"Nothing to see."): "this is not a feed",
        server.serve("/image", b"\x89PNG\r\n\x1a\n0000"): "this is an image, not text",
        server.serve(
            "/private", status=302, headers={"Location": "http://10.0.0.1/"}
        ): "10.0.0.1 is on a private network",
        server.serve(
            "/loop", status=302, headers={"Location": "/loop"}
        ): "the server sends from one address to the next",
        server.serve_slow("/slow"): "the server took longer than 1 seconds",
        server.serve_endless("/endless"): "its answer has more than 1 MB",
        bomb: "its answer has more than 1 MB",
        server.url("/missing"): "there is nothing at this address (404)",
        "http://127.0.0.1:1/": "the server cannot be reached",
    }
    good = server.serve("/good", rss("Ferry late")).replace("127.0.0.1", "localhost")
    for url in (*bad, good):
        desk.feeds.add(url, NOW)
    assert await desk.round() == {"read": 1, "new": 1, "failed": len(bad)}
    for url, reason in bad.items():
        assert str(desk.feed(url).trouble).startswith(reason)
        assert desk.feed(url).etag is None
    assert [row.title for row in desk.stored()] == ["Ferry late"]


async def test_a_feed_removed_while_it_is_read_stays_removed(desk: Desk, server: FeedServer) -> None:
    url = server.serve("/feed", rss("Ferry late"))
    desk.feeds.add(url, NOW)
    feed = desk.feed(url)
    assert desk.feeds.remove(url)
    assert not desk.feeds.remove(url)
    desk.feeds.save(feed)
    assert desk.feeds.all() == []


async def test_what_was_stored_before_a_kill_is_known_after_it(desk: Desk, server: FeedServer) -> None:
    url = server.serve("/feed", rss("Ferry late", "Bridge shut"))
    desk.feeds.add(url, NOW)
    before = desk.feed(url)
    await desk.round()
    desk.feeds.save(before)  # as if the process had ended before the feed's state was written
    assert await desk.round() == {"read": 1, "known": 2}


async def test_no_host_is_asked_twice_at_a_time(desk: Desk, server: FeedServer) -> None:
    for number in range(5):
        desk.feeds.add(server.serve(f"/{number}", rss(f"Ferry {number}")), NOW)
    with ThreadPoolExecutor(2) as threads:
        async with Fetcher(["127.0.0.1"]) as fetcher:
            one = FeedRound(desk.feeds, fetcher, desk.keep, lambda: NOW, threads)
            assert await one.start_due() == 5
            assert await one.start_due() == 0
            await one.finish()
    assert len(server.requests) == 5
