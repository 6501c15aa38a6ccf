from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, insert, select, update

from bot.cli.copying import migrations as all_migrations
from bot.cli.copying import tables
from bot.inbox import Inbox
from bot.outbox import Outbox, Outgoing
from index.articles.articles import remove_articles
from index.embedding.vectors import model_id, store_vectors
from index.errors import StorageError
from index.storage.backups import back_up, restore
from index.storage.database import Database
from index.storage.table_copies import contents_of, copy_tables
from index.storage.tables import articles, imports, state, stories
from index.stories.merging import current_ids, merge_stories
from tests.index.articles.test_storing import store
from tests.index.conftest import NOW, WordHashes, article

if TYPE_CHECKING:
    from tests.postgresql import PostgresqlServer


def untold(_table: str, _rows: int) -> None:
    """Progress that nobody watches."""


@pytest.fixture
def filled(database: Database) -> Database:
    """A database with something in most tables, and with an article that is gone."""
    store(database, *(article(n, text=f'Ähm {n}. 🙂 It\'s "{n}".') for n in range(2_400)))
    model = model_id(database, WordHashes())
    with database.write() as connection:
        store_vectors(
            connection, model, {bytes([n] * 16): WordHashes().encode_question(str(n)).astype("<f2") for n in range(9)}
        )
        remove_articles(connection, [5, 2_400])
    Inbox(database).accept(7, '{"text": "ünïcode"}', NOW)
    Outbox(database).record([Outgoing(chat=-1001, html="<b>a</b>", buttons=((("More", "1:m"),),), key="k")], now=NOW)
    return database


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database that has not even tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'other' / 'newsdesk.sqlite'}"
    else:
        server: PostgresqlServer = request.getfixturevalue("postgresql")
        with server.new_database() as name:
            yield server.address(name)


def contents(database: Database) -> dict[str, object]:
    with database.read() as connection:
        return {table.name: contents_of(connection, table) for table in tables()}


@pytest.mark.every_database
def test_moving_there_again_and_going_on(filled: Database, empty: str) -> None:
    target = Database(empty, all_migrations())
    copied = copy_tables(filled, target, tables(), untold)
    assert copied["articles"].rows == 2_398
    assert contents(target) == contents(filled)

    store(filled, article(9_000), replace(article(3), text="Rewritten."))
    with filled.write() as connection:
        remove_articles(connection, [8])
    told: list[str] = []
    copy_tables(filled, target, tables(), lambda table, _rows: told.append(table))
    assert contents(target) == contents(filled)
    assert store(target, article(9_001)) == store(filled, article(9_001))
    assert contents(target) == contents(filled)  # ids go on alike, and none is given twice
    target.close()


@pytest.mark.every_database
def test_two_stories_became_one_since(filled: Database, empty: str) -> None:
    """What the copy has of the one that is gone still refers to it."""
    with filled.write() as connection:
        for article_id in (1, 2, 3):
            story = connection.execute(insert(stories).values(first=NOW, last=NOW).returning(stories.c.id)).scalar_one()
            connection.execute(update(articles).where(articles.c.id == article_id).values(story_id=story))
        merge_stories(connection, 2, 3)
    with closing(Database(empty, all_migrations())) as target:
        copy_tables(filled, target, tables(), untold)
        with filled.write() as connection:
            merge_stories(connection, 1, 2)
        copy_tables(filled, target, tables(), untold)
        assert contents(target) == contents(filled)
        with target.read() as connection:
            assert current_ids(connection, [2, 3]) == {2: 1, 3: 1}


def test_a_copy_that_was_broken_off_goes_on(filled: Database, tmp_path: Path) -> None:
    target = Database(f"sqlite:///{tmp_path / 'other' / 'newsdesk.sqlite'}", all_migrations())

    def break_off(table: str, _rows: int) -> None:
        if table == "article_keys":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_tables(filled, target, tables(), break_off)
    copy_tables(filled, target, tables(), untold)
    assert contents(target) == contents(filled)
    target.close()


def test_anothers_database_is_not_written_over(filled: Database, tmp_path: Path) -> None:
    other = Database(f"sqlite:///{tmp_path / 'other' / 'newsdesk.sqlite'}", all_migrations())
    store(other, article(1))
    before = contents(other)
    with pytest.raises(StorageError, match="holds another installation's news; name an empty one"):
        copy_tables(filled, other, tables(), untold)
    assert contents(other) == before
    other.close()


def test_a_digest_tells_any_difference(database: Database) -> None:
    store(database, article(1), article(2))
    with database.read() as connection:
        before = contents_of(connection, articles)
    with database.write() as connection:
        connection.execute(update(articles).where(articles.c.id == 2).values(title="Council 2 votes on its Budget"))
    with database.read() as connection:
        assert contents_of(connection, articles) != before


