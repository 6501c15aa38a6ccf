"""Backups: one SQLite file with everything that is stored, whichever database it comes from or goes back to.

A backup is taken while the database is in use and holds one moment of it. It carries the number of rows and a checksum
of each of its tables, which are compared before anything is restored.
"""

import hashlib
import shutil
import sqlite3
import uuid
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Table

from index.errors import StorageError
from index.storage.database import BUSY_SECONDS, Database, sqlite_file
from index.storage.durable import cause, publish
from index.storage.table_copies import Progress, copy_tables, is_empty
from index.storage.tables import state

CONTENTS = "backup_contents"  # the table of a backup that says what the others hold


def back_up(database: Database, file: Path, tables: Sequence[Table], migrations: Sequence[Path], told: Progress) -> int:
    """Write everything that is stored into `file`, whole or not at all; the number of rows."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=f".{file.name}.", dir=file.parent) as folder:
            made = Path(folder) / "backup.sqlite"
            if database.dialect == "sqlite":
                with closing(sqlite3.connect(database.name, timeout=BUSY_SECONDS)) as connection:
                    connection.execute("VACUUM INTO ?", (str(made),))
            else:
                with closing(Database(f"sqlite:///{made}", migrations)) as copy:
                    copy_tables(database, copy, tables, told)
            rows = _seal(made)
            publish(made, file)
    except OSError as error:
        raise StorageError(f"The backup {file} cannot be written: {cause(error)}.") from error
    except sqlite3.Error as error:
        raise StorageError(f"The backup {file} cannot be written: {error}.") from error
    return rows


def restore(file: Path, address: str, tables: Sequence[Table], migrations: Sequence[Path], told: Progress) -> None:
    """Fill an empty database from a backup, which may be of an older Newsdesk.

    The database begins a history of its own: what an index has of another one is built anew. StorageError when the
    backup is damaged, or when the database holds something already.
    """
    if not file.is_file():
        raise StorageError(f"There is no backup {file}.")
    target = sqlite_file(address)  # which is put in its place whole
    try:
        if target is not None:
            target.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".restored.", dir=target.parent if target else None) as folder:
            copy = Path(shutil.copyfile(file, Path(folder) / "backup.sqlite"))
            _unseal(copy, file)
            with closing(Database(f"sqlite:///{copy}", migrations)) as source:
                with source.write() as connection:
                    connection.execute(state.update().values(generation=uuid.uuid4().hex))
                with closing(Database(address, migrations)) as database:
                    _check_empty(database, tables)
                    if target is None:
                        copy_tables(source, database, tables, told)
            if target is not None:
                publish(copy, target)
    except OSError as error:
        raise StorageError(f"The backup {file} cannot be restored: {cause(error)}.") from error


def _check_empty(database: Database, tables: Sequence[Table]) -> None:
    with database.read() as connection:
        if not is_empty(connection, tables):
            raise StorageError(f"The database {database.name} holds something already; name a new one.")


def _seal(made: Path) -> int:
    """Write into a backup what it holds; the number of rows in all."""
    with closing(sqlite3.connect(made)) as connection, connection:
        held = _held(connection)
        connection.execute(f"CREATE TABLE {CONTENTS} (name TEXT PRIMARY KEY, rows INTEGER, digest TEXT)")
        connection.executemany(f"INSERT INTO {CONTENTS} VALUES (?, ?, ?)", held)  # noqa: S608 -- a name of ours
    return sum(rows for _, rows, _ in held)


def _unseal(copy: Path, file: Path) -> None:
    """Compare what a backup holds with what it says it does, and leave only the former."""
    damaged = StorageError(f"The backup {file} is damaged or not one of Newsdesk's; nothing was restored.")
    try:
        with closing(sqlite3.connect(copy)) as connection, connection:
            told = set(connection.execute(f"SELECT name, rows, digest FROM {CONTENTS}"))  # noqa: S608 -- a name of ours
            connection.execute(f"DROP TABLE {CONTENTS}")
            if not told or told != set(_held(connection)):
                raise damaged
    except (sqlite3.Error, UnicodeDecodeError):
        raise damaged from None


def _held(connection: sqlite3.Connection) -> list[tuple[str, int, str]]:
    """Each table with its number of rows and the SHA-256 of their values."""
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    found = []
    for name in names:
        count, digest = 0, hashlib.sha256()
        for row in connection.execute(f'SELECT * FROM "{name}"'):  # noqa: S608 -- from the file itself
            count += 1
            digest.update(repr(row).encode())
        found.append((name, count, digest.hexdigest()))
    return found
