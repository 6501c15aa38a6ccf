"""Prints how often the two engines of the index give the same ten articles for a question, and how long each takes.

    python -m tests.bench.engines FOLDER QUESTIONS.jsonl [--most N]

FOLDER is a data folder whose articles are embedded; it is read, and both indexes are built in a temporary one. Milvus
is the one in a file, by the client that a cluster has, too.
"""

import argparse
import shutil
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from bot.cli.copying import migrations
from config import load_settings
from index.embedding.encoder import make_encoder
from index.evaluation.question_file import KnownQuestion, read_questions
from index.newsdesk import Newsdesk
from index.storage.database import Database

TOP = 10


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--most", type=int, default=1_000)
    given = parser.parse_args()
    questions = list(read_questions(given.questions, datetime.now(UTC)))[: given.most]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for file in given.folder.glob("newsdesk.sqlite*"):
            shutil.copy(file, folder)
        encoder = make_encoder(load_settings(given={"data_dir": given.folder}))
        tops = []
        for address in (None, f"milvus://{folder / 'milvus.db'}"):
            with closing(Database(f"sqlite:///{folder / 'newsdesk.sqlite'}", migrations())) as database:
                desk = Newsdesk(database, folder / "index", encoder, address)
                started = time.perf_counter()
                taken = desk.index_pending(lambda: False)
                print(
                    f"{'milvus' if address else 'faiss'}: {taken:,} taken over in {time.perf_counter() - started:.1f} s"
                )
                tops.append(top_articles(desk, questions))
                desk.close()
    same = [one == other for one, other in zip(*tops, strict=True)]
    shared = [len(set(one) & set(other)) / max(len(one), 1) for one, other in zip(*tops, strict=True)]
    sets = [set(one) == set(other) for one, other in zip(*tops, strict=True)]
    print(f"{len(same)} questions: the same first ten articles for {np.mean(sets):.1%}, in the same order for "
          f"{np.mean(same):.1%}; {np.mean(shared):.2%} of the ten are shared")  # fmt: skip


def top_articles(desk: Newsdesk, questions: list[KnownQuestion]) -> list[list[int]]:
    """The ids of the first articles for each question; prints how long a question takes."""
    found, took = [], []
    for one in questions:
        started = time.perf_counter()
        found.append([hit.article.article_id for hit in desk.search(one.question, now=one.now, most=TOP)])
        took.append(1000 * (time.perf_counter() - started))
    print(f"  a question takes {np.median(took):.0f} ms (median), {np.percentile(took, 95):.0f} ms (95th percentile)")
    return found


if __name__ == "__main__":
    main()
