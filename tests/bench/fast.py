"""Prints how fast Newsdesk is beside its peers: everything in one run on one machine, as medians with their extremes.

    python -m tests.bench.fast FOLDER [--questions FILE] [--asked N] [--passages N] [--rounds N] [--peers PYTHON]
                               [--only PART …]

FOLDER is a data folder with articles in the index, such as `python -m tests.bench.stand_in` makes; only `adding`
writes to it, and is done when named. Questions come from a file of JSON lines with a `question` each. `--peers` names
the Python of an environment made with `pip install newsdesk[bench]`: then each peer takes in the same passages with the
same model and is asked the same questions, in turn with Newsdesk.
`python -m tests.bench.growth` prints what a million passages cost.
"""

import argparse
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from time import perf_counter
from uuid import uuid4

import numpy as np
from rich.console import Console
from rich.table import Table

from bot.cli.options import open_desk
from config import load_settings
from index.articles.article import make_article
from index.articles.passages import embedded_text
from index.embedding.encoder import make_encoder
from index.embedding.packaged_model import packaged_model_folder
from index.newsdesk import Newsdesk
from tests.bench.corpora import CLOCK, SHARED, lines
from tests.bench.peers.process import NAMES, PeerProcess, running
from tests.bench.timing import Times, command_times, memory, times

