"""Prints and draws what the vector index costs from ten thousand to a million passages.

    python -m tests.bench.growth [--most 1000000] [--vectors FOLDER] [--chart docs/growth.svg]

Real vectors of passages are not to be had in that number: those of the data folder `--vectors` (or else of made-up
groups) are mixed in pairs and noise is added, so that there are as many as wanted, no two alike. Times are medians over
60 questions; CPU is what this thread used, which other programs on the machine disturb less than the clock.
"""

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from index.passage_index import IndexedArticle, IndexedPassage, Scope
from index.passage_index.faiss_vectors import FaissVectors
from index.question.window import Window
from tests.bench.timing import memory

DIMENSION = 384
PASSAGES = 10  # of an article
BATCH = 200  # articles taken over at once
ASKED = 60
START = datetime(2020, 1, 1, tzinfo=UTC)
SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Measured:
    """At one number of passages: CPU milliseconds (clock in brackets in the table), seconds, MB."""

    passages: int
    question: tuple[float, float]
    window: tuple[float, float]
    leads: tuple[float, float]
    article: tuple[float, float]
    adding: float
    opening: float
    checking: float
    memory: tuple[float, float]


def main() -> None:
    """Run, print and draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=SIZES[-1])
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--chart", type=Path)
    given = parser.parse_args()
    random = np.random.default_rng(0)
    real = stored_vectors(given.vectors) if given.vectors else made_up(random)
    with tempfile.TemporaryDirectory() as folder:
        measured = measure(Path(folder), real, random, [size for size in SIZES if size <= given.most])
    Console(width=140).print(as_table(measured))
    if given.chart:
        draw(measured, given.chart)


def stored_vectors(folder: Path) -> Floats:
    """At most 50,000 of the vectors in a data folder, shape (n, 384)."""
    connection = sqlite3.connect(f"file:{folder / 'newsdesk.sqlite'}?mode=ro", uri=True)
    rows = connection.execute("SELECT vector FROM vectors LIMIT 50000").fetchall()
    connection.close()
    return np.array([np.frombuffer(vector, "<f2") for (vector,) in rows], np.float32)


def made_up(random: np.random.Generator) -> Floats:
    """2,000 unit vectors that lie about one direction, as those of texts do."""
    return unit(random.normal(size=(2_000, DIMENSION)) + 0.5)


def unit(vectors: NDArray[np.floating]) -> Floats:
    """The same directions at length 1."""
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def mixed(real: Floats, count: int, random: np.random.Generator) -> Floats:
    """New vectors that lie between two of the given ones, with noise."""
    first, second = (real[random.integers(len(real), size=count)] for _ in range(2))
    return unit(0.8 * first + 0.4 * second + 0.02 * random.standard_normal((count, DIMENSION), np.float32))


def measure(folder: Path, real: Floats, random: np.random.Generator, sizes: list[int]) -> list[Measured]:
    """Fill one index up to each size in turn."""
    index = opened(folder)
    questions = unit(real[random.integers(len(real), size=ASKED)] + 0.03 * random.standard_normal((ASKED, DIMENSION)))
    found: list[Measured] = []
    for size in sizes:
        before, used = len(index), time.process_time()
        while len(index) < size:
            first = index.sequence + 1
            index.apply(articles(first, min(BATCH, (size - len(index)) // PASSAGES), real, random), (), first + BATCH)
        index.save()
        adding = (time.process_time() - used) / (size - before) * PASSAGES * 1000
        index.close()
        started = time.perf_counter()
        index = opened(folder)
        opening = time.perf_counter() - started
        index.refresh()
        checking = time.perf_counter() - started - opening
        found.append(measured_at(size, index, questions, (adding, opening, checking)))
        print(found[-1], flush=True)
    index.close()
    return found


def measured_at(size: int, index: FaissVectors, questions: Floats, rest: tuple[float, float, float]) -> Measured:
    """Ask and add at one size; `rest` was measured on the way there."""
    window = Window(START + timedelta(days=1), START + timedelta(days=9))
    question = median(lambda question: index.search(question, 200, Scope()), questions)
    held = memory()  # with the pages of the file that questions have touched
    return Measured(
        size,
        question,
        median(lambda question: index.search(question, 200, Scope(window)), questions),
        median(lambda question: index.search_leads(question, 32, Scope(window)), questions),
        median(lambda question: add_one(index, question), questions[:20]),
        *rest,
        held,
    )


def opened(folder: Path) -> FaissVectors:
    """The index in a folder."""
    return FaissVectors(folder, dimension=DIMENSION, generation="bench", model="bench")


def articles(first: int, count: int, real: Floats, random: np.random.Generator) -> list[IndexedArticle]:
    """New articles, ten minutes apart, from 40 outlets."""
    vectors = mixed(real, count * PASSAGES, random).astype(np.float16).reshape(count, PASSAGES, DIMENSION)
    return [article(first + place, vectors[place]) for place in range(count)]


def article(number: int, vectors: NDArray[np.float16]) -> IndexedArticle:
    """One article with a passage for each vector."""
    passages = tuple(IndexedPassage(number * 100 + n, n, "", vector) for n, vector in enumerate(vectors))
    moment = START + timedelta(minutes=10 * number)
    return IndexedArticle(number, "", "", moment, f"outlet {number % 40}", passages)


def add_one(index: FaissVectors, vector: Floats) -> None:
    """Add one article and make it last."""
    number = index.sequence + 1
    index.apply([article(number, np.tile(vector.astype(np.float16), (PASSAGES, 1)))], (), number)
    index.save()


def median(action: Callable[[Floats], object], questions: Floats) -> tuple[float, float]:
    """Milliseconds of this thread's CPU time and on the clock, after one round to warm up."""
    for question in questions[:5]:
        action(question)
    cpu, clock = [], []
    for question in questions:
        used, started = time.thread_time(), time.perf_counter()
        action(question)
        cpu.append((time.thread_time() - used) * 1000)
        clock.append((time.perf_counter() - started) * 1000)
    return float(np.median(cpu)), float(np.median(clock))


