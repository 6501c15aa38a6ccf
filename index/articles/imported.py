"""How far files have been imported, so that an import which was ended goes on where it was; within a transaction."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import Connection, delete, select

from index.articles.articles import chunks
from index.storage.tables import imports
from index.storage.upserts import upsert


@dataclass(frozen=True, slots=True)
class FileMark:
    """The first `records` of a file are stored, or were refused.

    `modified`, in nanoseconds, and the size in bytes tell whether it is still the same file.
    """

    path: str
    size: int
    modified: int
    records: int


def mark_of(path: Path, records: int) -> FileMark:
    """The mark of a file as it is now; OSError when it cannot be looked at."""
    status = path.stat()
    return FileMark(str(path.resolve()), status.st_size, status.st_mtime_ns, records)


def load_marks(connection: Connection) -> dict[str, FileMark]:
    """The marks of all imports that were not ended, by path."""
    return {row.path: FileMark(**row._mapping) for row in connection.execute(select(imports))}  # noqa: SLF001


def keep_marks(connection: Connection, marks: Iterable[FileMark]) -> None:
    """Note how far files have been imported."""
    if rows := [asdict(mark) for mark in marks]:
        upsert(connection, imports, rows)


def drop_marks(connection: Connection, paths: Collection[str]) -> None:
    """Forget files that are imported to the end: read again, they are read from their beginning."""
    for chunk in chunks(sorted(paths)):
        connection.execute(delete(imports).where(imports.c.path.in_(chunk)))