@pytest.mark.every_database
def test_a_backup_restored_on_either(filled: Database, empty: str, tmp_path: Path) -> None:
    file = tmp_path / "backup.sqlite"
    assert back_up(filled, file, tables(), all_migrations(), untold) > 2_398 * 3
    before = contents(filled)
    store(filled, article(9_000))  # comes too late
    restore(file, empty, tables(), all_migrations(), untold)
    restored = Database(empty, all_migrations())
    after = contents(restored)
    assert {name: held for name, held in after.items() if name != "state"} == {
        name: held for name, held in before.items() if name != "state"
    }
    with filled.read() as old, restored.read() as new:
        generations = [each.execute(select(state.c.generation)).scalar_one() for each in (old, new)]
    assert generations[0] != generations[1]  # an index that knows what came later must not be taken for this one's
    store(restored, article(9_001))
    with restored.read() as connection:
        assert max(connection.execute(select(articles.c.id)).scalars()) == 2_401
    restored.close()
    assert list(tmp_path.glob("**/.*")) == []


def test_a_database_with_something_in_it_is_not_restored_over(database: Database, address: str, tmp_path: Path) -> None:
    file = tmp_path / "backup.sqlite"
    store(database, article(1))
    back_up(database, file, tables(), all_migrations(), untold)
    with database.write() as connection:
        connection.execute(delete(articles))
    Inbox(database).accept(7, "{}", NOW)
    with pytest.raises(StorageError, match="holds something already"):
        restore(file, address, tables(), all_migrations(), untold)


def damaged(whole: bytes) -> Iterator[bytes]:
    """A backup cut short, one with a letter changed, and things that are none."""
    yield whole[: len(whole) // 2]
    yield whole.replace(b"Council 7 votes", b"Council 8 votes")
    yield b""
    yield b"SQLite format 3\0" + b"\xff" * 4096
    yield b"a letter to my aunt"


def test_a_damaged_backup_is_refused(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "backup.sqlite"
    store(database, *(article(n) for n in range(100)))
    back_up(database, file, tables(), all_migrations(), untold)
    target = tmp_path / "new" / "newsdesk.sqlite"
    for broken in damaged(file.read_bytes()):
        assert broken != file.read_bytes()
        (tmp_path / "broken").write_bytes(broken)
        with pytest.raises(StorageError, match=r"broken is damaged or not one of Newsdesk's; nothing was restored\.$"):
            restore(tmp_path / "broken", f"sqlite:///{target}", tables(), all_migrations(), untold)
    assert not target.exists()


@pytest.mark.files
def test_a_backup_of_a_newer_newsdesk_is_refused(database: Database, address: str, tmp_path: Path) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('index_9999')")
    file = tmp_path / "backup.sqlite"
    back_up(database, file, tables(), all_migrations(), untold)
    with pytest.raises(StorageError, match="was written by a newer Newsdesk"):
        restore(file, f"sqlite:///{tmp_path / 'new.sqlite'}", tables(), all_migrations(), untold)


def test_a_backup_that_cannot_be_written_leaves_the_older_one(database: Database, small_disk: Path) -> None:
    file = small_disk / "backup.sqlite"
    back_up(database, file, tables(), all_migrations(), untold)
    before = file.read_bytes()
    store(database, *(article(n, text="long " * 4_000) for n in range(200)))
    with pytest.raises(StorageError, match="full"):
        back_up(database, file, tables(), all_migrations(), untold)
    assert file.read_bytes() == before
    assert [path.name for path in small_disk.iterdir()] == ["backup.sqlite"]


def test_a_database_that_sorts_texts_in_another_way(filled: Database, tmp_path: Path) -> None:
    """As a PostgreSQL server does that was set up for a language: a capital stands beside its small letter."""
    paths = ["/news/B", "/news/a", "/news/b 1", "/news/C"]
    with filled.write() as connection:
        connection.execute(imports.insert(), [{"path": path, "size": 1, "modified": 1, "records": 1} for path in paths])
    other = Database(f"sqlite:///{tmp_path / 'other' / 'newsdesk.sqlite'}", all_migrations())
    with other.write() as connection:
        connection.exec_driver_sql("DROP TABLE imports")
        columns = "path TEXT COLLATE NOCASE PRIMARY KEY, size BIGINT, modified BIGINT, records BIGINT"
        connection.exec_driver_sql(f"CREATE TABLE imports ({columns})")
    for _ in range(2):
        copied = copy_tables(filled, other, tables(), untold)
        assert copied["imports"].rows == 4
    with other.read() as connection:
        assert connection.execute(select(imports.c.path).order_by(imports.c.path)).scalars().all() != sorted(paths)
    other.close()