AT_ONCE = 16  # questions
HEADLINES = 4_000  # successive ones of an archive with repeats
MOST = 10  # ranked articles that are asked for
ADDED = 20  # articles
PARTS = ("start", "questions", "adding", "embedding", "repeats", "peers")


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", type=Path, default=SHARED / "quiz-questions-2023-2024.jsonl.gz")
    parser.add_argument("--asked", type=int, default=200)
    parser.add_argument("--passages", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--headlines", type=int, default=HEADLINES)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=[part for part in PARTS if part != "adding"])
    given = parser.parse_args()
    questions = [line["question"] for line in islice(lines(given.questions), given.asked)]
    table = Table("what", "measured", "reach", title="Newsdesk", title_justify="left")
    for row in rows(given, questions):
        print(*row, sep=" | ", flush=True)  # a run takes long, and what it has found so far is worth knowing
        table.add_row(*row)
    Console(width=150).print(table)


def rows(given: argparse.Namespace, questions: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """What is measured, what came of it, and what it should come to."""
    if "start" in given.only:
        yield from start_rows(given.folder, questions[0])
    if "questions" in given.only:
        yield from question_rows(given.folder, questions)
    if "adding" in given.only:
        yield adding_row(given.folder)
    passages = some_passages(given.folder, given.passages) if {"embedding", "peers"} & set(given.only) else []
    if "embedding" in given.only:
        yield from embedding_rows([text for _, text in passages], given.rounds)
    if "repeats" in given.only:
        yield repeats_row(given.headlines)
    if given.peers and "peers" in given.only:
        yield from peer_rows(given.peers, passages, questions[: given.asked // 4])


def start_rows(folder: Path, question: str) -> Iterator[tuple[str, str, str]]:
    """Commands from the shell to their end."""
    command = [sys.executable, "-m", "bot.cli.main"]
    taken, _ = command_times([*command, "--help"], 5)
    yield "newsdesk --help", taken.milliseconds, "250 ms"
    taken, peak = command_times([*command, "--data-dir", str(folder), "ask", question], 5)
    yield "newsdesk ask, from the shell", f"{taken.milliseconds}, {peak:,.0f} MB", "1,500 ms, 300 MB"


@contextmanager
def opened(folder: Path) -> Iterator[Newsdesk]:
    """The news desk of a data folder."""
    with open_desk(load_settings(given={"data_dir": folder})) as desk:
        yield desk.newsdesk


def question_rows(folder: Path, questions: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """One after the other, many at once, and while passages are embedded."""
    started = perf_counter()
    with opened(folder) as desk:
        yield "opening the index", f"{perf_counter() - started:.2f} s", "3 s at 1,000,000"
        asks: list[Callable[[], object]] = [partial(desk.ask, question, now=CLOCK) for question in questions]
        times(asks[:20])  # what is loaded on first use
        alone = times(asks)
        size = f"{desk.status().passages:,} passages"
        yield f"one question, {size}", f"{alone.milliseconds}, p99 {alone.at(99):,.1f} ms", "p50 12 ms, p99 40 ms"
        with ThreadPoolExecutor(AT_ONCE) as pool:
            started = perf_counter()
            many = list(pool.map(lambda ask: times([ask]).clock[0], asks))
            rate = len(asks) / (perf_counter() - started)
        slowest = f"p95 {np.percentile(many, 95) * 1000:,.0f} ms"
        yield f"questions, {AT_ONCE} at a time, {size}", f"{rate:,.1f}/s, {slowest}", "120/s, p95 250 ms"
        with embedding():
            beside = times(asks)
        share = f"{beside.at(95):,.1f} ms, {beside.at(95) / alone.at(95):.2f} times the idle one"
        yield "p95 of questions while an import embeds", share, "2 times"
        yield "memory then", "{:,.0f} MB, without mapped files {:,.0f} MB".format(*memory()), "1,600 MB at 1,000,000"


def adding_row(folder: Path) -> tuple[str, str, str]:
    """Articles that come one at a time, each until it is found by words and by vectors, and would be after a crash."""
    with opened(folder) as desk:
        size = f"{desk.status().passages:,} passages"
        marks = [uuid4().hex for _ in range(ADDED)]

        def add(mark: str) -> None:
            text = f"The council of {mark} met on Monday. It voted on its budget, {mark} said."
            desk.store([(make_article(title=f"Budget of {mark}", text=text, now=CLOCK)[0], "bench")], CLOCK)
            desk.index_pending(lambda: False)

        add(uuid4().hex)  # which takes what is taken once
        each = times([partial(add, mark) for mark in marks])
    return f"one article stored, embedded and found, durable, {size}", each.milliseconds, "50 ms at 1,000,000"


@contextmanager
def embedding() -> Iterator[None]:
    """Texts are embedded by another process all the while, as `newsdesk import` does it."""
    stop = threading.Event()
    texts = [f"Number {n}. " + "The council met again and said what it had said before. " * 15 for n in range(16)]

    def embed() -> None:
        encoder = make_encoder(load_settings())
        while not stop.is_set():
            encoder.encode_documents(texts)

    thread = threading.Thread(target=embed)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def some_passages(folder: Path, count: int) -> list[tuple[str, str]]:
    """(id, text as it is embedded) of passages from all over the articles."""
    with opened(folder) as desk:
        found = desk.status().passages
        chosen = np.linspace(1, found, min(count, found), dtype=int).tolist()
        return [(str(i), text) for i, text in desk.passage_texts(chosen).items()]


def embedding_rows(texts: Sequence[str], rounds: int) -> Iterator[tuple[str, str, str]]:
    """The encoder that the settings choose against sentence-transformers, in turn."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(given={"data_dir": Path(folder)})
        own = make_encoder(settings)
        reference = make_encoder(settings.model_copy(update={"encoder": "sentence-transformers"}))
        for encoder in (own, reference):
            encoder.encode_documents(texts[:4])
        pairs = [
            (times([partial(own.encode_documents, texts)]), times([partial(reference.encode_documents, texts)]))
            for _ in range(rounds)
        ]
        ratio = ratios([(theirs.clock[0], ours.clock[0]) for ours, theirs in pairs])
        cpu = ratios([(theirs.cpu[0], ours.cpu[0]) for ours, theirs in pairs])
        rate = len(texts) / float(np.median([ours.clock[0] for ours, _ in pairs]))
        yield "passages embedded", f"{rate:,.1f}/s by {own.description}", ""
        yield "against sentence-transformers in float32", f"{ratio}; by CPU time {cpu}", "3 times"


def repeats_row(count: int) -> tuple[str, str, str]:
    """An archive with repeats: to take it in, against embedding each of its texts with sentence-transformers."""
    read = islice(lines(SHARED / "headlines-2020.jsonl.gz"), count)
    articles = [
        make_article(title=line["title"], text=line["description"] or "", url=line["url"], now=CLOCK)[0]
        for line in read
        if line["title"] and line["url"]
    ]
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as desk:
        reference = make_encoder(load_settings(given={"encoder": "sentence-transformers"}))
        reference.encode_documents(["to load what is loaded on first use"] * 2)
        desk.ask("What is loaded on first use?", now=CLOCK)
        texts = [embedded_text(article.title, article.text) for article in articles]
        each = times([partial(reference.encode_documents, texts)])

        def take_in() -> None:
            for start in range(0, len(articles), 500):
                desk.store([(article, "archive") for article in articles[start : start + 500]], CLOCK)
            desk.index_pending(lambda: False)

        whole = times([take_in])
        made = desk.status().vectors
    share = f"{made:,} of {len(articles):,} texts embedded"
    return (
        "an archive with repeats, against sentence-transformers on every text",
        f"{each.clock[0] / whole.clock[0]:.2f} times as fast with all else that an import does; {share}",
        "5 times",
    )


def peer_rows(
    python: Path, passages: Sequence[tuple[str, str]], questions: Sequence[str]
) -> Iterator[tuple[str, str, str]]:
    """The same passages and questions for Newsdesk and each peer, whose questions alternate."""
    model = packaged_model_folder()
    assert model is not None
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as desk:
        articles = [
            make_article(title=title, text=body, url=f"https://bench.example/{i}", now=CLOCK)[0]
            for i, text in passages
            for title, _, body in [text.partition("\n")]
        ]

        def take_in() -> None:
            desk.store([(article, "bench") for article in articles], CLOCK)
            desk.index_pending(lambda: False)

        desk.ask(questions[0], now=CLOCK)  # which exports the model
        own = times([take_in]).clock[0]
        yield "taking in, Newsdesk", f"{len(passages) / own:,.1f} passages/s", ""
        for name in NAMES:
            with running(python, name, model) as peer:
                yield from peer_row(name, peer, desk, passages, questions, own)


def peer_row(
    name: str,
    peer: PeerProcess,
    desk: Newsdesk,
    passages: Sequence[tuple[str, str]],
    questions: Sequence[str],
    own: float,
) -> Iterator[tuple[str, str, str]]:
    """One peer: taking in, and a ranked list for each question."""
    taken = peer.index(passages).seconds
    ours, theirs = [], []
    for question in questions:
        ours.append(times([partial(desk.search, question, now=CLOCK, most=MOST)]).clock[0])
        told = peer.rank(question, MOST)
        theirs.append(told.seconds)
    faster = f"{ratios(list(zip(theirs, ours, strict=True)))}; {told.megabytes:,.0f} MB"
    yield (
        f"against {name}",
        f"taking in {taken / own:.2f} times as fast; a search {spread(theirs)} against {spread(ours)}, {faster}",
        "more than 1",
    )


def spread(seconds: Sequence[float]) -> str:
    """Median and 99th percentile in milliseconds."""
    return Times(tuple(seconds), tuple(seconds)).milliseconds.partition(";")[0] + ")"


def ratios(pairs: Sequence[tuple[float, float]]) -> str:
    """How many times as fast the second of each pair is."""
    found = [first / second for first, second in pairs]
    return f"{np.median(found):.2f} times ({min(found):.2f}–{max(found):.2f})"


if __name__ == "__main__":
    main()
