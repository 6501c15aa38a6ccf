"""Processes on one PostgreSQL: what one of them has, what is free again, and whose clock counts."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from index.embedding.vectors import model_id
from index.indexer import Indexer
from index.passage_index.engines import open_indexes
from index.storage.claims import Claims
from index.storage.database import Database
from index.storage.database_clock import DatabaseClock
from index.storage.database_lock import DatabaseLock
from index.storage.tables import claims, processes, vectors
from tests.index.articles.test_storing import store
from tests.index.conftest import WordHashes, article
from tests.postgresql import PostgresqlServer


@pytest.fixture
def address(postgresql: PostgresqlServer, new_name: str) -> Iterator[str]:
    with postgresql.new_database(new_name) as name:
        yield postgresql.address(name)


@pytest.fixture
def other_database(address: str, migrations: list[Path]) -> Iterator[Database]:
    opened = Database(address, migrations)
    yield opened
    opened.close()


def is_gone(database: Database, one: Claims) -> None:
    """Let a process have been killed half a minute ago."""
    with database.write() as connection:
        statement = text("UPDATE processes SET seen = seen - interval '31 seconds' WHERE id = :id")
        connection.execute(statement, {"id": one.holder})


def test_what_one_has_no_other_gets(database: Database) -> None:
    one, other = Claims(database, "worker"), Claims(database, "worker")
    assert one.take("host wire.example")
    assert one.take("host wire.example")
    assert not other.take("host wire.example")
    assert other.take("host another.example")
    one.release("host wire.example")
    assert other.take("host wire.example")
    one.release("host wire.example")
    assert not one.take("host wire.example")


def test_what_a_process_that_is_gone_had_is_free(database: Database) -> None:
    one, other = Claims(database, "worker"), Claims(database, "worker")
    assert one.take("a")
    is_gone(database, one)
    assert other.take("a")
    one.show()
    assert not one.take("a")


def test_who_leaves_leaves_nothing(database: Database) -> None:
    one, other = Claims(database, "worker"), Claims(database, "bot")
    assert one.take("a")
    assert other.others() == ["worker"]
    one.leave()
    assert other.others() == []
    assert other.take("a")


def test_what_the_gone_had_is_forgotten(database: Database) -> None:
    one, other = Claims(database, "worker"), Claims(database, "worker")
    assert one.take("a")
    assert other.take("b")
    is_gone(database, one)
    other.tidy()
    with database.read() as connection:
        assert connection.execute(select(claims.c.name)).scalars().all() == ["b"]
        assert connection.execute(select(processes.c.id)).scalars().all() == [other.holder]


def test_a_lock_is_for_one_and_ends_with_its_connection(
    database: Database, other_database: Database, postgresql: PostgresqlServer
) -> None:
    one, other = DatabaseLock(database, "scheduler"), DatabaseLock(other_database, "scheduler")
    assert one.take()
    assert one.take()
    assert not other.take()
    third = DatabaseLock(other_database, "sender")
    assert third.take()
    third.release()
    one.release()
    assert not one.held
    assert other.take()
    postgresql.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'newsdesk'")
    assert not other.held
    assert one.take()
    one.release()


def test_the_time_is_the_databases_however_wrong_the_machines_is(database: Database) -> None:
    moments = iter([1_000.0, 1_000.0, 1_060.0, 5_000.0, 5_000.0, 5_000.0])
    clock = DatabaseClock(database, lambda: next(moments))
    with database.read() as connection:
        now: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    assert abs(clock() - now - timedelta(minutes=1)) < timedelta(seconds=20)
    clock.set()
    assert abs(clock() - now) < timedelta(seconds=20)


def test_texts_are_embedded_once_by_all_together(database: Database, other_database: Database, tmp_path: Path) -> None:
    store(database, *(article(n) for n in range(200)))
    encoders = [WordHashes(), WordHashes()]
    indexers = []
    for number, (opened, encoder) in enumerate(zip((database, other_database), encoders, strict=True)):
        words, index = open_indexes(None, tmp_path / str(number), "generation", encoder)
        indexers.append(Indexer(opened, words, index, encoder, model_id(opened, encoder)))
    one, other = Claims(database, "worker"), Claims(other_database, "worker")
    model = model_id(database, encoders[0])
    assert other.take(f"embed {model} 1")  # the piece with the changes 64 to 127
    indexers[0].embed_beside_others(one, lambda: False)
    assert len(encoders[0].embedded) == 2 * (200 - 64)
    assert indexers[0].catch_up_vectors(lambda _: None, lambda: False, embed=False) == 63
    is_gone(database, other)
    indexers[0].embed_beside_others(one, lambda: False)
    assert len(encoders[0].embedded) == len(set(encoders[0].embedded)) == 400
    assert indexers[1].embed_beside_others(other, lambda: False) == 0
    for indexer in indexers:
        indexer.catch_up_vectors(lambda _: None, lambda: False, embed=False)
    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(vectors)).scalar_one() == 400
