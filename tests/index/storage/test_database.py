import multiprocessing
import os
import sqlite3
from contextlib import ExitStack
from datetime import datetime
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, func, insert, inspect, select, text
from sqlalchemy.exc import StatementError

from index.articles.sentences import Span
from index.articles.storing import store_articles
from index.errors import BusyError, StorageError
from index.storage.database import MIGRATIONS, SCRIPTS, Database
from index.storage.tables import articles, metadata, state
from tests.index.conftest import NOW, address_of, article, run_python

SCRIPTS_OF_THE_NEWS = ScriptDirectory(str(SCRIPTS), version_locations=[str(MIGRATIONS)])


@pytest.mark.every_database
def test_migrations_make_the_tables(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


@pytest.mark.parametrize("revision", [s.revision for s in SCRIPTS_OF_THE_NEWS.walk_revisions()])
def test_every_older_schema_is_brought_up(tmp_path: Path, revision: str) -> None:
    """With what is stored in it."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("version_locations", str(MIGRATIONS))
    config.set_main_option("path_separator", "newline")
    engine = create_engine(address_of(tmp_path))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        values = "(id, title, text, added, content_hash) VALUES (7, 'Storm', 'It rained.', '2025-07-10 12:00:00', 'x')"
        connection.execute(text(f"INSERT INTO articles {values}"))
    engine.dispose()
    opened = Database(address_of(tmp_path))
    with opened.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        row = connection.execute(select(articles)).one()
    opened.close()
    assert (row.id, row.title, row.added) == (7, "Storm", NOW)


def test_one_row_of_state_with_a_generation_of_its_own(tmp_path: Path) -> None:
    generations = set()
    for name in ("one", "two"):
        opened = Database(address_of(tmp_path / name))
        with opened.read() as connection:
            row = connection.execute(select(state)).one()
        opened.close()
        assert row.last_change == 0
        generations.add(row.generation)
    assert len(generations) == 2


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    first = Database(address_of(tmp_path))
    with first.read() as connection:
        before = connection.execute(select(state)).one()
    first.close()
    second = Database(address_of(tmp_path))
    with second.read() as connection:
        assert connection.execute(select(state)).one() == before
    second.close()


@pytest.mark.every_database
def test_a_newer_schema_is_refused(address: str, database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("INSERT INTO alembic_version VALUES ('index_9999')"))
    with pytest.raises(StorageError, match=r"was written by a newer Newsdesk; install that version"):
        Database(address)


@pytest.mark.every_database
def test_naive_times_are_refused(database: Database) -> None:
    naive = datetime(2025, 7, 10)  # noqa: DTZ001
    values = {"title": "t", "text": "", "added": naive, "content_hash": "0"}
    with pytest.raises(StatementError, match="naive"), database.write() as connection:
        connection.execute(insert(articles).values(values))
    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(articles)).scalar_one() == 0


@pytest.mark.every_database
def test_times_come_back_in_utc(database: Database) -> None:
    with database.write() as connection:
        store_articles(connection, [(article(1), "wire")], lambda _: [Span(0, 0)], NOW)
        row = connection.execute(select(articles.c.added, articles.c.published)).one()
    assert row.added == NOW
    assert row.added.utcoffset() == row.published.utcoffset() == NOW.utcoffset()


@pytest.mark.parametrize("damage", [b"this is no database at all" * 400, b"SQLite format 3\0" + b"\xff" * 8176])
def test_a_file_that_is_no_database(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "newsdesk.sqlite").write_bytes(damage)
    with pytest.raises(StorageError, match=r"newsdesk\.sqlite is damaged or not a Newsdesk database\.$"):
        Database(address_of(tmp_path))
    assert (tmp_path / "newsdesk.sqlite").read_bytes() == damage


def test_a_table_that_is_damaged_on_disk(tmp_path: Path) -> None:
    opened = Database(address_of(tmp_path))
    with opened.write() as connection:
        many = [(article(n), "wire") for n in range(200)]
        store_articles(connection, many, lambda _: [Span(0, 0)], NOW)
    opened.close()
    file = tmp_path / "newsdesk.sqlite"
    whole = file.read_bytes()
    file.write_bytes(whole[: 4096 * 4] + b"\xa5" * (len(whole) - 4096 * 4))
    with pytest.raises(StorageError, match="is damaged"):
        read_everything(tmp_path)


def read_everything(folder: Path) -> list[Any]:
    opened = Database(address_of(folder))
    try:
        with opened.read() as connection:
            return [list(connection.execute(select(table))) for table in metadata.sorted_tables]
    finally:
        opened.close()


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "newsdesk.sqlite")
    other.execute("CREATE TABLE articles (id INTEGER, body TEXT)")
    other.execute("INSERT INTO articles VALUES (1, 'theirs')")
    other.commit()
    other.close()
    with pytest.raises(StorageError):
        Database(address_of(tmp_path))
    again = sqlite3.connect(tmp_path / "newsdesk.sqlite")
    assert again.execute("SELECT * FROM articles").fetchall() == [(1, "theirs")]
    assert again.execute("SELECT name FROM sqlite_master").fetchall() == [("articles",)]
    again.close()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match=r"The folder .*file/desk cannot be made"):
        Database(address_of(tmp_path / "file" / "desk"))


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "newsdesk.sqlite").mkdir()
    with pytest.raises(StorageError, match="cannot be opened"):
        Database(address_of(tmp_path))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_where_nothing_may_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StorageError, match="cannot be opened for writing"):
        Database(address_of(tmp_path))


@pytest.mark.parametrize("address", ["nonsense", "oracle-of-delphi://host/db", "", "sqlite://host/x"])
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(StorageError, match="not one that SQLAlchemy can open"):
        Database(address)


def test_a_database_in_memory() -> None:
    opened = Database("sqlite://")
    with opened.read() as connection:
        assert connection.execute(select(state.c.last_change)).scalar_one() == 0
    opened.close()


def test_the_name_is_the_file(tmp_path: Path) -> None:
    opened = Database(address_of(tmp_path))
    assert opened.name == str(tmp_path / "newsdesk.sqlite")
    opened.close()


def test_passwords_are_not_told() -> None:
    with pytest.raises(StorageError) as caught:
        Database("postgresql+nodriver://desk:secret@localhost/news")
    assert "secret" not in str(caught.value)


@pytest.mark.every_database
def test_a_failed_transaction_stores_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError, match="halfway"):
        stored_until_it_fails(database)
    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(articles)).scalar_one() == 0
        assert connection.execute(select(state.c.last_change)).scalar_one() == 0


def stored_until_it_fails(database: Database) -> None:
    with database.write() as connection:
        store_articles(connection, [(article(1), "wire")], lambda _: [Span(0, 0)], NOW)
        raise RuntimeError("halfway")


def test_a_lock_that_is_never_given_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.storage.database.BUSY_SECONDS", 0)
    opened = Database(address_of(tmp_path))
    other = sqlite3.connect(tmp_path / "newsdesk.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(BusyError, match="Another process keeps the database"), opened.write():
        pass
    with opened.read() as connection:  # readers do not wait for a writer
        assert connection.execute(select(state.c.last_change)).scalar_one() == 0
    other.close()
    opened.close()


def test_more_readers_than_connections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.storage.database.BUSY_SECONDS", 0)
    opened = Database(address_of(tmp_path))
    with pytest.raises(BusyError, match="Too many ask the database"):
        read_all_at_once(opened)
    with opened.read() as connection:
        assert connection.execute(select(state.c.last_change)).scalar_one() == 0
    opened.close()


def read_all_at_once(opened: Database) -> None:
    with ExitStack() as readers:
        for _ in range(1000):
            readers.enter_context(opened.read())


def open_together(folder: Path, rounds: int, barrier: Barrier) -> None:
    for number in range(rounds):
        barrier.wait()
        Database(address_of(folder / str(number))).close()


def test_processes_that_open_a_new_database_at_once(tmp_path: Path) -> None:
    spawning = multiprocessing.get_context("spawn")
    barrier = spawning.Barrier(3)
    processes = [spawning.Process(target=open_together, args=(tmp_path, 6, barrier)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    for number in range(6):
        opened = Database(address_of(tmp_path / str(number)))
        with opened.read() as connection:
            assert len(list(connection.execute(select(state)))) == 1
        opened.close()


KILLED_WHILE_UPGRADING = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from index.storage.database import MIGRATIONS, SCRIPTS, Database

statements = 0

@event.listens_for(Engine, "before_cursor_execute")
def count(connection, cursor, statement, parameters, context, executemany):
    global statements
    statements += 1
    if statements == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)

Database(sys.argv[1])
"""


def test_an_upgrade_that_is_killed_leaves_nothing_half_done(tmp_path: Path) -> None:
    process = run_python(KILLED_WHILE_UPGRADING, address_of(tmp_path), 15)
    process.communicate()
    assert process.returncode == -9
    left = sqlite3.connect(tmp_path / "newsdesk.sqlite")
    assert left.execute("SELECT name FROM sqlite_master").fetchall() == []
    left.close()
    opened = Database(address_of(tmp_path))
    assert "articles" in inspect(opened.engine).get_table_names()
    opened.close()


def test_a_full_disk(small_disk: Path) -> None:
    opened = Database(address_of(small_disk))
    stored: list[int] = []
    with pytest.raises(StorageError, match=r"^The disk is full: .* what was stored before is safe\.$"):
        fill(opened, stored)
    with opened.read() as connection:
        assert connection.execute(select(func.count()).select_from(articles)).scalar_one() == len(stored) > 10
    opened.close()
    again = Database(address_of(small_disk))
    with again.read() as connection:
        assert connection.execute(select(state.c.last_change)).scalar_one() == len(stored)
    again.close()


def fill(opened: Database, stored: list[int]) -> None:
    for number in range(1000):
        long = article(number, text=f"{number} " + "word " * 5_000)
        with opened.write() as connection:
            store_articles(connection, [(long, "wire")], lambda _: [Span(0, 0)], NOW)
        stored.append(number)
