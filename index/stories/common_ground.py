"""How far the model tells the texts of a language apart.

All texts of a language that an encoder was not trained for get about the same vector: with the packaged model two
Russian articles that have nothing to do with each other have a cosine of 0.5, two English ones of 0.1.
"""

from collections import defaultdict

import numpy as np
from sqlalchemy import Connection, select

from index.articles.language import main_language
from index.embedding.vectors import HalfVector
from index.storage.tables import articles, changes, passages, vectors

SAMPLE = 10_000  # articles, those that came in or changed last
ENOUGH = 500  # articles of a language; fewer may all be on one event, and what they have in common counts less


def common_ground(connection: Connection, model: int, *, held: int) -> dict[str, float]:
    """The mean cosine of two articles of a language, by language, from 0 for those that the model tells apart.

    `held` is the change up to which the vector index is brought. Some way ahead of it there may be vectors, too, of an
    index that is built anew or from other processes; further on there may be very many articles that have none.
    """
    query = (
        select(articles.c.language, vectors.c.vector)
        .join(changes, changes.c.article_id == articles.c.id)
        .join(passages, passages.c.article_id == articles.c.id)
        .join(vectors, vectors.c.content_hash == passages.c.content_hash)
        .where(passages.c.position == 0, vectors.c.model_id == model, changes.c.sequence <= held + SAMPLE)
        .order_by(changes.c.sequence.desc())
        .limit(SAMPLE)
    )
    leads: dict[str, list[HalfVector]] = defaultdict(list)
    for row in connection.execute(query):
        if language := main_language(row.language):
            leads[language].append(np.frombuffer(row.vector, "<f2"))
    return {language: _mean_cosine(found) * min(1.0, len(found) / ENOUGH) for language, found in leads.items()}


def _mean_cosine(leads: list[HalfVector]) -> float:
    """Of each with each other one; the vectors have length 1."""
    count = len(leads)
    total = np.array(leads, np.float32).sum(axis=0)
    return max(0.0, (float(total @ total) - count) / (count * (count - 1))) if count > 1 else 0.0
