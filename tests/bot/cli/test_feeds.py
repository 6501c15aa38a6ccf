import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from sqlalchemy import select
from typer.testing import CliRunner

from bot.cli.feeds import open_feeds
from bot.cli.main import app
from config import Settings
from index.feeds.feed_state import after_error
from index.feeds.fetcher import FetchError
from index.feeds.intake import open_intake
from index.feeds.opml import read_opml
from index.newsdesk import Newsdesk
from index.storage.tables import articles, pages
from tests.bot.conftest import open_database
from tests.index.conftest import WordHashes
from tests.index.feeds.conftest import FeedServer, rss, server

__all__ = ["server"]

NOW = datetime(2025, 7, 10, 12, tzinfo=UTC)


class Command:
    """The command line on a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *arguments: str, code: int = 0) -> str:
        """What it prints, or the sentence of its error."""
        result = CliRunner().invoke(app, ["--data-dir", str(self.folder), *arguments])
        assert result.exit_code == code
        return result.output or str(result.exception)

    async def beside(self, *arguments: str, code: int = 0) -> str:
        """The same while a server of the test runs."""
        return await asyncio.to_thread(self, *arguments, code=code)


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("NEWSDESK_FEED_HOST_DELAY", "0")
    return Command(tmp_path)


@pytest.fixture
def reachable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSDESK_ALLOWED_HOSTS", "127.0.0.1")


def test_adding_listing_and_removing(command: Command) -> None:
    assert "There are no feeds" in command("feeds")
    assert command("feeds", "add", "https://wire.example/feed", "--unseen") == "https://wire.example/feed added.\n"
    assert "on the list already" in command("feeds", "add", "wire.example/feed", "--unseen")
    command("feeds", "add", "https://tide.example/", "--title", "Tides", "--folder", "Sea", "--unseen")
    assert [line.split(" next")[0] for line in command("feeds", "list").splitlines()] == [
        "https://wire.example/feed",
        "   ",
        "Sea",
        "  Tides  https://tide.example/",
        "     ",
    ]
    assert command("feeds", "remove", "https://tide.example/") == "https://tide.example/ removed.\n"
    assert "is not on the list" in command("feeds", "remove", "https://tide.example/", code=1)
    assert "tide" not in command("feeds", "list")


@pytest.mark.parametrize("url", ["http://localhost/feed", "http://0x7f.1/", "192.168.0.1/feed", "http://[::1]:8080/"])
def test_private_addresses_are_not_added(command: Command, url: str) -> None:
    assert "is on a private network" in command("feeds", "add", "https://wire.example/", url, code=1)
    assert "There are no feeds" in command("feeds")


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "https://", "https://a b.example/", "https://wire.example/\x1b[2J"]
)
def test_other_things_are_not_added(command: Command, url: str) -> None:
    said = command("feeds", "add", url, code=1)
    assert "only http and https" in said
    assert "\x1b" not in said


def test_a_host_that_is_allowed_may_be_added(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSDESK_ALLOWED_HOSTS", "nas.local, 10.0.0.7")
    assert "added" in command("feeds", "add", "http://nas.local/feed", "http://10.0.0.7/feed", "--unseen")
    assert "private network" in command("feeds", "add", "http://10.0.0.8/feed", code=1)


def test_demand_20_what_is_wrong_with_a_feed_is_shown_in_plain_words(command: Command) -> None:
    command("feeds", "add", "https://wire.example/feed", "--unseen")
    with open_feeds(Settings(data_dir=command.folder)) as store:
        feed = store.all()[0]
        busy = FetchError("the server asks to wait", asks_to_wait=True, headers={"retry-after": "7500"})
        store.save(after_error(after_error(feed, busy, NOW), busy, NOW))
    assert "the server asks to wait until 14:05 UTC (2 times in a row)\n" in command("feeds", "list")
    with open_feeds(Settings(data_dir=command.folder)) as store:
        store.save(
            after_error(feed, FetchError("the feed is gone for good (410)", status=410), NOW + timedelta(days=1))
        )
    assert "gone for good (410)\n    given up\n" in command("feeds", "list")


FRONT = b"""<html><head><link rel="alternate" type="application/rss+xml" title="Comments" href="/comments">
<link rel="alternate" type="application/rss+xml" href="news.xml"></head></html>"""


@pytest.mark.usefixtures("reachable")
async def test_the_feed_of_a_site_is_found(command: Command, server: FeedServer) -> None:
    site = server.serve("/", FRONT)
    feed = server.serve("/news.xml", rss("Ferry late"))
    assert await command.beside("feeds", "add", site) == f"{feed} added: Harbour Post.\n"
    assert await command.beside("feeds", "add", feed) == f"{feed} is on the list already: Harbour Post.\n"
    assert command("feeds", "list").startswith(f"Harbour Post  {feed}\n")


@pytest.mark.usefixtures("reachable")
async def test_what_is_no_feed_is_not_added(command: Command, server: FeedServer) -> None:
    page = server.serve("/page", b"<html><p>Hello</p></html>")
    assert "this is a web page, and no feed is found" in await command.beside("feeds", "add", page, code=1)
    away = server.serve("/away", status=503)
    assert "added, unread as yet: the server has an error" in await command.beside("feeds", "add", away)


@pytest.mark.usefixtures("reachable")
async def test_checking(command: Command, server: FeedServer) -> None:
    site = server.serve("/", FRONT)
    feed = server.serve("/news.xml", rss("Ferry late", "Bridge shut"), headers={"Cache-Control": "max-age=7200"})
    lines = (await command.beside("feeds", "check", site)).splitlines()
    assert lines[:2] == [f"Harbour Post  {feed}", f"    found from {site}"]
    assert lines[2].startswith("    RSS 2.0, 2 articles, newest 2025-07-10 02:00 UTC")
    assert "2 of them teasers" in lines[3]
    gone = server.url("/gone")
    assert "nothing at this address (404)" in await command.beside("feeds", "check", feed, gone, code=1)
    assert "There are no feeds" in await command.beside("feeds", "check")


def test_lists_of_other_readers(command: Command, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.opml"
    theirs.write_text(
        "<opml version='2.0'><body><outline text='News &amp; more'><outline text='World'>"
        "<outline text='Wire' type='rss' xmlUrl='https://wire.example/feed' htmlUrl='https://wire.example/'/>"
        "</outline></outline><outline text='Home' type='rss' xmlUrl='http://192.168.0.1/feed'/></body></opml>"
    )
    assert "1 added, 0 on the list already, 1 refused." in command("feeds", "import", str(theirs))
    assert "0 added, 1 on the list already, 1 refused." in command("feeds", "import", str(theirs))
    assert command("feeds", "list").startswith("News & more / World\n  Wire  https://wire.example/feed\n")
    ours = tmp_path / "ours.opml"
    command("feeds", "export", str(ours))
    assert read_opml(ours.read_bytes()) == read_opml(theirs.read_bytes())[:1]
    assert command("feeds", "export").encode() == ours.read_bytes()


def test_lists_that_are_none(command: Command, tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("Nothing to see.")
    assert "not a list of feeds" in command("feeds", "import", str(tmp_path / "words.txt"), code=1)
    assert "No such file" in command("feeds", "import", str(tmp_path / "none.opml"), code=1)
    command("feeds", "import", code=2)
    command("feeds", "import", "--starter", str(tmp_path), code=2)


def test_the_feeds_to_begin_with(command: Command) -> None:
    assert command("feeds", "import", "--starter").endswith(" added, 0 on the list already, 0 refused.\n")
    assert "UN News  https://news.un.org/" in command("feeds")


def test_settings_of_a_feed(command: Command) -> None:
    url = "https://wire.example/feed"
    command("feeds", "add", url, "--unseen")
    assert command("feeds", "set", url, "--pages", "never", "--keep-days", "30") == f"{url} set.\n"
    assert "    pages never, keeps 30 days\n" in command("feeds")
    assert "is not on the list" in command("feeds", "set", "https://none.example/", "--keep-articles", "3", code=1)
    command("feeds", "set", url, code=2)
    command("feeds", "set", url, "--keep-days", "-1", code=2)


def test_pruning_an_empty_desk(command: Command) -> None:
    assert command("prune", "--dry-run") == "0 articles would be removed.\n"


def test_a_round_without_feeds(command: Command) -> None:
    assert "No feed is due" in command("fetch")


@pytest.mark.usefixtures("reachable")
@pytest.mark.files
async def test_a_fetch_that_is_killed_loses_and_doubles_nothing(command: Command, server: FeedServer) -> None:
    """The command itself is killed while it reads pages; the rest is done in this process."""
    numbers, asked, killing = range(8), asyncio.Event(), 5
    for n in numbers:
        body = "".join(f"<p>Ferry {n} stays in port {part} because waves {n}{part} are high.</p>" for part in range(12))

        async def answer(_request: web.Request, body: str = body, n: int = n) -> web.StreamResponse:
            if n == killing:
                asked.set()
            return web.Response(text=f"<article><h1>Ferry {n} late</h1>{body}</article>", content_type="text/html")

        server.handlers[f"/page/{n}"] = answer
    items = "".join(
        f"<item><title>Ferry {n} late</title><link>{server.url(f'/page/{n}')}</link></item>" for n in numbers
    )
    feed = server.serve("/feed", f"<rss version='2.0'><channel><title>Post</title>{items}</channel></rss>".encode())
    command("feeds", "add", feed, "--unseen")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.cli.main", "--data-dir", str(command.folder), "fetch"
    )
    await asyncio.wait_for(asked.wait(), 60)
    process.kill()
    await process.wait()
    database = open_database(command.folder)
    desk = Newsdesk(database, command.folder / "index", WordHashes())
    async with open_intake(Settings(), database, desk, lambda: datetime.now(UTC)) as intake:
        await intake.start_due()
        await intake.finish()
    with database.read() as connection:
        stored = connection.execute(select(articles.c.title, articles.c.text).order_by(articles.c.title)).all()
        assert connection.execute(select(pages)).all() == []
    desk.close()
    database.close()
    assert [row.title for row in stored] == [f"Ferry {n} late" for n in numbers]
    assert all(row.text.count("because waves") == 12 for row in stored)
