"""`newsdesk import`: articles from files and folders into the database and the index."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import Options, clock, open_desk

if TYPE_CHECKING:
    from rich.progress import Progress

    from index.newsdesk import Newsdesk
    from index.readers import Read, Refused

BATCH = 256  # articles in one transaction: what a kill may cost
SHOWN = 20  # complaints printed one by one


def import_articles(
    context: typer.Context,
    paths: Annotated[
        list[Path], typer.Argument(help="Files or folders: .jsonl .json .csv (also .gz), .txt .md .html, feeds.")
    ],
    now: Annotated[str | None, typer.Option(help="Import as if it were this day or time.")] = None,
) -> None:
    """Import articles from files and folders; what is known already is recognised, what is bad is named."""
    options: Options = context.obj
    at = clock(now)
    with open_desk(options.settings()) as desk:
        tally = import_paths(desk.newsdesk, paths, at)
        index_all(desk.newsdesk)
    sys.stdout.write(summary(tally) + "\n")
    if tally["refused"] and not sum(tally[name] for name in ("new", "known", "changed")):
        raise typer.Exit(1)


def import_paths(newsdesk: "Newsdesk", paths: Sequence[Path], now: datetime) -> Counter[str]:
    """Store what the paths hold; how many articles were new, known, changed, and how many records refused."""
    from index.readers import Read, read_paths, total_size

    tally: Counter[str] = Counter()
    complaints = Complaints()
    with progress_bar() as progress:
        task = progress.add_task("Reading", total=total_size(paths))
        for batch in batches(read_paths(paths, now=now), BATCH):
            good = [item for item in batch if isinstance(item, Read)]
            for outcome in newsdesk.store([(item.article, str(item.path.resolve())) for item in good], now):
                tally[outcome.value] += 1
            tally["refused"] += len(batch) - len(good)
            complaints.hear(batch, progress)
            progress.update(task, completed=batch[-1].consumed, articles=f"{sum(tally.values()):,}")
    complaints.close()
    return tally


def index_all(newsdesk: "Newsdesk") -> None:
    """Bring everything stored into the index, or watch the process that does."""
    with progress_bar() as progress:
        waiting = newsdesk.waiting()
        if not waiting:
            return
        task = progress.add_task("Indexing", total=waiting)
        newsdesk.index_words(lambda _count: None)
        newsdesk.index_vectors(lambda count: progress.advance(task, count))
        if newsdesk.waiting() and newsdesk.index_holder:
            sys.stderr.write(
                f"newsdesk: process {newsdesk.index_holder} keeps this index; it takes the new articles over.\n"
            )


class Complaints:
    """Says what could not be taken and why, the first ones one by one, the rest as a number."""

    def __init__(self) -> None:
        self._said = 0

    def hear(self, batch: "Iterable[Read | Refused]", progress: "Progress") -> None:
        """Take note of what was refused or kept only in part."""
        from index.readers import Refused

        for item in batch:
            reasons = [item.reason] if isinstance(item, Refused) else [f"{item.where}: {note}" for note in item.notes]
            for reason in reasons:
                self._said += 1
                if self._said <= SHOWN:
                    progress.console.print(reason, markup=False, highlight=False, soft_wrap=True)

    def close(self) -> None:
        """Say how many more there were."""
        if self._said > SHOWN:
            sys.stderr.write(f"… and {self._said - SHOWN:,} more like these.\n")


def summary(tally: Counter[str]) -> str:
    """One line on what became of everything that was read."""
    return ", ".join(f"{tally[name]:,} {name}" for name in ("new", "changed", "known", "refused")) + "."


def progress_bar() -> "Progress":
    """A bar on standard error, only where a person looks on."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def batches(items: "Iterable[Read | Refused]", size: int) -> "Iterator[list[Read | Refused]]":
    """The items in lists of at most `size`."""
    waiting = iter(items)
    while batch := list(islice(waiting, size)):
        yield batch
