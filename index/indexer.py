"""Brings the copies of the index up to the database: words at once, vectors as fast as the encoder allows."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from itertools import islice, takewhile

import numpy as np
from sqlalchemy import Row

from index.articles.articles import StoredArticle, StoredPassage, changes_after, load_articles, load_passages
from index.articles.copies import follow_originals
from index.articles.passages import embedded_text
from index.embedding.encoder import Encoder
from index.embedding.vectors import HalfVector, load_vectors, store_vectors
from index.passage_index import IndexedArticle, IndexedPassage, VectorIndex, WordIndex
from index.passage_index.tantivy_words import stems
from index.storage.claims import Claims
from index.storage.database import Database
from index.stories.common_ground import common_ground
from index.stories.stories import Grounds, assign_stories
from index.stories.word_likeness import RareWords

WORD_BATCH = 500  # articles read from the database at once
VECTOR_BATCH = 64  # articles taken over at once
RENEWED = 0.1  # of the articles: as many more or fewer make words rarer or commoner, and languages better known
EMBEDDED_BATCH = 256  # passages embedded between two commits: what a kill may cost

Progress = Callable[[int], None]
Changes = Sequence[Row[tuple[int, int, bool]]]
Loaded = tuple[dict[int, StoredArticle], dict[int, list[StoredPassage]], dict[bytes, HalfVector]]


class Indexer:
    """Takes over the changes recorded in the database. One at a time per index: see `index.storage.folder_lock`."""

    def __init__(
        self, database: Database, words: WordIndex, vectors: VectorIndex, encoder: Encoder, model: int
    ) -> None:
        self._database = database
        self._words = words
        self._vectors = vectors
        self._encoder = encoder
        self._model = model
        self._grounds: Grounds | None = None
        self._grounds_among = (0, 0)

    def catch_up_words(self, progress: Progress, stop: Callable[[], bool]) -> int:
        """Take over all changes into the word index and save it; how many articles that were."""
        taken = 0
        while not stop():
            with self._database.read() as connection:
                changed = changes_after(connection, self._words.sequence, WORD_BATCH)
                articles = _searched(load_articles(connection, _present(changed)))
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

        Vectors and stories are in the database before the index has them. The caller saves the index. Embedding may
        take hours; what is stored meanwhile is taken over into the word index in between.
        """
        taken = 0
        while not stop():
            step = self._vector_step(stop, embed=embed)
            if not step:
                break
            taken += step
            progress(step)
            if embed and self._words_wait():
                self.catch_up_words(lambda _count: None, stop)
        return taken

    def embed_beside_others(self, claims: Claims, stop: Callable[[], bool]) -> int:
        """Embed what waits and is claimed by no other process; how many passages. The index takes it over elsewhere."""
        done, held = 0, self._vectors.sequence
        while not stop():
            with self._database.read() as connection:
                changed = changes_after(connection, held, VECTOR_BATCH)
            if not changed:
                break
            # The same pieces for everyone, whatever they hold: a piece is one claim.
            piece = changed[0].sequence // VECTOR_BATCH
            held = min(changed[-1].sequence, (piece + 1) * VECTOR_BATCH - 1)
            with claims.holding(f"embed {self._model} {piece}") as mine:
                if mine:
                    articles, passages, vectors = self._loaded([row for row in changed if row.sequence <= held])
                    done += len(self._embedded(_missing(articles, passages, vectors), stop))
        return done

    def _words_wait(self) -> bool:
        with self._database.read() as connection:
            return bool(changes_after(connection, self._words.sequence, 1))

    def _vector_step(self, stop: Callable[[], bool], *, embed: bool) -> int:
        with self._database.read() as connection:
            changed = changes_after(connection, self._vectors.sequence, VECTOR_BATCH)
        articles, passages, vectors = self._loaded(changed)
        if embed:
            vectors |= self._embedded(_missing(articles, passages, vectors), stop)
        changed = list(takewhile(lambda row: _has_all(passages.get(row.article_id, ()), vectors), changed))
        if not changed:
            return 0
        added = [
            with_vectors(indexed_article(articles[article_id], passages[article_id]), passages[article_id], vectors)
            for article_id in _present(changed)
            if article_id in articles
        ]
        # Only when the stories are stored, too, does the index say that it holds these changes: else an error between
        # the two would leave the articles without stories for good.
        self._vectors.apply(added, _gone(changed, articles), self._vectors.sequence)
        grounds = self._comparing()
        with self._database.write() as connection:
            assign_stories(connection, grounds, added)
            follow_originals(connection, _present(changed))
        self._vectors.apply((), (), changed[-1].sequence)
        return len(changed)

    def _comparing(self) -> Grounds:
        """What stories are told by; worked out anew when either index has grown or shrunk by a tenth.

        In an import the word index is whole before the vector index has anything.
        """
        among = len(self._words), len(self._vectors)
        changed = [abs(now - then) >= RENEWED * then for now, then in zip(among, self._grounds_among, strict=True)]
        if self._grounds is None or any(changed):
            with self._database.read() as connection:
                common = common_ground(connection, self._model, held=self._vectors.sequence)
            rare = RareWords(stems, self._words.rarity, among=among[0])
            self._grounds = Grounds(self._vectors, self._words, rare, common, self._model)
            self._grounds_among = among
        return self._grounds

    def _loaded(self, changed: Changes) -> Loaded:
        """The articles that have changed, their passages, and those of the vectors that are stored."""
        with self._database.read() as connection:
            articles = _searched(load_articles(connection, _present(changed)))
            passages = load_passages(connection, articles)
            wanted = {p.content_hash for found in passages.values() for p in found}
            return articles, passages, load_vectors(connection, self._model, wanted)

    def _embedded(self, missing: Mapping[bytes, str], stop: Callable[[], bool]) -> dict[bytes, HalfVector]:
        """The vectors of texts, each stored as soon as its batch is embedded; not all of them when told to stop."""
        found: dict[bytes, HalfVector] = {}
        todo = iter(missing.items())
        while not stop() and (batch := dict(islice(todo, EMBEDDED_BATCH))):
            encoded = self._encoder.encode_documents(list(batch.values())).astype(np.float16)
            fresh = dict(zip(batch, encoded, strict=True))
            with self._database.write(alone=False) as connection:
                store_vectors(connection, self._model, fresh)
            found |= fresh
        return found


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


def _searched(articles: dict[int, StoredArticle]) -> dict[int, StoredArticle]:
    """The articles that the index holds: copies are found through their originals."""
    return {article_id: article for article_id, article in articles.items() if article.copy_of is None}


def _gone(changed: Changes, present: dict[int, StoredArticle]) -> list[int]:
    return [row.article_id for row in changed if row.article_id not in present]


def _has_all(passages: Sequence[StoredPassage], vectors: Collection[bytes]) -> bool:
    return all(passage.content_hash in vectors for passage in passages)


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
