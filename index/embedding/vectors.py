"""Vectors in the database, by model and by the content they embed."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, bindparam, select

from index.articles.articles import chunks
from index.embedding.encoder import Encoder
from index.storage.database import Database
from index.storage.tables import models, passages, vectors
from index.storage.upserts import dialect_of

HalfVector = NDArray[np.float16]

_LEADS = (
    select(passages.c.article_id, vectors.c.vector)
    .join(vectors, vectors.c.content_hash == passages.c.content_hash)
    .where(passages.c.position == 0, vectors.c.model_id == bindparam("model"))
    .where(passages.c.article_id.in_(bindparam("ids", expanding=True)))
)


def model_id(database: Database, encoder: Encoder) -> int:
    """The id of the encoder's model, recorded on first use; one that is known is told without waiting for writers."""
    query = select(models.c.id).where(models.c.fingerprint == encoder.fingerprint)
    with database.read() as connection:
        known = connection.execute(query).scalar_one_or_none()
    if known is not None:
        return int(known)
    values = {"name": encoder.name, "fingerprint": encoder.fingerprint, "dimension": encoder.dimension}
    with database.write() as connection:
        connection.execute(dialect_of(connection).insert(models).values(values).on_conflict_do_nothing())
        return int(connection.execute(query).scalar_one())


def load_vectors(connection: Connection, model: int, hashes: Iterable[bytes]) -> dict[bytes, HalfVector]:
    """Those of the vectors that are stored, by content hash; each of shape (dimension,)."""
    found: dict[bytes, HalfVector] = {}
    for chunk in chunks(list(hashes)):
        query = select(vectors.c.content_hash, vectors.c.vector)
        query = query.where(vectors.c.model_id == model, vectors.c.content_hash.in_(chunk))
        for row in connection.execute(query):
            found[row.content_hash] = np.frombuffer(row.vector, "<f2")
    return found


def load_leads(connection: Connection, model: int, article_ids: Sequence[int]) -> dict[int, HalfVector]:
    """The vectors of the first passages of articles, as far as they are stored; each of shape (dimension,)."""
    found: dict[int, HalfVector] = {}
    for chunk in chunks(article_ids):
        for row in connection.execute(_LEADS, {"model": model, "ids": chunk}):
            found[row.article_id] = np.frombuffer(row.vector, "<f2")
    return found


def store_vectors(connection: Connection, model: int, fresh: Mapping[bytes, HalfVector]) -> None:
    """Store vectors by content hash; one that another process stored in the meantime stays."""
    if not fresh:
        return
    connection.execute(
        dialect_of(connection).insert(vectors).on_conflict_do_nothing(),
        [
            {"content_hash": content, "model_id": model, "vector": vector.astype("<f2").tobytes()}
            for content, vector in sorted(fresh.items())  # in one order, in which nobody waits for each other
        ],
    )
