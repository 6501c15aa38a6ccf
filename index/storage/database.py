"""The database: the only truth. Opening, migrations, transactions, and its errors in plain words."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from index.errors import BusyError, StorageError
from index.storage import postgresql
from index.storage.folder_lock import alone_in
from index.storage.schema import newest_revisions, present_revisions

SCRIPTS = Path(__file__).parents[1] / "migrations"
MIGRATIONS = SCRIPTS / "versions"
CONNECTIONS = 15  # to SQLite
BUSY_SECONDS = 30  # a writer waits this long for another one to commit
IN_MEMORY = (None, "", ":memory:")  # names of a SQLite database without a file


class Database:
    """One database, SQLite or PostgreSQL, brought up to the newest schema when opened."""

    def __init__(self, address: str, migrations: Sequence[Path] = (MIGRATIONS,)) -> None:
        """Open `address` (an SQLAlchemy URL) and migrate it; StorageError says what stands in the way."""
        try:
            url = postgresql.with_driver(address)
            self.dialect = url.get_backend_name()
            if self.dialect == "sqlite" and url.database not in IN_MEMORY:
                Path(url.database).parent.mkdir(parents=True, exist_ok=True)
            self.engine = create_engine(url, **_engine_options(url))
        except ModuleNotFoundError as error:
            if error.name == "psycopg":
                raise StorageError("PostgreSQL needs its driver: pip install 'newsdesk[postgres]'.") from None
            raise StorageError("The database address is not one that SQLAlchemy can open.") from None
        except (ArgumentError, NoSuchModuleError):
            raise StorageError("The database address is not one that SQLAlchemy can open.") from None
        except OSError as error:
            raise StorageError(f"The folder {error.filename} cannot be made: {error.strerror}.") from None
        self.name = url.render_as_string(hide_password=True)
        opening: AbstractContextManager[None] = nullcontext()
        if self.dialect == "sqlite":
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_immediate)
            if url.database not in IN_MEMORY:
                self.name = url.database
                # Two processes that turn a new file into a WAL database at once find it locked without any wait.
                opening = alone_in(Path(url.database).parent)
        elif self.dialect == "postgresql":
            event.listen(self.engine, "begin", _begin_alone)
        try:
            with opening:
                self._migrate(migrations)
        except BaseException:
            self.close()
            raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one moment of the database and writes nothing."""
        options = postgresql.READING if self.dialect == "postgresql" else {}
        with self._plain_errors(), self.engine.connect() as connection:
            yield connection.execution_options(newsdesk_reads=True, **options)

    @contextmanager
    def write(self, *, alone: bool = True) -> Iterator[Connection]:
        """A transaction: everything in it is stored, or, after any error, nothing.

        It sees all that was stored before it, and no other one runs `alone` meanwhile: what it has read stays true.
        Without `alone` others may write at the same time where the database can do that, so each statement has to be
        right by itself.
        """
        with self._plain_errors(), self.engine.connect() as connection:
            connection.execution_options(newsdesk_alone=alone)
            with connection.begin():
                yield connection

    def answers(self) -> bool:
        """Whether it can be asked at the moment."""
        try:
            with self.read() as connection:
                connection.exec_driver_sql("SELECT 1")
        except StorageError:
            return False
        return True

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()

    def _migrate(self, migrations: Sequence[Path]) -> None:
        with self.read() as connection:
            present = present_revisions(connection)
        if present == newest_revisions(migrations):
            return
        from alembic import command
        from alembic.config import Config
        from alembic.script import ScriptDirectory

        config = Config()
        config.set_main_option("script_location", str(SCRIPTS))
        config.set_main_option("version_locations", "\n".join(str(path) for path in migrations))
        config.set_main_option("path_separator", "newline")
        scripts = ScriptDirectory.from_config(config)
        if not present <= {script.revision for script in scripts.walk_revisions()}:
            raise StorageError(
                f"The database {self.name} was written by a newer Newsdesk; install that version or use another folder."
            )
        if present != set(scripts.get_heads()):
            with self.write() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, "heads")

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            sentence = postgresql.storage_error if self.dialect == "postgresql" else _sqlite_error
            raise sentence(error, self.name) from error
        except PoolTimeoutError as error:
            raise BusyError(f"Too many ask the database {self.name} at once; try again in a moment.") from error


def sqlite_file(address: str) -> Path | None:
    """The file of a SQLite database; None for any other address."""
    try:
        url = postgresql.with_driver(address)
    except ArgumentError:
        return None
    return Path(url.database) if url.drivername.startswith("sqlite") and url.database not in IN_MEMORY else None


def _engine_options(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "postgresql":
        return {
            "connect_args": postgresql.connect_arguments(url, BUSY_SECONDS),
            "pool_timeout": BUSY_SECONDS,
            "pool_pre_ping": True,  # after a failover the old connections are of no use
        }
    if url.database in IN_MEMORY:
        return {}
    # All stay open: to open one takes longer than what most are asked for.
    pool = {"pool_size": CONNECTIONS, "max_overflow": 0, "pool_timeout": BUSY_SECONDS}
    return {"connect_args": {"timeout": BUSY_SECONDS}, **pool}


def _sqlite_error(error: DBAPIError, name: str) -> StorageError:
    cause = str(error.orig)
    if "database is locked" in cause:
        return BusyError(f"Another process keeps the database {name} locked; try again when it has ended.")
    if "disk is full" in cause or "No space left" in cause:
        return StorageError(f"The disk is full: nothing more can be written to {name}; what was stored before is safe.")
    if "disk I/O error" in cause:
        # Among other things a file that may not grow further, which SQLite does not tell from a failing disk.
        return StorageError(
            f"The disk refuses to write to {name}: it may be full, a file's size limited, or the disk failing; "
            "what was stored before is safe."
        )
    if "not a database" in cause or "malformed" in cause:
        return StorageError(f"The file {name} is damaged or not a Newsdesk database.")
    if "unable to open" in cause or "readonly" in cause:
        return StorageError(f"The database {name} cannot be opened for writing; see who may write to its folder.")
    if isinstance(error, OperationalError):
        return StorageError(f"The database {name} does not answer: {cause.splitlines()[0]}.")
    return StorageError(f"The database {name} refused a statement: {cause.splitlines()[0]}.")


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin below starts the transactions
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # a commit that was reported survives a power cut
        "foreign_keys=ON",
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "cache_size=-8192",  # KiB, of each connection; the system keeps the file's pages, too
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_alone(connection: Connection) -> None:
    if connection.get_execution_options().get("newsdesk_alone", False):
        postgresql.wait_for_writers(connection)


def _begin_immediate(connection: Connection) -> None:
    # A transaction that reads first and writes later could otherwise fail at once instead of waiting its turn.
    reading = connection.get_execution_options().get("newsdesk_reads", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
