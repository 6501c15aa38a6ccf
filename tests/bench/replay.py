"""Plays a month of five live feeds, 600 snapshots, in their order and with the clock, and counts what is stored.

    python -m tests.bench.replay [--every 1] [--minutes 30]

The bot looks for what is due every so many minutes of that month. How many distinct guids were sent is counted by a
parser of its own.
"""

import argparse
import asyncio
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

from index.articles.storing import Outcome
from index.storage.database import Database
from tests.bench.corpora import SHARED
from tests.index.feeds.conftest import serving
from tests.index.feeds.test_replay import Desk, Replay, distinct, read_snapshots, replay, stored_guids, stored_links


def main() -> None:
    """Play them and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="take one snapshot in so many")
    parser.add_argument("--minutes", type=int, default=30)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(play(Path(folder), given.every, timedelta(minutes=given.minutes)))


async def play(folder: Path, every: int, look_every: timedelta) -> None:
    """Read what is due at each look, from the first snapshot to the last."""
    snapshots = read_snapshots(SHARED, every)
    times = sorted(moment for held in snapshots.values() for moment in held)
    told = Replay(snapshots, times[0])
    database = Database(f"sqlite:///{folder / 'newsdesk.sqlite'}")
    desk = Desk(database)
    async with serving() as server:
        await replay(told, server, desk, _looks(times[0], times[-1], look_every))
    sent = distinct(chain.from_iterable(told.sent.values()))
    stored, links = stored_guids(database), stored_links(database)
    database.close()
    print(f"{len(times)} snapshots of {len(snapshots)} feeds: {told.served.total():,} requests, ", end="")
    print(f"{told.served[304]:,} answered 304 and {told.served[200]:,} with a feed")
    print(f"where nothing had changed: {told.unchanged[304]:,} of {told.unchanged.total():,} answered 304")
    held = distinct(chain.from_iterable(one.values() for one in snapshots.values()))
    print(
        f"{len(held):,} distinct guids in all snapshots, {len(sent):,} in those sent, {len(links):,} articles stored, ",
        end="",
    )
    print(f"{len(sent - stored)} missing, {len(links) - len(stored)} twice, {len(stored - sent)} unknown; ", end="")
    print(f"{desk.outcomes[Outcome.CHANGED]:,} edits taken over")


def _looks(first: datetime, last: datetime, every: timedelta) -> Iterator[datetime]:
    moment = first
    while moment <= last + every:
        yield moment
        moment += every


if __name__ == "__main__":
    main()
