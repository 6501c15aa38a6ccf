"""The archive: storing news, and keeping the index up to date, alone and beside other processes."""

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from config import Settings
from index.archive import Archive, remove_index
from index.articles.article import Article
from index.articles.storing import Outcome
from index.embedding.encoder import Vectors
from index.errors import StorageError
from index.newsdesk import Newsdesk
from index.storage.database import Database
from index.storage.tables import articles
from tests.index.conftest import NOW, WordHashes, address_of, article, run_python
from tests.index.test_indexer import Desk


def test_another_model_embeds_anew(tmp_path: Path, database: Database, index_url: str | None) -> None:
    first = Archive(database, tmp_path / "index", WordHashes(), index_url)
    first.store([(article(n), "wire") for n in range(20)], NOW)
    first.index_pending(lambda: False)
    first.close()

    class Other(WordHashes):
        fingerprint = "other"

    encoder = Other()
    second = Archive(database, tmp_path / "index", encoder, index_url)
    assert second.waiting() == 20
    assert second.index_words(lambda _: None) == 0
    assert second.index_vectors(lambda _: None) == 20
    assert len(encoder.embedded) == 20
    assert second.status().vectors == 40
    second.close()


HOLDS_THE_INDEX = """
import sys
from pathlib import Path
from index.storage.database import Database
from index.archive import Archive
from tests.index.conftest import NOW, WordHashes, article

archive = Archive(Database(sys.argv[2]), Path(sys.argv[1]) / "index", WordHashes(), sys.argv[3] or None)
for line in sys.stdin:
    if line.strip() == "store":
        archive.store([(article(n), "wire") for n in range(100)], NOW)
    archive.index_pending(lambda: False)
    print(archive.waiting())
"""


def test_a_reader_beside_the_process_that_keeps_the_index(
    tmp_path: Path, database: Database, address: str, index_url: str | None
) -> None:
    keeper = run_python(HOLDS_THE_INDEX, tmp_path, address, index_url or "")
    assert keeper.stdin is not None
    assert keeper.stdout is not None
    keeper.stdin.write("store\n")
    keeper.stdin.flush()
    assert keeper.stdout.readline() == "0\n"
    reader = Newsdesk(database, tmp_path / "index", WordHashes(), index_url)
    told = database.dialect == "sqlite" or index_url is None  # else another machine's process may hold it
    assert reader.index_holder == (keeper.pid if told else None)
    assert reader.waiting() == 0
    reader.store([(article(500, text="The council of Osk met."), "wire")], NOW)
    assert reader.index_pending(lambda: False) == 0
    reader.refresh()
    assert reader.waiting() == 1
    keeper.stdin.write("go on\n")
    keeper.stdin.flush()
    assert keeper.stdout.readline() == "0\n"
    reader.refresh()
    assert reader.waiting() == 0
    assert reader.search("council Osk", now=NOW, most=1)[0].article.url == "https://wire.example/500"
    keeper.kill()
    keeper.communicate()
    assert reader.index_holder is None
    reader.store([(article(501), "wire")], NOW)
    assert reader.index_pending(lambda: False) == 2
    reader.close()


def test_a_refresh_takes_over_what_needs_no_embedding(
    tmp_path: Path, database: Database, index_url: str | None
) -> None:
    first = Newsdesk(database, tmp_path / "index", WordHashes(), index_url)
    first.store([(article(n), "wire") for n in range(5)], NOW)
    first.refresh()
    assert first.waiting() == 5  # the vectors
    assert len(first.search("council", now=NOW, most=10)) == 5  # not the words
    first.index_vectors(lambda _: None)
    first.close()
    remove_index(Settings(data_dir=tmp_path, index_url=SecretStr(index_url) if index_url else None), database)
    encoder = WordHashes()
    second = Newsdesk(database, tmp_path / "index", encoder, index_url)
    second.refresh()
    assert second.waiting() == 0
    assert encoder.embedded == []
    second.close()


def check_index(database: Database, folder: Path, index_url: str | None) -> None:
    checked = Desk(database, folder, index_url=index_url)
    checked.check()
    checked.close()


def test_threads_that_index_at_once(tmp_path: Path, database: Database, index_url: str | None) -> None:
    encoder = WordHashes()
    archive = Archive(database, tmp_path / "index", encoder, index_url)

    def work(first: int) -> None:
        for start in range(first, first + 80, 20):
            archive.store([(article(n), "wire") for n in range(start, start + 20)], NOW)
            archive.index_pending(lambda: False)
            archive.refresh()

    with ThreadPoolExecutor(4) as pool:
        for working in [pool.submit(work, first) for first in (0, 40, 80, 120)]:
            working.result()
    assert archive.waiting() == 0
    assert len(encoder.embedded) == len(set(encoder.embedded))
    archive.close()
    check_index(database, tmp_path / "index", index_url)


