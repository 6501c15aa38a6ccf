"""Prints what the time of a question goes to: the CPU time of each stage in the running program.

    python -m tests.bench.stages FOLDER [--questions FILE] [--asked N]

Each stage is timed by the functions that do it; what they leave is the rest. Unlike under a profiler, small functions
take no longer than they do.
"""

import argparse
import time
from collections import defaultdict
from functools import partial, wraps
from itertools import islice
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.cli.options import open_desk
from config import load_settings
from index import inquiry
from index import newsdesk as desk
from index.search import search
from tests.bench.corpora import CLOCK, SHARED, lines
from tests.bench.timing import times

WARMING = 20  # questions
STAGES: dict[str, list[tuple[Any, str]]] = {
    "what the question asks for": [(desk, "understand")],
    "embedding it": [("encoder", "encode_question")],
    "words: two searches": [("words", "search_articles"), ("words", "search_passages")],
    "vectors: passages": [("vectors", "search")],
    "vectors: leads": [("vectors", "search_leads")],
    "articles from the database": [(search, "load_articles")],
    "where passages stand, from the database": [(inquiry, "passage_spans")],
    "outlets of stories, from the database": [(inquiry, "story_outlets")],
    "scoring sentences": [(inquiry, "score_sentences")],
    "whether they tell": [(inquiry, "confidence_facts")],
}


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", type=Path, default=SHARED / "quiz-questions-2023-2024.jsonl.gz")
    parser.add_argument("--asked", type=int, default=200)
    given = parser.parse_args()
    questions = [line["question"] for line in islice(lines(given.questions), given.asked + WARMING)]
    spent: dict[str, list[float]] = defaultdict(list)
    with open_desk(load_settings(given={"data_dir": given.folder})) as opened:
        asked = opened.newsdesk
        owners = {"encoder": asked._encoder, "words": asked._words, "vectors": asked._vectors}
        for stage, functions in STAGES.items():
            for owner, name in functions:
                watch(owners[owner] if isinstance(owner, str) else owner, name, spent[stage])
        asks = [partial(asked.ask, question, now=CLOCK) for question in questions]
        times(asks[:WARMING])
        for each in spent.values():
            each.clear()
        found = times(asks[WARMING:])
        passages = asked.status().passages
    table = Table("stage", "ms of CPU time a question", "share", "calls", title=f"{passages:,} passages")
    whole, count = sum(found.cpu) * 1000, len(found.cpu)
    rows = [(stage, sum(each) * 1000, len(each)) for stage, each in spent.items()]
    rows.append(("the rest", whole - sum(used for _, used, _ in rows), count))
    for stage, used, calls in sorted(rows, key=lambda row: -row[1]):
        table.add_row(stage, f"{used / count:.2f}", f"{used / whole:.0%}", f"{calls / count:.2f}")
    table.add_row("all", f"{whole / count:.2f}", "", "")
    Console(width=120).print(table)


def watch(owner: Any, name: str, spent: list[float]) -> None:
    """Let each call of a function note its CPU time."""
    function = getattr(owner, name)

    @wraps(function)
    def watched(*given: Any, **named: Any) -> Any:
        started = time.process_time()
        try:
            return function(*given, **named)
        finally:
            spent.append(time.process_time() - started)

    setattr(owner, name, watched)


if __name__ == "__main__":
    main()
