"""Brings the copies of the index up to the database: words at once, vectors as fast as the encoder allows."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from sqlalchemy import Row

from index.articles import StoredArticle, StoredPassage, changes_after, load_articles, load_passages
from index.database import Database
from index.encoder import Encoder
from index.passage_index import IndexedArticle, IndexedPassage, VectorIndex, WordIndex
from index.passages import embedded_text
from index.stories import assign_stories
from index.vectors import HalfVector, load_vectors, store_vectors

WORD_BATCH = 500  # articles read from the database at once
VECTOR_BATCH = 64  # articles embedded between two commits: what a kill may cost

Progress = Callable[[int], None]
Changes = Sequence[Row[tuple[int, int, bool]]]


class Indexer:
    """Takes over the changes recorded in the database. One at a time per index: see `index.folder_lock`."""

    def __init__(
        self, database: Database, words: WordIndex, vectors: VectorIndex, encoder: Encoder, model: int
    ) -> None:
        self._database = database
        self._words = words
        self._vectors = vectors
        self._encoder = encoder
        self._model = model

    def catch_up_words(self, progress: Progress, stop: Callable[[], bool]) -> int:
        """Take over all changes into the word index and save it; how many articles that were."""
        taken = 0
        while not stop():
            with self._database.read() as connection:
                changed = changes_after(connection, self._words.sequence, WORD_BATCH)
                articles = load_articles(connection, _present(changed))
                passages = load_passages(connection, articles)
            if not changed:
                break
            added = [indexed_article(article, passages[article_id]) for article_id, article in articles.items()]
            self._words.apply(added, _gone(changed, articles), changed[-1].sequence)
            taken += len(changed)
            progress(len(changed))
        self._words.save()
        return taken

    def catch_up_vectors(self, progress: Progress, stop: Callable[[], bool], *, embed: bool) -> int:
        """Take over changes into the vector index; without `embed`, up to the first article that lacks a vector.

        Vectors and stories are in the database before the index has them. The caller saves the index.
        """
        taken = 0
        while not stop():
            step = self._vector_step(embed=embed)
            if not step:
                break
            taken += step
            progress(step)
        return taken

    def _vector_step(self, *, embed: bool) -> int:
        with self._database.read() as connection:
            changed = changes_after(connection, self._vectors.sequence, VECTOR_BATCH)
            articles = load_articles(connection, _present(changed))
            passages = load_passages(connection, articles)
        if not changed:
            return 0
        wanted = {p.content_hash for found in passages.values() for p in found}
        with self._database.read() as connection:
            vectors = load_vectors(connection, self._model, wanted)
        missing = _missing(articles, passages, vectors)
        if missing and not embed:
            return 0
        if missing:
            encoded = self._encoder.encode_documents(list(missing.values())).astype(np.float16)
            fresh = dict(zip(missing, encoded, strict=True))
            vectors |= fresh
            with self._database.write() as connection:
                store_vectors(connection, self._model, fresh)
        added = [
            with_vectors(indexed_article(article, passages[article_id]), passages[article_id], vectors)
            for article_id, article in articles.items()
        ]
        self._vectors.apply(added, _gone(changed, articles), changed[-1].sequence)
        with self._database.write() as connection:
            assign_stories(connection, self._vectors, added)
        return len(changed)


def indexed_article(article: StoredArticle, passages: Sequence[StoredPassage]) -> IndexedArticle:
    """The article as the index takes it, its passages without vectors."""
    return IndexedArticle(
        article_id=article.article_id,
        title=article.title,
        text=article.text,
        moment=article.moment,
        outlet=(article.source or "").casefold(),
        passages=tuple(IndexedPassage(p.passage_id, p.position, p.text) for p in passages),
    )


def with_vectors(
    article: IndexedArticle, passages: Sequence[StoredPassage], vectors: dict[bytes, HalfVector]
) -> IndexedArticle:
    """The same article with a vector for each passage."""
    pairs = zip(article.passages, passages, strict=True)
    return replace(article, passages=tuple(replace(p, vector=vectors[s.content_hash]) for p, s in pairs))


def _present(changed: Changes) -> list[int]:
    return [row.article_id for row in changed if not row.removed]


def _gone(changed: Changes, present: dict[int, StoredArticle]) -> list[int]:
    return [row.article_id for row in changed if row.article_id not in present]


def _missing(
    articles: dict[int, StoredArticle],
    passages: dict[int, list[StoredPassage]],
    vectors: dict[bytes, HalfVector],
) -> dict[bytes, str]:
    """What is still to be embedded, by content hash."""
    return {
        passage.content_hash: embedded_text(articles[article_id].title, passage.text)
        for article_id, found in passages.items()
        for passage in found
        if passage.content_hash not in vectors
    }
