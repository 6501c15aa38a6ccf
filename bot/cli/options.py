"""The options that every command takes, and what they open."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config import Settings, load_settings

if TYPE_CHECKING:
    from index.answer import Window
    from index.database import Database
    from index.newsdesk import Newsdesk


@dataclass(frozen=True, slots=True)
class Options:
    """What stands before the command."""

    data_dir: Path | None = None
    config: Path | None = None
    debug: bool = False

    def settings(self, **given: Any) -> Settings:
        """The settings, with these options over the environment and the file."""
        return load_settings(self.config, {"data_dir": self.data_dir, **given})


@dataclass(frozen=True, slots=True)
class Desk:
    """What a command works with."""

    settings: Settings
    database: "Database"
    newsdesk: "Newsdesk"


@contextmanager
def open_desk(settings: Settings) -> Iterator[Desk]:
    """The database with its newest schema, and the news desk on it; both closed at the end."""
    from bot.migrations import MIGRATIONS as BOT_MIGRATIONS
    from index.database import MIGRATIONS, Database
    from index.newsdesk import open_newsdesk

    database = Database(settings.database_address, [MIGRATIONS, BOT_MIGRATIONS])
    try:
        with open_newsdesk(settings, database) as newsdesk:
            yield Desk(settings, database, newsdesk)
    finally:
        database.close()


def now_utc() -> datetime:
    """The real time."""
    return datetime.now(UTC)


def clock(now: str | None) -> datetime:
    """The moment given on the command line, or the real one."""
    return moment(now) if now else now_utc()


def moment(text: str) -> datetime:
    """A date or time as people write it, in UTC; InputError names what cannot be read."""
    from index.dates import parse_date

    return parse_date(text, now=now_utc())


def window(since: str | None, until: str | None) -> "Window | None":
    """The window that the two options describe; a day given as the end is in it."""
    from index.answer import Window

    if not since and not until:
        return None
    end = moment(until) if until else None
    if end is not None and end.timetz() == time(tzinfo=UTC):
        end += timedelta(days=1)
    return Window(moment(since) if since else None, end)


def say_when_waiting(newsdesk: "Newsdesk") -> None:
    """One line on standard error when the answer cannot know everything that is stored."""
    newsdesk.refresh()
    waiting = newsdesk.waiting()
    if waiting:
        sys.stderr.write(
            f"newsdesk: {waiting:,} articles wait to be indexed; `newsdesk import` or `newsdesk run` goes on with it.\n"
        )
