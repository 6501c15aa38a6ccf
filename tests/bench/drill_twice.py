"""Prints what becomes of two schedulers and two bots on one database, started by mistake or to wait for each other.

    python -m tests.bench.drill_twice [--faketime libfaketime.so.1]

Of each pair one works and the other says that it waits; then the one that works is killed. With libfaketime (Debian's
package of that name) the clocks of the second ones are five minutes ahead, and those of the first ones five behind.
"""

import argparse
import asyncio
import re
import tempfile
import time
from contextlib import closing
from pathlib import Path

from sqlalchemy import text

from bot.cli.copying import migrations
from index.storage.database import Database
from tests.bench.drill_crew import Crew
from tests.botapi import TelegramDouble
from tests.postgresql import running_server

PLACES = {"scheduler": ("scheduler",), "bot": ("sender", "poller")}  # what is one process's at a time, by role
LATE = text(
    "SELECT max(extract(epoch FROM clock_timestamp() - seen)) FROM processes"
    " WHERE seen > clock_timestamp() - interval '25 s'"
)
WORKS, WAITS = "This process does now what one does alone", "Another process does this already"


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faketime", type=Path)
    given = parser.parse_args()
    asyncio.run(start_twice(given.faketime))


async def start_twice(faketime: Path | None) -> None:
    """Start two of each, let a message be answered, kill those that work, and let another message be answered."""
    with running_server() as server:
        server.execute("CREATE DATABASE drill")
        address = server.address("drill")
        async with TelegramDouble() as telegram:
            with closing(Database(address, migrations())) as database, tempfile.TemporaryDirectory() as folder:
                crew = Crew(address, Path(folder), 0, telegram)
                for number, shift in enumerate(("-5m", "+5m")):
                    shifted = {"LD_PRELOAD": str(faketime), "FAKETIME": shift} if faketime else {}
                    crew.begin(f"scheduler {number}", f"bot {number}", **shifted)
                await settled(crew, waiting=True)
                tell(crew)
                asking = telegram.person("Alice")
                await asking.write("/help")
                await telegram.wait_until(lambda: telegram.messages(asking))
                for role in PLACES:
                    for number in (0, 1):
                        if any(said(crew, f"{role} {number}", WORKS, what) for what in PLACES[role]):
                            crew.kill(f"{role} {number}")
                begun = time.monotonic()
                await settled(crew, waiting=False)
                print(f"the places of the killed ones were taken after {time.monotonic() - begun:.1f} s")
                await asking.write("/help")
                await telegram.wait_until(lambda: len(telegram.messages(asking)) > 1)
                with database.read() as connection:
                    late = connection.execute(LATE)
                    print(f"the last signs of life are {late.scalar_one():.1f} s old by the database's clock")
                print(f"messages answered: {len(telegram.messages(asking))} of 2, {len(crew.ended())} processes ended")
                crew.kill_all()


async def settled(crew: Crew, *, waiting: bool) -> None:
    """Return when for each place one process works that runs and, if `waiting`, another waits."""
    while True:
        names = crew.names()
        if all(
            any(said(crew, name, WORKS, what) for name in names)
            and (not waiting or any(said(crew, name, WAITS, what) for name in names))
            for places in PLACES.values()
            for what in places
        ):
            return
        await asyncio.sleep(0.1)


def said(crew: Crew, name: str, sentence: str, what: str) -> bool:
    """Whether a process has said something of a place."""
    return any(sentence in line and re.search(rf"what\W+{what}\b", line) for line in crew.said(name).splitlines())


def tell(crew: Crew) -> None:
    """Print what each process says."""
    for name in crew.names():
        for line in crew.said(name).splitlines():
            if WORKS in line or WAITS in line:
                print(f"{name}: {line}")


if __name__ == "__main__":
    main()
