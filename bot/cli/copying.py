"""What the commands that copy a whole database have in common: its tables, and a bar for the rows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.progress import progress_bar

if TYPE_CHECKING:
    from sqlalchemy import Table


def tables() -> "list[Table]":
    """All tables, each after those that it refers to."""
    from bot.tables import metadata
    from index.storage.tables import metadata as news_metadata

    return [*news_metadata.sorted_tables, *metadata.sorted_tables]


def migrations() -> list[Path]:
    """What makes all tables."""
    from bot.migrations import MIGRATIONS as BOT_MIGRATIONS
    from index.storage.database import MIGRATIONS

    return [MIGRATIONS, BOT_MIGRATIONS]


@contextmanager
def rows_told(description: str) -> Iterator[Callable[[str, int], None]]:
    """Shows the table that is being copied, and how many of its rows are done."""
    with progress_bar() as progress:
        task = progress.add_task(description, total=None, done="")
        counts: dict[str, int] = {}

        def told(table: str, rows: int) -> None:
            counts[table] = counts.get(table, 0) + rows
            progress.update(task, done=f"{table}: {counts[table]:,} rows")

        yield told
