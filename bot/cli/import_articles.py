"""`newsdesk import`: articles from files and folders into the database and the index."""

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.complaints import Complaints
from bot.cli.options import Options, open_desk
from bot.cli.progress import progress_bar
from bot.cli.resumption import Resumption
from bot.cli.times import Now, now_utc

if TYPE_CHECKING:
    from index.archive import Archive
    from index.readers import Read, Refused

BATCH = 256  # articles in one transaction: what a kill may cost
BATCH_TEXT = 4_000_000  # characters in one transaction, so that long texts do not fill the memory
WATCH_EVERY = 0.5  # seconds, while another process does the work
WAITS_UNTOLD = 4  # so many short waits are no news


def import_articles(
    context: typer.Context,
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH…", help="Files or folders: .jsonl .json .csv .txt .md .html .xml, also with .gz."),
    ],
    now: Now = None,
) -> None:
    """Import articles from files and folders; what is known already is recognised, what is bad is named.

    Ends with 1 when there was nothing but what had to be refused.
    """
    options: Options = context.obj
    tally: Counter[str] = Counter()
    with open_desk(options.settings()) as desk:
        try:
            import_paths(desk.newsdesk, paths, now or now_utc(), tally)
        finally:
            sys.stdout.write(summary(tally) + "\n")
            sys.stdout.flush()
        index_all(desk.newsdesk)
    if tally["refused"] and not sum(tally[name] for name in ("new", "known", "changed")):
        raise typer.Exit(1)


def import_paths(archive: "Archive", paths: Sequence[Path], now: datetime, tally: Counter[str]) -> None:
    """Store what the paths hold; `tally` counts what is stored, as new, known or changed, and what was refused.

    An import of the same files that was ended goes on where it was; what it had stored is counted as known.
    """
    from index.readers import Read, read_paths, total_size

    with progress_bar() as progress:
        complaints = Complaints(partial(progress.console.print, soft_wrap=True))
        task = progress.add_task("Reading", total=total_size(paths), done="")
        resumption = Resumption(archive.import_marks())
        for batch in batches(read_paths(paths, now=now, known=resumption.known)):
            for sentence in chain.from_iterable(map(_complaints, batch)):
                complaints.hear(sentence)
            good = [item for item in batch if isinstance(item, Read)]
            tally["refused"] += len(batch) - len(good)
            told = [(item.article, str(item.path.resolve())) for item in good]
            for outcome in archive.store(told, now, marks=resumption.marks(batch)):
                tally[outcome.value] += 1
            progress.update(task, completed=batch[-1].consumed, done=f"{tally.total():,} articles")
        tally["known"] += resumption.passed_over
        archive.end_import(resumption.paths)
        complaints.close()


def index_all(archive: "Archive") -> None:
    """Bring everything stored into the index, or wait for the process that does."""
    with progress_bar() as progress:
        waiting = total = archive.waiting()
        task = progress.add_task("Indexing", total=total, done="")
        waits = 0
        while waiting:
            taken = archive.index_words(lambda _count: None)
            taken += archive.index_vectors(lambda count: progress.advance(task, count))
            if not taken:
                waits += 1
                if waits == WAITS_UNTOLD:
                    progress.console.print(_waits_for(archive.index_holder), soft_wrap=True)
                time.sleep(WATCH_EVERY)
                archive.refresh()
            waiting = archive.waiting()
            progress.update(task, completed=max(0, total - waiting))


def _waits_for(process: int | None) -> str:
    who = f"process {process}" if process else "another process"
    return f"newsdesk: {who} brings the new articles into the index; waiting for it, Ctrl-C leaves it to that process."


def _complaints(item: "Read | Refused") -> list[str]:
    """Why a record was refused or kept only in part."""
    from index.readers import Refused

    return [item.reason] if isinstance(item, Refused) else [f"{item.where}: {note}" for note in item.notes]


def summary(tally: Counter[str]) -> str:
    """One line on what became of everything that was read."""
    return ", ".join(f"{tally[name]:,} {name}" for name in ("new", "changed", "known", "refused")) + "."


def batches(items: "Iterable[Read | Refused]") -> "Iterator[list[Read | Refused]]":
    """The items in lists that are stored in one go."""
    from index.readers import Read

    batch: list[Read | Refused] = []
    text = 0
    for item in items:
        batch.append(item)
        text += len(item.article.text) if isinstance(item, Read) else 0
        if len(batch) == BATCH or text >= BATCH_TEXT:
            yield batch
            batch, text = [], 0
    if batch:
        yield batch
