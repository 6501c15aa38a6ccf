"""Prints what the exported encoder gains over sentence-transformers, and what its vectors lose in retrieval.

    python -m tests.bench.encoder [--rounds N] [--passages N]

Everything is measured in this process, the encoders one after the other in every round, so that what else the machine
does meets them alike; the ratios are medians over the rounds, beside the least and the greatest. CPU seconds are those
of all threads: where other programs compete for the cores, they tell more than the clock. Retrieval is by vectors
alone, over the wikinews set: titles find their articles (whose passages are embedded without them), questions find the
article that answers. sentence-transformers is left out there, as float32 gives its vectors to six digits. The last
columns leave the questions exact, as in a database whose passages another precision has embedded.
"""

import argparse
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from config import Settings
from index.articles.article import Article
from index.articles.passages import embedded_text, split_passages
from index.embedding.encoder import Encoder, Vectors, make_encoder
from index.embedding.exported import ExportedEncoder
from tests.bench.corpora import SHARED, lines, wikinews_articles, wikinews_questions

NAME = "all-MiniLM-L6-v2"
REFERENCE = "sentence-transformers"
DEPTH = 10  # of the ranks that count


@dataclass(slots=True)
class Measured:
    """What one encoder took in each round, for all texts of a set: seconds on the clock and of all CPUs."""

    clock: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Searched:
    """Queries, the passages that they search, the article of each passage and the article that each query wants."""

    name: str
    queries: Sequence[str]
    passages: Sequence[str]
    owners: Sequence[int]
    wanted: Sequence[int]


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--passages", type=int, default=128)
    given = parser.parse_args()
    console = Console(width=120)
    with tempfile.TemporaryDirectory() as folder:
        encoders: dict[str, Encoder] = {
            REFERENCE: make_encoder(Settings(encoder="sentence-transformers")),
            "float32": ExportedEncoder(NAME, "", "", precisions=["float32"], folder=Path(folder)),
            "int8": ExportedEncoder(NAME, "", "", precisions=["int8"], folder=Path(folder)),
        }
        for encoder in encoders.values():
            encoder.encode_documents(["to load what is loaded on first use", "and what only many texts need"])
            console.print(encoder.description)
        articles = wikinews_articles()
        _, passages, _ = _split(encoders["int8"], articles, titled=True)
        console.print(speed(encoders, "passages of articles", passages[: given.passages], given.rounds))
        console.print(speed(encoders, "headlines with teasers", _headlines(2 * given.passages), given.rounds))
        console.print(questions(encoders, [asked.question for asked in wikinews_questions("wikinews")]))
        del encoders[REFERENCE]
        console.print(retrieval(encoders, articles))


def speed(encoders: dict[str, Encoder], name: str, texts: Sequence[str], rounds: int) -> Table:
    """Texts per second of each encoder, and the ratios to the reference."""
    taken = {name: Measured() for name in encoders}
    vectors: dict[str, Vectors] = {}
    for _ in range(rounds):
        for key, encoder in encoders.items():
            clock, cpu = time.perf_counter(), time.process_time()
            vectors[key] = encoder.encode_documents(texts)
            taken[key].clock.append(time.perf_counter() - clock)
            taken[key].cpu.append(time.process_time() - cpu)
    tokens = np.mean(encoders[REFERENCE].count_tokens(texts))
    table = Table(title=f"{len(texts)} {name}, {tokens:.0f} tokens on average", title_justify="left")
    for column in ("encoder", "texts/s", "ratio", "texts/CPU s", "ratio", "lowest cosine", "mean"):
        table.add_column(column)
    for key, measured in taken.items():
        cosines = np.einsum("ij,ij->i", vectors[key], vectors[REFERENCE])
        table.add_row(
            key,
            f"{len(texts) / np.median(measured.clock):.1f}",
            _ratios(taken[REFERENCE].clock, measured.clock),
            f"{len(texts) / np.median(measured.cpu):.1f}",
            _ratios(taken[REFERENCE].cpu, measured.cpu),
            f"{cosines.min():.4f}",
            f"{cosines.mean():.4f}",
        )
    return table


