from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.feeds import open_feeds
from bot.cli.main import app
from config import Settings
from index.feeds.feed_state import after_error
from index.feeds.fetcher import FetchError

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


@pytest.fixture
def command(tmp_path: Path) -> Command:
    return Command(tmp_path)


def test_adding_listing_and_removing(command: Command) -> None:
    assert "There are no feeds" in command("feeds")
    assert command("feeds", "add", "https://wire.example/feed") == "https://wire.example/feed added.\n"
    assert "on the list already" in command("feeds", "add", "wire.example/feed")
    command("feeds", "add", "https://tide.example/", "--title", "Tides", "--folder", "Sea")
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
    assert "added" in command("feeds", "add", "http://nas.local/feed", "http://10.0.0.7/feed")
    assert "private network" in command("feeds", "add", "http://10.0.0.8/feed", code=1)


def test_what_is_wrong_with_a_feed_is_shown(command: Command) -> None:
    command("feeds", "add", "https://wire.example/feed")
    with open_feeds(Settings(data_dir=command.folder)) as store:
        feed = store.all()[0]
        busy = FetchError("the server asks to wait", asks_to_wait=True, headers={"retry-after": "7500"})
        store.save(after_error(after_error(feed, busy, NOW), busy, NOW))
    assert "the server asks to wait until 14:05 (2 times in a row)\n" in command("feeds", "list")
    with open_feeds(Settings(data_dir=command.folder)) as store:
        store.save(
            after_error(feed, FetchError("the feed is gone for good (410)", status=410), NOW + timedelta(days=1))
        )
    assert "gone for good (410)\n    given up\n" in command("feeds", "list")


def test_a_round_without_feeds(command: Command) -> None:
    assert "No feed is due" in command("fetch")
