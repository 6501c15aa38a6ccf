"""Makes a data folder whose vectors are stand-ins: large enough to measure the speed of answers, in minutes.

    python -m tests.bench.stand_in ARTICLES FOLDER [--passages N]

To embed 140,000 passages takes an hour of two cores. Here only the titles are embedded; the vector of a passage is that
of its title with noise, so what is found and where is about right, and what it costs is as it would be. Beyond the
passages that the articles have, further articles are put together of passages of several, each a story of its own.
"""

import argparse
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Row, insert, select

from bot.cli.import_articles import batches
from bot.cli.options import Desk, open_desk
from config import load_settings
from index.articles.articles import StoredArticle, load_articles, record_changes
from index.embedding.encoder import Encoder, Vectors, make_encoder
from index.embedding.vectors import HalfVector, load_vectors, model_id, store_vectors
from index.readers import Read, read_paths
from index.storage.tables import articles, copy_bands, passages, stories
from tests.bench.corpora import CLOCK

NOISE = 1.0  # its length beside a title's vector of length 1: passages of an article are at a cosine of .5
STEP = 512  # articles
PARTS = 9  # passages of an article that is put together
BANDS = 6  # names of each, under which its near copies would be found


def main() -> None:
    """Make it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=0)
    given = parser.parse_args()
    settings = load_settings(given={"data_dir": given.folder})
    with open_desk(settings) as opened:
        started = time.perf_counter()
        for batch in batches(read_paths([given.articles], now=CLOCK)):
            read = [(item.article, item.path.name) for item in batch if isinstance(item, Read)]
            opened.newsdesk.store(read, CLOCK)
        told("stored", started)
        make_vectors(opened, make_encoder(settings))
        told("given vectors", started)
        multiply(opened, given.passages, make_encoder(settings))
        told("multiplied", started)
        opened.newsdesk.index_pending(lambda: False)
        told("indexed", started)


def make_vectors(opened: Desk, encoder: Encoder) -> None:
    """Give each passage that is stored a vector."""
    model = model_id(opened.database, encoder)
    random = np.random.default_rng(0)
    with opened.database.read() as connection:
        titles = list(connection.execute(select(articles.c.id, articles.c.title)))
    for start in range(0, len(titles), STEP):
        part = titles[start : start + STEP]
        encoded = encoder.encode_documents([row.title for row in part])
        of_title = dict(zip([row.id for row in part], encoded, strict=True))
        query = select(passages.c.article_id, passages.c.content_hash)
        with opened.database.write() as connection:
            rows = connection.execute(query.where(passages.c.article_id.in_(list(of_title)))).all()
            near = noisy([of_title[row.article_id] for row in rows], random)
            store_vectors(connection, model, {row.content_hash: one for row, one in zip(rows, near, strict=True)})


def multiply(opened: Desk, most: int, encoder: Encoder) -> None:
    """Put articles together of what is stored until there are `most` passages."""
    model, random = model_id(opened.database, encoder), np.random.default_rng(1)
    with opened.database.read() as connection:
        stored = load_articles(connection, connection.execute(select(articles.c.id)).scalars())
        pieces = list(connection.execute(select(passages)))
        known = load_vectors(connection, model, [row.content_hash for row in pieces])
    count = len(pieces)
    while count < most:
        drawn = random.integers(len(pieces), size=(STEP, PARTS))
        made = [_mixed([pieces[place] for place in places], stored, random) for places in drawn.tolist()]
        vectors = [known[pieces[place].content_hash] for place in drawn[:, :1].repeat(PARTS, axis=1).ravel().tolist()]
        with opened.database.write() as connection:
            told = connection.execute(
                insert(stories).returning(stories.c.id),
                [{"first": one["published"], "last": one["published"]} for one, _ in made],
            ).scalars()
            rows = [one | {"story_id": story} for (one, _), story in zip(made, told, strict=True)]
            statement = insert(articles).returning(articles.c.id, sort_by_parameter_order=True)
            ids = list(connection.execute(statement, rows).scalars())
            parts = [
                {"article_id": i, "position": n, "start": a, "stop": b, "content_hash": random.bytes(16)}
                for i, (_, spans) in zip(ids, made, strict=True)
                for n, (a, b) in enumerate(spans)
            ]
            connection.execute(insert(passages), parts)
            connection.execute(
                insert(copy_bands),
                [
                    {"band": int.from_bytes(random.bytes(8), signed=True), "article_id": i}
                    for i in ids
                    for _ in range(BANDS)
                ],
            )
            near = noisy(vectors, random)
            store_vectors(connection, model, {p["content_hash"]: one for p, one in zip(parts, near, strict=True)})
            record_changes(connection, ids)
        count += len(parts)


def _mixed(
    parts: Sequence[Row[Any]], stored: Mapping[int, StoredArticle], random: np.random.Generator
) -> tuple[dict[str, Any], list[tuple[int, int]]]:
    """The columns of an article of such passages, and where these stand in its text."""
    first, second = stored[parts[0].article_id], stored[parts[1].article_id]
    texts = [stored[p.article_id].text[p.start : p.stop] or first.title for p in parts]
    stops = np.cumsum([len(text) + 1 for text in texts]).tolist()
    words, others = first.title.split(), second.title.split()
    return {
        "title": " ".join(words[: len(words) // 2 + 1] + others[len(others) // 2 :]),
        "text": "\n".join(texts),
        "url": f"https://bench.example/{random.bytes(8).hex()}",
        "source": first.source,
        "published": first.moment + timedelta(minutes=int(random.integers(-7200, 7200))),
        "added": CLOCK,
        "content_hash": random.bytes(32).hex(),
    }, [(stop - len(text) - 1, stop - 1) for text, stop in zip(texts, stops, strict=True)]


def noisy(given: Sequence[Vectors | HalfVector], random: np.random.Generator) -> NDArray[np.float16]:
    """Unit vectors near the given ones, as float16."""
    vectors = np.array(given, np.float32)
    vectors += random.standard_normal(vectors.shape, np.float32) * (NOISE / np.sqrt(vectors.shape[1]))
    near: NDArray[np.float16] = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16)
    return near


def told(what: str, started: float) -> None:
    """Say how far it is."""
    print(f"{what} after {time.perf_counter() - started:,.0f} s", flush=True)


if __name__ == "__main__":
    main()
