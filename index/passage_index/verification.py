"""Whether an index holds what the database says it should: looked at from outside, the same for every engine."""

import numpy as np
from sqlalchemy import func, select

from index.articles.articles import changes_after
from index.passage_index import Scope, VectorIndex, WordIndex
from index.storage.database import Database
from index.storage.tables import articles, passages, state, vectors

ASKED = 200  # articles that are looked for
NEAR = 0.99  # cosine of a passage to itself, in 16 bits


def problems(database: Database, words: WordIndex, index: VectorIndex, model: int) -> list[str]:
    """What is wrong with the two indexes, in sentences; what only waits to be taken over is no problem."""
    mine = passages.join(articles, articles.c.id == passages.c.article_id).join(
        vectors, (vectors.c.content_hash == passages.c.content_hash) & (vectors.c.model_id == model)
    )
    leads = select(articles.c.id, articles.c.title, vectors.c.vector).select_from(mine)
    with database.read() as connection:
        last = connection.execute(select(state.c.last_change)).scalar_one()
        waits = changes_after(connection, min(words.sequence, index.sequence), 1)
        count = connection.execute(select(func.count()).select_from(mine)).scalar_one()
        asked = connection.execute(leads.where(passages.c.position == 0).order_by(func.random()).limit(ASKED)).all()
    ahead = [name for name, copy in (("word", words), ("vector", index)) if copy.sequence > last]
    if ahead:
        return [f"The {name} index knows of changes that the database does not have." for name in ahead]
    if waits:
        return []
    found = []
    if len(index) != count:
        found.append(f"The vector index holds {len(index):,} passages, the database {count:,}.")
    lost = [row.id for row in asked if not _found_by_vector(index, row.vector)]
    if lost:
        found.append(f"{len(lost):,} of {len(asked):,} articles are not found by their own vector.")
    unknown = [row.id for row in asked if not len(words.search_articles(row.title, 1, Scope()).article_ids)]
    if unknown:
        found.append(f"{len(unknown):,} of {len(asked):,} articles are not found by the words of their title.")
    return found


def _found_by_vector(index: VectorIndex, vector: bytes) -> bool:
    hits = index.search(np.frombuffer(vector, "<f2").astype(np.float32), 1, Scope())
    return bool(np.any(hits.scores > NEAR))
