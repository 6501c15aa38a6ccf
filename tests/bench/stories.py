"""Prints what it takes to find the story of an article that arrives, with many articles of the same days.

    python -m tests.bench.stories [--articles 100000] [--arriving 300]

Titles and teasers are those of `headlines-2020`. Their vectors are made up, in as many groups as such a number has
stories, since only their number matters here; all articles are of one day.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np
from sqlalchemy import insert

from index.articles.article import Article, make_article
from index.embedding.vectors import store_vectors
from index.passage_index import IndexedArticle, IndexedPassage
from index.passage_index.faiss_vectors import FaissVectors
from index.passage_index.tantivy_words import TantivyWords, stems
from index.storage.database import MIGRATIONS, Database
from index.storage.tables import articles, models, passages, stories
from index.stories.stories import STRANGE, Grounds, assign_stories
from index.stories.word_likeness import RareWords
from tests.bench.corpora import CLOCK, SHARED, lines
from tests.bench.timing import times

DIMENSION = 384
BATCH = 1_000
OF_STORY = 3  # articles, as there are in the archive on average
AT_ONCE = 64  # articles that the index takes over at once
DAY = datetime(2020, 5, 1, tzinfo=UTC)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--arriving", type=int, default=300)
    given = parser.parse_args()
    told = list(headlines(given.articles + given.arriving))
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/newsdesk.sqlite", [MIGRATIONS])
        vectors = FaissVectors(Path(folder) / "vectors", dimension=DIMENSION, generation="g", model="m")
        words = TantivyWords(Path(folder) / "words", generation="g")
        indexed = as_indexed(told)
        store(database, told, settled=given.articles)
        model = store_leads(database, indexed)
        for start in range(0, len(indexed), BATCH):
            vectors.apply(indexed[start : start + BATCH], [], start + 1)
            words.apply(indexed[start : start + BATCH], [], start + 1)
        words.save()
        arriving = indexed[given.articles :]
        third = len(arriving) // 3
        one, many, strange = arriving[:third], arriving[third : 2 * third], arriving[2 * third :]
        for name, size, group, common in (
            ("one by one", 1, one, 0.0),
            (f"{AT_ONCE} at once", AT_ONCE, many, 0.0),
            ("one by one, in a language that the model does not know", 1, strange, STRANGE),
        ):
            rare = RareWords(stems, words.rarity, among=len(words))
            grounds = Grounds(vectors, words, rare, {"en": common}, model)
            found = times([partial(assign, database, grounds, batch) for batch in batches(group, size)])
            clock, cpu = (1000 * float(np.median(each)) / size for each in (found.clock, found.cpu))
            print(f"{name}: {clock:.2f} ms an article, {cpu:.2f} ms of it the processor's ({len(indexed):,} articles)")
        database.close()


def headlines(most: int) -> Iterator[Article]:
    """Articles with a title and mostly a teaser."""
    usable = (line for line in lines(SHARED / "headlines-2020.jsonl.gz") if line["title"])
    for line in islice(usable, most):
        yield make_article(title=line["title"], text=line["description"] or "", published=DAY, now=CLOCK)[0]


def as_indexed(told: Sequence[Article]) -> list[IndexedArticle]:
    """The articles with one passage each, and with vectors in groups."""
    random = np.random.default_rng(0)
    centres = random.normal(size=(len(told) // OF_STORY, DIMENSION))
    near = centres[random.integers(len(centres), size=len(told))] + 0.7 * random.normal(size=(len(told), DIMENSION))
    near /= np.linalg.norm(near, axis=1, keepdims=True)
    return [
        IndexedArticle(i, a.title, a.text, DAY, "", (IndexedPassage(i, 0, a.text, vector.astype(np.float16)),))
        for i, (a, vector) in enumerate(zip(told, near, strict=True), start=1)
    ]


def store(database: Database, told: Sequence[Article], settled: int) -> None:
    """Write the articles, the first ones with a story."""
    story = {"first": DAY, "last": DAY}
    with database.write() as connection:
        connection.execute(insert(stories), [story] * (settled // OF_STORY + 1))
        for start in range(0, len(told), BATCH):
            rows = [
                {
                    "id": i,
                    "title": a.title,
                    "text": a.text,
                    "published": DAY,
                    "added": DAY,
                    "content_hash": str(i),
                    "language": "en",
                    "story_id": i // OF_STORY + 1 if i <= settled else None,
                }
                for i, a in enumerate(told[start : start + BATCH], start=start + 1)
            ]
            connection.execute(insert(articles), rows)


def store_leads(database: Database, indexed: Sequence[IndexedArticle]) -> int:
    """Write the passages and vectors, by which it is decided whether stories are merged; the number of the model."""
    with database.write() as connection:
        model = {"name": "made up", "fingerprint": "made up", "dimension": DIMENSION}
        number = int(connection.execute(insert(models).values(model).returning(models.c.id)).scalar_one())
        for start in range(0, len(indexed), BATCH):
            leads = [(article.article_id, article.passages[0]) for article in indexed[start : start + BATCH]]
            rows = [{"article_id": i, "position": 0, "start": 0, "stop": 0, "content_hash": _hash(i)} for i, _ in leads]
            connection.execute(insert(passages), rows)
            store_vectors(connection, number, {_hash(i): p.vector for i, p in leads if p.vector is not None})
    return number


def batches(arriving: Sequence[IndexedArticle], size: int) -> list[Sequence[IndexedArticle]]:
    """Full ones only."""
    return [arriving[start : start + size] for start in range(0, len(arriving) - size + 1, size)]


def assign(database: Database, grounds: Grounds, batch: Sequence[IndexedArticle]) -> None:
    """As the indexer does it, with what it takes to write it down."""
    with database.write() as connection:
        assign_stories(connection, grounds, batch)


def _hash(article_id: int) -> bytes:
    return article_id.to_bytes(16)


if __name__ == "__main__":
    main()
