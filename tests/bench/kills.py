"""Kills the fetching and the importing of articles at random moments, and looks whether anything is lost or doubled.

    python -m tests.bench.kills [--times 100] [--seed 1]

A third of the kills hits the storing of a file of articles, a third a round over the feeds of a local server, both
without a model and so over and over again; a third hits `newsdesk fetch` itself, which reads feeds and the pages of
their articles, and indexes them. Each time the command is started again, until it has ended by itself. Prints how often
it was killed and what was stored at the end.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from subprocess import DEVNULL

from sqlalchemy import func, select

from index.feeds.feed_store import FeedStore
from index.feeds.opml import ListedFeed
from index.storage.tables import article_keys, articles, pages, passages
from tests.bench.feed_server import feed_server
from tests.bench.feeds import host
from tests.bot.conftest import open_database
from tests.index.conftest import NOW

FEEDS = 400
ITEMS = 20
ARTICLES = 20_000
PAGED_FEEDS = 30
COMMAND_LASTS = (0.5, 5.0)  # seconds, from its start to its end on a machine of its own
STORE_ONLY = "tests.bench.store_only"


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)  # noqa: S311 -- no secret
    with tempfile.TemporaryDirectory() as folder:
        third = -(-given.times // 3)
        importing(Path(folder) / "import", third, chance)
        fetching(Path(folder) / "fetch", third, chance)
        commanding(Path(folder) / "command", third, chance)


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
        database = open_database(folder)
        listed = [ListedFeed(url=f"http://{host(n)}:{port}/{n}") for n in range(FEEDS)]
        FeedStore(database).add_all(listed, NOW)
        database.close()
        kills = _until_done([sys.executable, "-m", STORE_ONLY, str(folder), "fetch"], folder, times, chance)
    _tell("fetch", kills, folder, FEEDS * ITEMS)


def commanding(folder: Path, times: int, chance: random.Random) -> None:
    """Kill `newsdesk fetch` of feeds whose articles have pages."""
    folder.mkdir()
    hosts = [host(n) for n in range(PAGED_FEEDS)]
    environment = os.environ | {"NEWSDESK_ALLOWED_HOSTS": ",".join(hosts), "NEWSDESK_FEED_HOST_DELAY": "0"}
    command = [sys.executable, "-m", "bot.cli.main", "--data-dir", str(folder)]
    with feed_server(ITEMS, pages=True) as port:
        addresses = [f"http://{name}:{port}/{n}" for n, name in enumerate(hosts)]
        subprocess.run([*command, "feeds", "add", "--unseen", *addresses], env=environment, check=True, stdout=DEVNULL)
        kills = 0
        for _ in range(times):
            with subprocess.Popen([*command, "fetch"], env=environment, stdout=DEVNULL, stderr=DEVNULL) as process:
                try:
                    process.wait(chance.uniform(*COMMAND_LASTS))
                except subprocess.TimeoutExpired:
                    process.send_signal(signal.SIGKILL)
                    kills += 1
        subprocess.run([*command, "fetch"], env=environment, check=True, stdout=DEVNULL)
    _tell("newsdesk fetch", kills, folder, PAGED_FEEDS * ITEMS)
    database = open_database(folder)
    with database.read() as connection:
        waiting = connection.execute(select(func.count()).select_from(pages)).scalar_one()
        full = connection.execute(select(func.count()).where(articles.c.teaser.is_not(None))).scalar_one()
    database.close()
    print(f"newsdesk fetch: {full:,} with the full text of their pages, {waiting:,} pages left")
    subprocess.run([*command, "index", "verify"], env=environment, check=True)


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
    database = open_database(folder)
    with database.write() as connection:
        from index.storage.tables import feeds

        connection.execute(feeds.update().values(etag=None, body_hash=None, next_check=NOW))
    database.close()


def _tell(what: str, kills: int, folder: Path, expected: int) -> None:
    database = open_database(folder)
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