def test_closed_while_a_thread_indexes(tmp_path: Path, database: Database, index_url: str | None) -> None:
    class Slow(WordHashes):
        """Says when it has begun, and goes on when the archive is being closed."""

        def __init__(self) -> None:
            super().__init__()
            self.begun, self.go_on = threading.Event(), threading.Event()

        def encode_documents(self, texts: Sequence[str]) -> Vectors:
            self.begun.set()
            assert self.go_on.wait(30)
            return super().encode_documents(texts)

    encoder = Slow()
    archive = Archive(database, tmp_path / "index", encoder, index_url)
    archive.store([(article(n), "wire") for n in range(300)], NOW)
    with ThreadPoolExecutor(2) as pool:
        indexing = pool.submit(archive.index_pending, lambda: False)
        assert encoder.begun.wait(30)
        closing = pool.submit(archive.close)
        while not archive._closing.is_set():
            pass
        encoder.go_on.set()
        closing.result(timeout=30)
        taken = indexing.result(timeout=30)
    assert 300 < taken < 600  # all words, and the vectors that were in hand
    assert archive.index_pending(lambda: False) == 0
    again = Archive(database, tmp_path / "index", WordHashes(), index_url)
    assert again.waiting() == 600 - taken
    again.index_pending(lambda: False)
    again.close()
    check_index(database, tmp_path / "index", index_url)


def test_a_full_disk_keeps_what_was_reported(small_disk: Path) -> None:
    database = Database(address_of(small_disk))
    desk = Newsdesk(database, small_disk / "index", WordHashes())
    stored: list[Outcome] = []
    with pytest.raises(StorageError, match="disk is full"):
        fill(desk, stored)
    assert desk.search("council", now=NOW, most=3)
    with database.read() as connection:
        assert len(list(connection.execute(select(articles.c.id)))) == len(stored)
    try:
        desk.close()
    except StorageError as error:
        assert "disk is full" in str(error)  # noqa: PT017
    database.close()


def fill(archive: Archive, stored: list[Outcome]) -> None:
    for start in range(0, 100_000, 5):
        batch = [(article(n, text=f"Council {n}. " * 200), "wire") for n in range(start, start + 5)]
        stored += archive.store(batch, NOW)
        archive.index_pending(lambda: False)


def test_a_refresh_that_fails_holds_nothing_up(small_disk: Path) -> None:
    database = Database(address_of(small_disk))
    desk = Newsdesk(database, small_disk / "index", WordHashes())
    desk.store([(article(n), "wire") for n in range(50)], NOW)
    free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
    (small_disk / "filler").write_bytes(bytes(free))
    for _ in range(2):
        with pytest.raises(StorageError, match="disk is full"):
            desk.refresh()
    (small_disk / "filler").unlink()
    desk.refresh()
    assert len(desk.search("council", now=NOW, most=100)) == 50
    desk.close()
    database.close()


def test_a_folder_that_cannot_be_made(tmp_path: Path, database: Database) -> None:
    (tmp_path / "index").write_text("in the way")
    with pytest.raises(StorageError, match="cannot be used"):
        Archive(database, tmp_path / "index", WordHashes())


def test_the_same_text_again_is_known(tmp_path: Path, database: Database, index_url: str | None) -> None:
    archive = Archive(database, tmp_path / "index", WordHashes(), index_url)
    told = Article(title="Storm", text="It rained.", url="https://wire.example/1")
    assert archive.store([(told, "wire"), (told, "wire")], NOW) == [Outcome.NEW, Outcome.KNOWN]
    assert archive.store([(told, "other")], NOW) == [Outcome.KNOWN]
    assert archive.index_holder is None
    assert archive._lock.held
    archive.close()


def test_a_refresh_leaves_the_index_to_others(tmp_path: Path, database: Database, index_url: str | None) -> None:
    asking, running = (Newsdesk(database, tmp_path / "index", WordHashes(), index_url) for _ in range(2))
    asking.store([(article(n), "wire") for n in range(5)], NOW)
    asking.refresh()
    assert running.index_pending(lambda: False) == 5  # the vectors; the words are taken over
    running.store([(article(6), "wire")], NOW)
    assert running.index_pending(lambda: False) == 2
    asking.refresh()
    assert asking.waiting() == 0
    assert len(asking.search("council", now=NOW, most=10)) == 6
    asking.close()
    running.close()
