"""Prints how fast articles are imported and questions answered, and the memory that takes.

    python -m tests.bench.speed ARTICLES.jsonl.gz QUESTIONS.jsonl.gz [--data-dir FOLDER] [--asked N]

Without --data-dir the articles are imported into a new folder. Questions are objects with a `question`; they are asked
one after the other in this process, then the first of them through the command `newsdesk ask`.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.cli.options import open_desk
from config import load_settings
from index.newsdesk import Newsdesk
from index.readers import Read, read_paths
from tests.bench.corpora import CLOCK, lines

BATCH = 256


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--data-dir", type=Path)
    parser.add_argument("--asked", type=int, default=200)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.data_dir or Path(temporary)
        questions = [line["question"] for line in lines(given.questions)][: given.asked]
        with open_desk(load_settings(given={"data_dir": folder})) as opened:
            time_import(opened.newsdesk, given.articles)
            time_questions(opened.newsdesk, questions)
            print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
        time_command(folder, questions[0])


def time_import(desk: Newsdesk, path: Path) -> None:
    """Store, index by words, then embed; each with its rate."""
    started = time.perf_counter()
    batch: list[Read] = []
    stored = 0
    for item in read_paths([path], now=CLOCK):
        if isinstance(item, Read):
            batch.append(item)
        if len(batch) == BATCH:
            stored += _store(desk, batch)
            batch = []
    stored += _store(desk, batch)
    read = time.perf_counter()
    desk.index_words(lambda _count: None)
    by_words = time.perf_counter()
    before = desk.status().vectors
    desk.index_vectors(lambda _count: None)
    by_vectors = time.perf_counter()
    made = desk.status().vectors - before
    print(f"{stored:,} articles read and stored: {stored / (read - started):,.0f} articles/s")
    print(f"word index: {stored / (by_words - read):,.0f} articles/s")
    if made:
        print(f"{made:,} passages embedded: {made / (by_vectors - by_words):,.1f} passages/s")


def time_questions(desk: Newsdesk, questions: Sequence[str]) -> None:
    """Ask all of them once to warm up, then once more for the figures."""
    for question in questions[:20]:
        desk.ask(question, now=CLOCK)
    taken = []
    for question in questions:
        started = time.perf_counter()
        desk.ask(question, now=CLOCK)
        taken.append((time.perf_counter() - started) * 1000)
    found = desk.status()
    half, most = np.percentile(taken, [50, 99])
    print(
        f"one question at {found.articles:,} articles, {found.passages:,} passages: "
        f"p50 {half:.1f} ms, p99 {most:.1f} ms over {len(taken)}"
    )


def time_command(folder: Path, question: str) -> None:
    """The whole way from the shell to the answer, the median of five."""
    taken = []
    for _ in range(5):
        started = time.perf_counter()
        command = [sys.executable, "-m", "bot.cli.main", "--data-dir", str(folder), "ask", question]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        taken.append(time.perf_counter() - started)
    print(f"newsdesk ask, from the shell to its answer: {np.median(taken):.2f} s, the median of {len(taken)}")


def _store(desk: Newsdesk, batch: Sequence[Read]) -> int:
    desk.store([(item.article, item.path.name) for item in batch], CLOCK)
    return len(batch)


if __name__ == "__main__":
    main()
