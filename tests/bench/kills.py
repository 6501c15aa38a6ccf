"""Kills the fetching and the importing of articles at random moments, and looks whether anything is lost or doubled.

    python -m tests.bench.kills [--times 100] [--seed 1]

Half of the kills hit `newsdesk import` of a file of articles, half a round over feeds of a local server; each time the
command is started again, until it has ended by itself. Prints how often it was killed and what was stored at the end.
"""

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import func, select

from index.feeds.feed_store import FeedStore
from index.feeds.opml import ListedFeed
from index.storage.database import Database
from index.storage.tables import article_keys, articles, passages
from tests.bench.feed_server import feed_server
from tests.bench.feeds import host
from tests.index.conftest import NOW

FEEDS = 400
ITEMS = 20
ARTICLES = 20_000
STORE_ONLY = "tests.bench.store_only"


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)  # noqa: S311 -- no secret
    with tempfile.TemporaryDirectory() as folder:
        importing(Path(folder) / "import", given.times // 2, chance)
        fetching(Path(folder) / "fetch", given.times - given.times // 2, chance)


def importing(folder: Path, times: int, chance: random.Random) -> None:
    """Kill the import of a file."""
    folder.mkdir()
    file = folder / "articles.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        for n in range(ARTICLES):
            told = {"title": f"Council {n} votes", "text": f"It spends {n} crowns.", "url": f"https://wire.example/{n}"}
            lines.write(json.dumps(told) + "\n")
    kills = _until_done([sys.executable, "-m", STORE_ONLY, str(folder), "import", str(file)], folder, times, chance)
    _tell("import", kills, folder, ARTICLES)


def fetching(folder: Path, times: int, chance: random.Random) -> None:
    """Kill a round over feeds."""
    folder.mkdir()
    with feed_server(ITEMS) as port:
        database = _open(folder)
        listed = [ListedFeed(url=f"http://{host(n)}:{port}/{n}") for n in range(FEEDS)]
        FeedStore(database).add_all(listed, NOW)
        database.close()
        kills = _until_done([sys.executable, "-m", STORE_ONLY, str(folder), "fetch"], folder, times, chance)
    _tell("fetch", kills, folder, FEEDS * ITEMS)


def _until_done(command: list[str], folder: Path, times: int, chance: random.Random) -> int:
    """Start, kill and start again; how many kills hit a process at work."""
    kills = 0
    while kills < times:
        (folder / "ready").unlink(missing_ok=True)
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            while not (folder / "ready").exists() and process.poll() is None:
                time.sleep(0.01)
            try:
                process.wait(chance.uniform(0.0, 0.4))
                _start_over(folder)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                kills += 1
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return kills


def _start_over(folder: Path) -> None:
    """All is stored: from here on it is read again, and everything has to be known."""
    database = _open(folder)
    with database.write() as connection:
        from index.storage.tables import feeds

        connection.execute(feeds.update().values(etag=None, body_hash=None, next_check=NOW))
    database.close()


def _open(folder: Path) -> Database:
    return Database(f"sqlite:///{folder / 'newsdesk.sqlite'}")


def _tell(what: str, kills: int, folder: Path, expected: int) -> None:
    database = _open(folder)
    with database.read() as connection:
        stored, keys, split = (
            connection.execute(select(func.count(column.distinct()))).scalar_one()
            for column in (articles.c.id, article_keys.c.article_id, passages.c.article_id)
        )
        urls = connection.execute(select(func.count(articles.c.url.distinct()))).scalar_one()
        copies = connection.execute(select(func.count()).where(articles.c.copy_of.is_not(None))).scalar_one()
    database.close()
    print(
        f"{what}: killed {kills} times; {stored:,} articles stored of {expected:,}, {stored - urls:,} of them twice, ",
        end="",
    )
    print(f"{stored - keys:,} without a name, {stored - split - copies:,} without a passage")


if __name__ == "__main__":
    main()
