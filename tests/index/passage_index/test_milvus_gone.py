"""Milvus gone for a while: what is asked gets a sentence soon, news is stored all the same, and it catches up."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pymilvus import DataType

from index.errors import StorageError
from index.newsdesk import Newsdesk
from index.passage_index import milvus as engine
from index.passage_index.engines import open_indexes
from index.passage_index.milvus import Milvus, collection_name
from index.storage.database import Database
from tests.cable import Cable, cable_to
from tests.index.conftest import NOW, WordHashes, article
from tests.milvus import MilvusServer

WAITED = 1.0  # seconds for an answer of Milvus's


@pytest.fixture
def place(milvus: MilvusServer) -> Iterator[str]:
    with milvus.new_database() as url:
        yield url


@pytest.fixture
def cable(milvus: MilvusServer) -> Iterator[Cable]:
    with cable_to(milvus.port) as cable:
        yield cable


@pytest.fixture
def desk(
    database: Database, tmp_path: Path, place: str, milvus: MilvusServer, cable: Cable, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Newsdesk]:
    monkeypatch.setattr(engine, "ASKED_SECONDS", WAITED)
    monkeypatch.setattr(engine, "SECONDS", WAITED)
    opened = Newsdesk(database, tmp_path / "index", WordHashes(), place.replace(f":{milvus.port}", f":{cable.port}"))
    yield opened
    opened.close()


@pytest.mark.parametrize("how", [Cable.pull_out, Cable.silence])
def test_gone_and_back(desk: Newsdesk, cable: Cable, how: Callable[[Cable], None]) -> None:
    desk.store([(article(n), "wire") for n in range(10)], NOW)
    desk.index_pending(lambda: False)
    how(cable)
    for _ in range(2):
        with pytest.raises(StorageError, match=r"The index at milvus://127.0.0.1:.* does not answer") as caught:
            desk.ask("What did the council of town 3 vote?", now=NOW)
        assert "\n" not in str(caught.value)
    assert len(desk.store([(article(n), "wire") for n in range(10, 30)], NOW)) == 20
    with pytest.raises(StorageError):
        desk.index_pending(lambda: False)
    assert desk.waiting() == 20
    cable.plug_in()
    while not caught_up(desk):
        pass
    assert desk.problems() == []
    assert len(desk.search("council", now=NOW, most=100)) == 30


def caught_up(desk: Newsdesk) -> bool:
    """Whether what goes on in the background has brought the index up to date."""
    try:
        desk.index_pending(lambda: False)
    except StorageError:
        return False
    return desk.waiting() == 0


def test_a_collection_that_was_half_made_is_finished(place: str, tmp_path: Path) -> None:
    """By a process that was killed after it had made the collection, before its indexes."""
    half = Milvus(place)
    schema = half.client.create_schema(enable_dynamic_field=False)
    schema.add_field("word", DataType.VARCHAR, max_length=160, is_primary=True)
    schema.add_field("nothing", DataType.FLOAT_VECTOR, dim=2)
    half.client.create_collection(collection_name("g", "words"), schema=schema)
    half.close()
    words, vectors = open_indexes(place, tmp_path, "g", WordHashes())
    assert words.rarity(["harbour"]).keys() == {"harbour"}
    words.close()
    vectors.close()
