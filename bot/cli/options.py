"""The options that stand before every command, and what commands open with them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from config import Settings
    from index.newsdesk import Newsdesk
    from index.storage.database import Database


@dataclass(frozen=True, slots=True)
class Options:
    """What stands before the command."""

    data_dir: Path | None = None
    config: Path | None = None

    def settings(self, **given: Any) -> "Settings":
        """The settings, with these options over the environment and the file."""
        from config import load_settings

        return load_settings(self.config, {"data_dir": self.data_dir, **given})


@dataclass(frozen=True, slots=True)
class Desk:
    """What a command works with."""

    settings: "Settings"
    database: "Database"
    newsdesk: "Newsdesk"


@contextmanager
def open_desk(settings: "Settings") -> Iterator[Desk]:
    """The database with its newest schema, and the news desk on it; both closed at the end."""
    from bot.migrations import MIGRATIONS as BOT_MIGRATIONS
    from index.newsdesk import open_newsdesk
    from index.storage.database import MIGRATIONS, Database

    database = Database(settings.database_address, [MIGRATIONS, BOT_MIGRATIONS])
    try:
        with open_newsdesk(settings, database) as newsdesk:
            yield Desk(settings, database, newsdesk)
    finally:
        database.close()


def bring_up_to_date(newsdesk: "Newsdesk") -> int:
    """Take over what other processes have stored, and how many articles wait all the same.

    Where the index cannot be written, on a full disk for one, it answers from what it holds already and says so.
    """
    from index.errors import StorageError

    problem = None
    try:
        newsdesk.refresh()
    except StorageError as error:
        problem = error
    waiting = newsdesk.waiting()  # which fails, too, when it is the database that cannot be read
    if problem:
        sys.stderr.write(f"newsdesk: {problem}\n")
    return waiting


def say_when_waiting(newsdesk: "Newsdesk") -> None:
    """One line on standard error when the answer cannot know everything that is stored."""
    waiting = bring_up_to_date(newsdesk)
    if waiting:
        articles = "1 article waits" if waiting == 1 else f"{waiting:,} articles wait"
        sys.stderr.write(f"newsdesk: {articles} to be indexed; `newsdesk import` or `newsdesk run` goes on with it.\n")
