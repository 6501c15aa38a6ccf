"""Takes Milvus away for a while, pulled out and then left silent, and prints what becomes of questions and news.

python -m tests.bench.drill_milvus [--seconds 60]
"""

import argparse
import tempfile
import time
from contextlib import closing
from pathlib import Path

from index.errors import StorageError
from index.newsdesk import Newsdesk
from index.storage.database import Database
from tests.cable import Cable, cable_to
from tests.index.conftest import NOW, WordHashes, article
from tests.milvus import running_milvus

ARTICLES = 100  # stored before, and as many again meanwhile
QUESTION = "What did the council of town 3 vote?"
ASKED_EVERY = 1.0  # seconds


def main() -> None:
    """Run both and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60)
    given = parser.parse_args()
    for how in (Cable.pull_out, Cable.silence):
        with (
            tempfile.TemporaryDirectory() as folder,
            running_milvus(Path(folder)) as milvus,
            cable_to(milvus.port) as cable,
            milvus.new_database() as place,
            closing(Database(f"sqlite:///{folder}/newsdesk.sqlite")) as database,
            closing(
                Newsdesk(
                    database,
                    Path(folder) / "index",
                    WordHashes(),
                    place.replace(f":{milvus.port}", f":{cable.port}"),
                )
            ) as desk,
        ):
            desk.store([(article(n), "wire") for n in range(ARTICLES)], NOW)
            desk.index_pending(lambda: False)
            how(cable)
            drill(desk, cable, given.seconds, how.__name__)


def drill(desk: Newsdesk, cable: Cable, seconds: int, how: str) -> None:
    """Ask and store while Milvus is away, then see how soon all of it is found."""
    begun = time.monotonic()
    desk.store([(article(n), "wire") for n in range(ARTICLES, 2 * ARTICLES)], NOW)
    waits = []
    while time.monotonic() - begun < seconds:
        asked = time.monotonic()
        try:
            desk.ask(QUESTION, now=NOW)
        except StorageError as error:
            said = str(error)
        waits.append(time.monotonic() - asked)
        time.sleep(ASKED_EVERY)
    print(f"{how}: {len(waits)} questions, each answered within {max(waits):.2f} s: {said}")
    cable.plug_in()
    back = time.monotonic()
    while desk.waiting():
        try:
            desk.index_pending(lambda: False)
        except StorageError:
            time.sleep(0.05)
    print(f"{how}: {len(desk.search('council', now=NOW, most=1_000))} of {2 * ARTICLES} articles are found, "
          f"{time.monotonic() - back:.1f} s after it was back; {desk.problems() or 'the index is right'}")  # fmt: skip


if __name__ == "__main__":
    main()
