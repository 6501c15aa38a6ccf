"""Prints how fast a large file is imported, and the memory as it goes on.

    python -m tests.bench.imports FILE [--embed-seconds 60]

Stores all of the file as `newsdesk import` does, brings it into the word index, and embeds for so many seconds.
"""

import argparse
import tempfile
import time
from pathlib import Path

from bot.cli.import_articles import batches
from bot.cli.options import open_desk
from config import load_settings
from index.readers import Read, read_paths
from tests.bench.corpora import CLOCK

STEP = 20_000  # articles between two lines


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--embed-seconds", type=float, default=60)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open_desk(load_settings(given={"data_dir": Path(folder)})) as opened:
        desk = opened.newsdesk
        count, since, started, spent = 0, 0, time.perf_counter(), time.process_time()
        for batch in batches(read_paths([given.file], now=CLOCK)):
            told = [(item.article, item.path.name) for item in batch if isinstance(item, Read)]
            desk.store(told, CLOCK)
            count += len(told)
            if count - since >= STEP:
                rate = (count - since) / (time.perf_counter() - started)
                effort = (time.process_time() - spent) / (count - since) * 1000
                print(
                    f"{count:,} read and stored, {rate:,.0f} articles/s, {effort:.2f} ms of processor time each, ",
                    end="",
                )
                print(f"memory {resident():,.0f} MB", flush=True)
                since, started, spent = count, time.perf_counter(), time.process_time()
        started = time.perf_counter()
        words = desk.index_words(lambda _count: None)
        by_words = time.perf_counter()
        print(
            f"{words:,} in the word index, {words / (by_words - started):,.0f} articles/s, memory {resident():,.0f} MB"
        )
        desk.index_vectors(lambda _count: None, lambda: time.perf_counter() - by_words > given.embed_seconds)
        embedding = time.perf_counter() - by_words
        status = desk.status()
        print(f"{status.vectors:,} passages embedded, {status.vectors / embedding:,.0f} a second, memory ", end="")
        print(f"{resident():,.0f} MB; {status.articles:,} articles in all")


def resident() -> float:
    """The memory of this process in MB, now and not at its peak."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()
