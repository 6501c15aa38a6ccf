"""Full texts from pages: asked for politely, and never a wall in the place of an article."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from config import Settings
from index.articles.article import Article
from index.errors import InputError
from index.feeds.feed import Pages
from index.feeds.feed_store import FeedStore
from index.feeds.intake import open_intake
from index.feeds.page import is_teaser, read_page
from index.feeds.page_store import MOST_ATTEMPTS
from index.feeds.page_walls import WallError
from index.newsdesk import Newsdesk
from index.storage.database import Database
from index.storage.tables import articles, pages
from tests.index.conftest import NOW, WordHashes
from tests.index.feeds.conftest import FeedServer, rss

TITLE = "Ferry stays in port until Friday"
TEASER = "High waves keep the ferry in port."
BODY = "".join(
    f"<p>The ferry to island {n} stays in port because waves are higher than pier {n}, its owner told the council.</p>"
    for n in range(8)
)
PAGE = (
    "<!DOCTYPE html><html lang='en-GB'><head><title>{title} - Harbour Post</title><meta charset='utf-8'>"
    "<link rel='canonical' href='{canonical}'>"
    "<meta property='article:published_time' content='2025-07-10T06:30:00Z'>{head}</head>"
    "<body><nav>Home News Sport</nav><article><h1>{title}</h1>{body}</article></body></html>"
)


def page(body: str = BODY, head: str = "", canonical: str = "https://harbour.example/news/ferry") -> bytes:
    return PAGE.format(title=TITLE, body=body, head=head, canonical=canonical).encode()


def read(body: bytes, url: str = "https://harbour.example/r?id=1", content_type: str = "text/html") -> Any:
    return read_page(body, url, {"content-type": content_type}, title=TITLE, teaser=TEASER, now=NOW)


def test_what_a_page_says() -> None:
    found = read(page())
    assert found.text.count("The ferry to island") == 8
    assert "Sport" not in found.text
    assert (found.url, found.language) == ("https://harbour.example/news/ferry", "en-gb")
    assert found.published == datetime.fromisoformat("2025-07-10T06:30:00Z")


@pytest.mark.parametrize("named", ["https://harbour.example/", "https://elsewhere.example/news", "javascript:0", ""])
def test_a_canonical_address_that_cannot_be_right(named: str) -> None:
    assert read(page(canonical=named)).url == "https://harbour.example/r?id=1"


CONSENT = "<p>We value your privacy. We and our 812 partners use cookies.</p><p>Manage cookies, accept all cookies.</p>"
BEGUN = "The ferry to the islands stays in port until Friday. " + "High waves. " * 25
PAY = f"<p>{BEGUN}</p><p>Subscribe to continue reading.</p>"
FREE = '<script type="application/ld+json">{{"@graph": [{{"isAccessibleForFree": {}}}]}}</script>'


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (page(CONSENT * 4), "asks for consent"),
        (page("<p>Wir verwenden Cookies. Cookies akzeptieren oder nicht?</p>" * 8), "asks for consent"),
        (page(PAY), "for subscribers"),
        (page(head=FREE.format("false")), "for subscribers"),
        (page(head=FREE.format('"False"')), "for subscribers"),
        (page(head='<meta property="article:content_tier" content="locked">'), "for subscribers"),
        (page(f"<p>{TEASER}</p>"), "no more than the feed"),
        (
            page("".join(f"<p>Shop {n} sells umbrellas, boots and hats every day.</p>" for n in range(9))),
            "another text",
        ),
    ],
)
def test_walls(body: bytes, words: str) -> None:
    with pytest.raises(WallError, match=words):
        read(body)


@pytest.mark.parametrize("body", [b"", b"\x00" * 4000, b"<html>", b"{}", b"%PDF-1.4"])
def test_no_page_at_all(body: bytes) -> None:
    with pytest.raises(InputError):
        read(body)


def test_what_says_that_it_is_free_is() -> None:
    assert read(page(head=FREE.format("true"))).text


def test_a_redirect_to_a_gate() -> None:
    with pytest.raises(WallError, match="consent"):
        read(page(), url="https://consent.harbour.example/collect?back=1")


def test_only_web_pages() -> None:
    with pytest.raises(WallError, match="not a web page"):
        read(page(), content_type="application/pdf")


@pytest.mark.parametrize(
    ("text", "teaser"),
    [("Short.", True), ("x" * 900, False), ("x " * 450 + "…", True), ("x " * 450 + "Read more", True)],
)
def test_teasers(text: str, teaser: bool) -> None:
    assert is_teaser(Article(title=TITLE, text=text, url="https://harbour.example/1")) == teaser
    assert not is_teaser(Article(title=TITLE, text=text))


class Desk(Newsdesk):
    """A news desk with one feed, read by hand."""

    def __init__(self, database: Database, folder: Path, server: FeedServer) -> None:
        self.database = database
        self.feeds = FeedStore(database)
        self.server = server
        self.now = NOW
        self.settings = Settings(data_dir=folder, allowed_hosts="127.0.0.1", feed_host_delay=0)
        super().__init__(database, folder / "index", WordHashes())

    def feed(self, text: str = TEASER, title: str = TITLE) -> None:
        link = self.server.url("/page")
        body = rss(title, text=text).replace(b"https://harbour.example/1", link.encode())
        self.feeds.add(self.server.serve("/feed", body), self.now)

    async def round(self) -> dict[str, int]:
        self.now += timedelta(days=9)
        async with open_intake(self.settings, self.database, self, lambda: self.now) as intake:
            await intake.start_due()
            await intake.finish()
            return intake.take_tally()

    def stored(self) -> Any:
        with self.database.read() as connection:
            return connection.execute(select(articles)).one()

    def waiting(self) -> list[Any]:  # type: ignore[override]
        with self.database.read() as connection:
            return list(connection.execute(select(pages)))


@pytest.fixture
def desk(database: Database, tmp_path: Path, server: FeedServer) -> Iterator[Desk]:
    opened = Desk(database, tmp_path, server)
    yield opened
    opened.close()


async def test_the_page_takes_the_place_of_the_teaser(desk: Desk, server: FeedServer) -> None:
    desk.feed()
    server.serve("/page", page(), headers={"Content-Type": "text/html"})
    assert await desk.round() == {"read": 1, "new": 1, "pages_read": 1}
    row = desk.stored()
    assert (row.teaser, row.language, row.text.count("island")) == (TEASER, "en-gb", 8)
    assert await desk.round() == {"unchanged": 1}
    assert [request.path for request in server.requests] == ["/feed", "/robots.txt", "/page", "/feed"]


async def test_an_edit_keeps_the_text_until_the_page_is_read_again(desk: Desk, server: FeedServer) -> None:
    desk.feed()
    server.serve("/page", page(), headers={"Content-Type": "text/html"})
    await desk.round()
    desk.feed("The ferry will stay in port.", "Ferry stays in port until Sunday")
    server.serve("/page", status=500)
    assert await desk.round() == {"read": 1, "changed": 1, "pages_failed": 1}
    row = desk.stored()
    assert (row.title, row.teaser) == ("Ferry stays in port until Sunday", "The ferry will stay in port.")
    assert row.text.count("island") == 8
    server.serve("/page", page(BODY + BODY.replace("island", "harbour")), headers={"Content-Type": "text/html"})
    assert (await desk.round())["pages_read"] == 1
    assert "harbour" in desk.stored().text


async def test_robots_are_obeyed(desk: Desk, server: FeedServer) -> None:
    desk.feed()
    server.serve("/robots.txt", b"User-agent: *\nDisallow: /page\n")
    assert await desk.round() == {"read": 1, "new": 1, "pages_left": 1}
    assert desk.stored().text == TEASER
    assert "/page" not in [request.path for request in server.requests]


async def test_a_site_in_trouble_is_asked_later_and_not_for_ever(desk: Desk, server: FeedServer) -> None:
    desk.feed()
    server.serve("/robots.txt", status=503)
    for _ in range(MOST_ATTEMPTS):
        assert (await desk.round())["pages_failed"] == 1
    assert desk.waiting() == []
    assert "/page" not in [request.path for request in server.requests]


@pytest.mark.parametrize("status", [404, 403, 410])
async def test_a_page_that_is_not_there_is_not_asked_for_again(desk: Desk, server: FeedServer, status: int) -> None:
    desk.feed()
    server.serve("/page", status=status)
    assert (await desk.round())["pages_failed"] == 1
    assert desk.waiting() == []


async def test_pages_only_as_the_feed_is_set(desk: Desk, server: FeedServer) -> None:
    desk.feed()
    desk.feeds.change(server.url("/feed"), pages=Pages.NEVER.value)
    assert await desk.round() == {"read": 1, "new": 1}
    desk.feeds.change(server.url("/feed"), pages=Pages.ALWAYS.value)
    desk.feed("The whole text. " * 100)
    assert (await desk.round())["pages_failed"] == 1


async def test_the_page_of_an_article_that_is_gone(desk: Desk, server: FeedServer) -> None:
    desk.store_page(7, replace(read(page())), NOW)
    assert desk.status().articles == 0
