"""What PostgreSQL has to do as SQLite does: wait for writers, show one moment, and say in a sentence what is wrong."""

import multiprocessing
import threading
from collections.abc import Iterator
from itertools import pairwise
from multiprocessing.synchronize import Barrier
from pathlib import Path
from queue import Queue

import pytest
from sqlalchemy import func, select, update

from index.articles.articles import changes_after
from index.errors import BusyError, StorageError
from index.storage.database import MIGRATIONS, Database
from index.storage.tables import articles, changes, state
from tests.index.articles.test_storing import store
from tests.index.conftest import article
from tests.postgresql import PostgresqlServer


@pytest.fixture
def address(postgresql: PostgresqlServer, new_name: str) -> Iterator[str]:
    with postgresql.new_database(new_name) as name:
        yield postgresql.address(name)


def test_a_writer_waits_for_the_one_before_and_sees_what_it_stored(database: Database, address: str) -> None:
    other = Database(address)
    begun, seen = threading.Event(), Queue[int]()

    def write_second() -> None:
        begun.set()
        with other.write() as connection:
            seen.put(connection.execute(select(state.c.last_change)).scalar_one())

    second = threading.Thread(target=write_second)
    with database.write() as connection:
        second.start()
        begun.wait()
        connection.execute(update(state).values(last_change=7))
    second.join()
    assert seen.get() == 7
    other.close()


def test_a_reader_sees_one_moment(database: Database) -> None:
    query = select(func.count()).select_from(articles)
    with database.read() as connection:
        assert connection.execute(query).scalar_one() == 0
        store(database, article(1))
        assert connection.execute(query).scalar_one() == 0
    with database.read() as connection:
        assert connection.execute(query).scalar_one() == 1


def test_a_reader_writes_nothing(database: Database) -> None:
    with pytest.raises(StorageError), database.read() as connection:
        connection.execute(update(state).values(last_change=7))


def test_who_need_not_be_alone_do_not_wait(database: Database) -> None:
    with database.write(), database.write(alone=False) as connection:
        assert connection.execute(select(state.c.last_change)).scalar_one() == 0


def test_a_writer_that_never_ends(database: Database, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.storage.database.BUSY_SECONDS", 0)
    impatient = Database(address)
    with database.write(), pytest.raises(BusyError, match="Another process keeps the database"):
        store(impatient, article(1))
    store(impatient, article(1))
    impatient.close()


def store_many(address: str, first: int) -> None:
    opened = Database(address)
    for number in range(first, first + 60, 3):
        store(opened, *(article(n) for n in range(number, number + 3)))
    opened.close()


def test_no_change_appears_behind_a_reader_that_has_passed(database: Database, address: str) -> None:
    """A copy of the index asks for what comes after the last change it holds, and must not miss any."""
    spawning = multiprocessing.get_context("spawn")
    writers = [spawning.Process(target=store_many, args=(address, first)) for first in (0, 100, 200)]
    for writer in writers:
        writer.start()
    seen: list[int] = []
    running = True
    while running:
        running = any(writer.is_alive() for writer in writers)
        with database.read() as connection:
            seen += [row.sequence for row in changes_after(connection, seen[-1] if seen else 0, 1000)]
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    with database.read() as connection:
        stored = sorted(connection.execute(select(changes.c.sequence)).scalars())
    assert seen == stored == list(range(1, 181))
    assert all(b == a + 1 for a, b in pairwise(seen))


def open_new(address: str, barrier: Barrier) -> None:
    barrier.wait()
    Database(address).close()


def test_processes_that_migrate_at_once(postgresql: PostgresqlServer) -> None:
    with postgresql.new_database() as name:
        spawning = multiprocessing.get_context("spawn")
        barrier = spawning.Barrier(3)
        address = postgresql.address(name)
        processes = [spawning.Process(target=open_new, args=(address, barrier)) for _ in range(3)]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        assert [process.exitcode for process in processes] == [0, 0, 0]
        opened = Database(address)
        with opened.read() as connection:
            assert len(connection.execute(select(state)).all()) == 1
        opened.close()


def test_the_short_scheme_that_providers_write(postgresql: PostgresqlServer, new_name: str) -> None:
    with postgresql.new_database(new_name) as name:
        Database(postgresql.address(name).replace("postgresql+psycopg://", "postgres://"), [MIGRATIONS]).close()


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("postgresql://desk:secret@127.0.0.1:1/news", "does not answer"),
        ("postgresql://postgres@/nowhere?host={host}", 'database "nowhere" does not exist'),
        ("postgresql://nobody_known@/postgres?host={host}", 'role "nobody_known" does not exist'),
        ("postgresql://postgres@/postgres?host=/nowhere", "does not answer"),
    ],
)
def test_a_server_that_cannot_be_used(postgresql: PostgresqlServer, address: str, sentence: str) -> None:
    with pytest.raises(StorageError, match=sentence) as caught:
        Database(address.format(host=postgresql.host))
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def write_while_cut_off(postgresql: PostgresqlServer, database: Database, statement: str) -> None:
    with database.write() as connection:
        postgresql.execute(statement)
        connection.execute(select(state))


def test_connections_that_the_server_ended_are_made_anew(postgresql: PostgresqlServer, database: Database) -> None:
    store(database, article(1))
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'newsdesk'"
    postgresql.execute(others)
    store(database, article(2))
    with pytest.raises(StorageError, match=r"does not answer|cannot be used"):
        write_while_cut_off(postgresql, database, others)
    store(database, article(3))
    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(articles)).scalar_one() == 3


ONE_MORE_COLUMN = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "later_0001", None, ("later",), None


def upgrade() -> None:
    op.add_column("articles", sa.Column("mood", sa.Text))
    op.create_table("moods", sa.Column("id", sa.BigInteger, primary_key=True))
"""


def test_a_newer_version_beside_an_older_one_that_runs(database: Database, address: str, tmp_path: Path) -> None:
    store(database, article(1))
    (tmp_path / "0001_moods.py").write_text(ONE_MORE_COLUMN, encoding="utf-8")
    newer = Database(address, [MIGRATIONS, tmp_path])
    store(database, article(2))
    store(newer, article(3))
    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(articles)).scalar_one() == 3
    newer.close()
