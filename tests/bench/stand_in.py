"""Makes a data folder whose vectors are stand-ins: large enough to measure the speed of answers, in minutes.

    python -m tests.bench.stand_in ARTICLES FOLDER

To embed 140,000 passages takes an hour of two cores. Here only the titles are embedded; the vector of a passage is that
of its title with noise, so what is found and where is about right, and what it costs is as it would be.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from bot.cli.import_articles import batches
from bot.cli.options import Desk, open_desk
from config import load_settings
from index.embedding.encoder import Encoder, Vectors, make_encoder
from index.embedding.vectors import model_id, store_vectors
from index.readers import Read, read_paths
from index.storage.tables import articles, passages
from tests.bench.corpora import CLOCK

NOISE = 1.0  # its length beside a title's vector of length 1: passages of an article are at a cosine of .5
STEP = 512  # articles


def main() -> None:
    """Make it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("folder", type=Path)
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


def noisy(given: Sequence[Vectors], random: np.random.Generator) -> NDArray[np.float16]:
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
