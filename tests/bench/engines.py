"""Prints how often the two engines of the index give the same ten articles for a question, and how long each takes.

    python -m tests.bench.engines FOLDER QUESTIONS.jsonl [--articles N] [--most N]

FOLDER is a data folder whose articles are embedded; it is read, and both indexes are filled in a temporary one, with
the first N articles. Milvus is the one in a file, by the client that a cluster has, too: it reads all texts for each
word, so more than some hundred articles take long.
"""

import argparse
import shutil
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from sqlalchemy import delete, select

from bot.cli.copying import migrations
from config import load_settings
from index.embedding.encoder import Encoder, make_encoder
from index.evaluation.question_file import KnownQuestion, read_questions
from index.newsdesk import Newsdesk
from index.storage.database import Database
from index.storage.tables import articles, changes

TOP = 10


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--most", type=int, default=1_000)
    given = parser.parse_args()
    questions = list(read_questions(given.questions, datetime.now(UTC)))[: given.most]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for file in given.folder.glob("newsdesk.sqlite*"):
            shutil.copy(file, folder)
        encoder = make_encoder(load_settings(given={"data_dir": given.folder}))
        with closing(Database(f"sqlite:///{folder / 'newsdesk.sqlite'}", migrations())) as database:
            keep_first(database, given.articles)
            one, other = (
                tops(database, folder, encoder, address, questions)
                for address in (None, f"milvus://{folder}/milvus.db")
            )
    same, shared = agreement(one, other)
    print(f"{len(one)} questions: the same first ten articles for {same:.1%}; {shared:.2%} of the ten are shared")


def keep_first(database: Database, count: int) -> None:
    """Forget all articles but the first; as if the others had never been there."""
    with database.write() as connection:
        last = select(articles.c.id).order_by(articles.c.id).limit(1).offset(count).scalar_subquery()
        first_gone = connection.execute(select(last)).scalar_one()
        if first_gone is not None:
            connection.execute(delete(articles).where(articles.c.id >= first_gone))
            connection.execute(delete(changes).where(changes.c.article_id >= first_gone))


def tops(
    database: Database, folder: Path, encoder: Encoder, address: str | None, questions: list[KnownQuestion]
) -> list[list[int]]:
    """The ids of the first articles for each question; prints how long things take."""
    desk = Newsdesk(database, folder / "index", encoder, address)
    started = time.perf_counter()
    taken = desk.index_words(lambda _: None) + desk.index_vectors(lambda _: None, embed=False)
    print(f"{'milvus' if address else 'faiss'}: {taken:,} taken over in {time.perf_counter() - started:.1f} s")
    found, took = [], []
    for one in questions:
        started = time.perf_counter()
        found.append([hit.article.article_id for hit in desk.search(one.question, now=one.now, most=TOP)])
        took.append(1000 * (time.perf_counter() - started))
    print(f"  a question takes {np.median(took):.0f} ms (median), {np.percentile(took, 95):.0f} ms (95th percentile)")
    desk.close()
    return found


def agreement(one: list[list[int]], other: list[list[int]]) -> tuple[float, float]:
    """The share of questions with the same articles on both sides, and the mean share of articles in common."""
    pairs = [(set(first), set(second)) for first, second in zip(one, other, strict=True)]
    shared = [len(first & second) / max(len(first), len(second), 1) for first, second in pairs]
    return float(np.mean([first == second for first, second in pairs])), float(np.mean(shared))


if __name__ == "__main__":
    main()