def questions(encoders: dict[str, Encoder], asked: Sequence[str]) -> Table:
    """How long one question takes."""
    taken: dict[str, list[float]] = {name: [] for name in encoders}
    for question in asked:
        for key, encoder in encoders.items():
            started = time.perf_counter()
            encoder.encode_question(question)
            taken[key].append((time.perf_counter() - started) * 1000)
    table = Table("encoder", "p50 ms", "p95 ms", title=f"{len(asked)} questions, one by one", title_justify="left")
    for key, milliseconds in taken.items():
        half, most = np.percentile(milliseconds, [50, 95])
        table.add_row(key, f"{half:.1f}", f"{most:.1f}")
    return table


def retrieval(encoders: dict[str, Encoder], articles: Sequence[Article]) -> Table:
    """nDCG and MRR of each encoder, and of exact questions on each encoder's passages."""
    table = Table("", "encoder", "nDCG@10", "MRR@10", "nDCG@10, exact questions", "MRR@10", title_justify="left")
    table.title = "Retrieval by vectors alone"
    for searched in _searches(encoders["int8"], articles):
        exact = np.array([encoders["float32"].encode_question(query) for query in searched.queries])
        for key, encoder in encoders.items():
            passages = encoder.encode_documents(searched.passages)
            own = np.array([encoder.encode_question(query) for query in searched.queries])
            scores = [*_scores(searched, own, passages), *_scores(searched, exact, passages)]
            table.add_row(searched.name, key, *(f"{score:.4f}" for score in scores))
    return table


def _searches(encoder: Encoder, articles: Sequence[Article]) -> list[Searched]:
    places = {article.url: place for place, article in enumerate(articles)}
    asked = [question for question in wikinews_questions("wikinews") if question.gold]
    bare_owners, bare, titles = _split(encoder, articles, titled=False)
    owners, titled, _ = _split(encoder, articles, titled=True)
    wanted = [places[next(iter(question.gold))] for question in asked]
    return [
        Searched(f"{len(titles)} titles", titles, bare, bare_owners, range(len(articles))),
        Searched(f"{len(asked)} questions", [question.question for question in asked], titled, owners, wanted),
    ]


def _split(encoder: Encoder, articles: Sequence[Article], *, titled: bool) -> tuple[list[int], list[str], list[str]]:
    """The place of each passage's article, the passages, and the articles' titles."""
    owners, passages = [], []
    for place, article in enumerate(articles):
        title = article.title if titled else ""
        spans = split_passages(
            title, article.text, article.language, window=encoder.window, count_tokens=encoder.count_tokens
        )
        owners += [place] * len(spans)
        passages += [embedded_text(title, article.text[span.start : span.stop]) for span in spans]
    return owners, passages, [article.title for article in articles]


def _headlines(count: int) -> list[str]:
    found = []
    for number, line in enumerate(lines(SHARED / "headlines-2020.jsonl.gz")):
        if number % 400 == 0:
            found.append(embedded_text(line["title"] or "", line["description"] or ""))
        if len(found) == count:
            break
    return found


def _scores(searched: Searched, queries: Vectors, passages: Vectors) -> tuple[float, float]:
    """nDCG and MRR where each query wants one article, ranked by its best passage."""
    total = np.zeros(2)
    for scores, wanted in zip(queries @ passages.T, searched.wanted, strict=True):
        ranked = dict.fromkeys(searched.owners[place] for place in np.argsort(-scores))
        rank = list(ranked).index(wanted) + 1
        if rank <= DEPTH:
            total += (1 / np.log2(rank + 1), 1 / rank)
    ndcg, mrr = total / len(searched.queries)
    return float(ndcg), float(mrr)


def _ratios(reference: Sequence[float], other: Sequence[float]) -> str:
    ratios = np.array(reference) / np.array(other)
    return f"{np.median(ratios):.2f} ({ratios.min():.2f}–{ratios.max():.2f})"


if __name__ == "__main__":
    main()