def as_table(measured: list[Measured]) -> Table:
    """A row for each size."""
    table = Table(title="The vector index as it grows, CPU ms (clock)", title_justify="left")
    for column in (
        "passages",
        "question",
        "within 8 days",
        "leads of 8 days",
        "one article, durable",
        "taking over, ms/article",
        "opening, s",
        "checking, s",
        "memory, MB (without files)",
    ):
        table.add_column(column)
    for m in measured:
        pairs = [f"{cpu:.2f} ({clock:.1f})" for cpu, clock in (m.question, m.window, m.leads, m.article)]
        rest = [f"{m.adding:.2f}", f"{m.opening:.2f}", f"{m.checking:.2f}", f"{m.memory[0]:.0f} ({m.memory[1]:.0f})"]
        table.add_row(f"{m.passages:,}", *pairs, *rest)
    return table


def draw(measured: list[Measured], path: Path) -> None:
    """Latency and memory against size, as one picture."""
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot as plt

    sizes = [m.passages for m in measured]
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
    left.plot(sizes, [m.question[0] for m in measured], marker="o", label="question, all passages")
    left.plot(sizes, [m.window[0] for m in measured], marker="s", label="question, within 8 days")
    left.plot(sizes, [m.adding for m in measured], marker="^", label="taking over an article")
    left.set(xscale="log", xlabel="passages", ylabel="CPU ms", ylim=(0, None), title="Vector index: time")
    left.legend(frameon=False)
    right.plot(sizes, [m.memory[0] for m in measured], marker="o", label="all, with mapped files")
    right.plot(sizes, [m.memory[1] for m in measured], marker="s", label="without files")
    right.plot(sizes, [2 * DIMENSION * size / 1e6 for size in sizes], linestyle=":", label="the vectors themselves")
    right.set(xscale="log", xlabel="passages", ylabel="MB", ylim=(0, None), title="Vector index: memory")
    right.legend(frameon=False)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


if __name__ == "__main__":
    main()
