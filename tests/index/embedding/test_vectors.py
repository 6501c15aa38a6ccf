import numpy as np
from sqlalchemy import func, select

from index.embedding.vectors import load_vectors, model_id, store_vectors
from index.storage.database import Database
from index.storage.tables import models
from tests.index.conftest import WordHashes


class OtherModel(WordHashes):
    fingerprint = "another"


def test_a_model_is_recorded_once(database: Database) -> None:
    for _ in range(2):
        assert model_id(database, WordHashes()) == 1
        assert model_id(database, OtherModel()) == 2
    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(models)).scalar_one() == 2


def test_vectors_come_back_as_they_were(database: Database) -> None:
    given = {bytes([n]) * 16: np.random.default_rng(n).normal(size=64).astype(np.float16) for n in range(3)}
    model, other = model_id(database, WordHashes()), model_id(database, OtherModel())
    with database.write() as connection:
        store_vectors(connection, model, given)
        store_vectors(connection, model, {})
    with database.read() as connection:
        found = load_vectors(connection, model, [*given, b"x" * 16])
        assert set(found) == set(given)
        assert all(np.array_equal(found[key], given[key]) for key in given)
        assert load_vectors(connection, other, given) == {}


def test_the_vector_that_was_first_stays(database: Database) -> None:
    first, second = np.full(64, 0.5, np.float16), np.full(64, 0.25, np.float16)
    model = model_id(database, WordHashes())
    with database.write() as connection:
        store_vectors(connection, model, {b"k" * 16: first})
        store_vectors(connection, model, {b"k" * 16: second, b"l" * 16: second})
        found = load_vectors(connection, model, [b"k" * 16, b"l" * 16])
    assert np.array_equal(found[b"k" * 16], first)
    assert np.array_equal(found[b"l" * 16], second)
