"""Prints what becomes of the work when processes, or the database's machine, are killed.

    python -m tests.bench.drills kills [--articles 10000] [--alerts 5000] [--workers 4] [--bots 2]
    python -m tests.bench.drills failover [--seconds 20]

`kills`: workers store and embed articles while bots send alerts; all the while processes are killed at random and
started again. `failover`: a primary with a synchronous standby is killed while articles and alerts are stored, and the
standby promoted. The encoder is the tests' one without a model, so the figures are those of the machinery. The
processes talk to a PostgreSQL server from a wheel and to the double of the Bot API on this machine.
"""

import argparse
import asyncio
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from bot.cli.copying import migrations
from bot.outbox import Outbox, Outgoing, Priority
from bot.tables import deliveries
from index.storage.database import Database
from index.storage.tables import articles, passages, vectors
from tests.botapi import TelegramDouble
from tests.index.articles.test_storing import store
from tests.index.conftest import NOW, article
from tests.postgresql import PostgresqlServer, running_server, server_folder

PEOPLE = 200


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="drill", required=True)
    kills = commands.add_parser("kills")
    for name, default in (("articles", 10_000), ("alerts", 5_000), ("workers", 4), ("bots", 2), ("seconds", 8)):
        kills.add_argument(f"--{name}", type=int, default=default)
    failover = commands.add_parser("failover")
    failover.add_argument("--seconds", type=int, default=20)
    given = parser.parse_args()
    if given.drill == "kills":
        with running_server() as server:
            asyncio.run(kill_at_random(server, given))
    else:
        fail_over(given.seconds)


async def kill_at_random(server: PostgresqlServer, given: argparse.Namespace) -> None:
    """Workers and bots, one of which is killed every `seconds` seconds and started anew."""
    server.execute("CREATE DATABASE drill")
    address = server.address("drill")
    randomly = random.Random(1)  # noqa: S311 -- no secret
    async with TelegramDouble() as telegram:
        with closing(Database(address, migrations())) as database, tempfile.TemporaryDirectory() as folder:
            people = [telegram.person(f"Person {number}") for number in range(PEOPLE)]
            for person in people:
                await person.write("/start")
            alerts = [
                Outgoing(chat=people[n % PEOPLE].id, html=f"Alert {n}", priority=Priority.ALERT, key=f"alert {n}")
                for n in range(given.alerts)
            ]
            for start in range(0, len(alerts), 500):
                Outbox(database).record(alerts[start : start + 500], now=datetime.now(UTC))
            running: dict[str, subprocess.Popen[bytes]] = {}

            def begin(name: str) -> None:
                role = name.split()[0]
                arguments = (role, address, Path(folder) / name, given.articles, telegram.url, telegram.token)
                command = [sys.executable, "-m", "tests.bench.drill_process", *map(str, arguments)]
                running[name] = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

            names = [f"worker {n}" for n in range(given.workers)] + [f"bot {n}" for n in range(given.bots)]
            for name in names:
                begin(name)
            begun, killed, embedded_at = time.monotonic(), 0, 0.0
            while True:
                await asyncio.sleep(1)
                stored, missing, waiting = state_of(database)
                if not embedded_at and stored == given.articles and not missing:
                    embedded_at = time.monotonic() - begun
                if embedded_at and not waiting:
                    break
                if given.seconds and time.monotonic() - begun > (killed + 1) * given.seconds:
                    victim = randomly.choice(names)
                    running[victim].kill()
                    running[victim].wait()
                    begin(victim)
                    killed += 1
            took = time.monotonic() - begun
            for process in running.values():
                process.kill()
                process.wait()
            report(database, telegram, given, killed, embedded_at, took)


def state_of(database: Database) -> tuple[int, int, int]:
    """Articles stored, passages without a vector, messages that wait."""
    with database.read() as connection:
        stored = connection.execute(select(func.count()).select_from(articles)).scalar_one()
        lacking = select(func.count()).select_from(
            passages.outerjoin(vectors, vectors.c.content_hash == passages.c.content_hash)
        )
        missing = connection.execute(lacking.where(vectors.c.content_hash.is_(None))).scalar_one()
        waits = select(func.count()).where(deliveries.c.state == "waiting", deliveries.c.key.is_not(None))
        return stored, missing, connection.execute(waits).scalar_one()


def report(
    database: Database, telegram: TelegramDouble, given: argparse.Namespace, killed: int, embedded: float, took: float
) -> None:
    """What is there in the end, and how long it took."""
    with database.read() as connection:
        titles = connection.execute(select(func.count(articles.c.title.distinct()))).scalar_one()
        stored = connection.execute(select(func.count()).select_from(articles)).scalar_one()
    texts = [message.text for message in telegram.sent if message.text and message.text.startswith("Alert ")]
    twice = len(texts) - len(set(texts))
    print(f"{given.workers} workers, {given.bots} bots, {killed} processes killed")
    print(f"articles: {stored:,} stored, {titles:,} different, of {given.articles:,}")
    print(f"all were embedded after {embedded:.0f} s ({given.articles / embedded:.0f} a second)")
    print(f"alerts: {len(set(texts)):,} of {given.alerts:,} sent after {took:.0f} s ({len(texts) / took:.1f} a second)")
    print(f"sent twice, killed between Telegram's answer and its record: {twice}")
    print(f"limits broken: {len(telegram.violations)}")


def fail_over(seconds: int) -> None:
    """Kill the primary while articles are stored, promote the standby, and see what is there."""
    with server_folder() as one, server_folder() as other:
        primary, standby = PostgresqlServer(one), PostgresqlServer(other)
        primary.initialise()
        primary.start()
        primary.execute("CREATE DATABASE drill")
        standby.follow(primary)
        standby.start()
        primary.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        primary.execute("SELECT pg_reload_conf()")
        hosts = f"host={primary.host}:5432&host={standby.host}:5432&target_session_attrs=read-write"
        address = f"postgresql+psycopg://postgres@/drill?{hosts}"
        with closing(Database(address, migrations())) as database:
            acknowledged, broken = work_through(database, primary, standby, seconds)
        with closing(Database(standby.address("drill"), migrations())) as database, database.read() as connection:
            held = set(connection.execute(select(articles.c.title)).scalars())
            sent = set(connection.execute(select(deliveries.c.key)).scalars())
        lost = len({article(n).title for n in acknowledged} - held), len({f"alert {n}" for n in acknowledged} - sent)
        print(f"{len(acknowledged):,} articles and as many alerts acknowledged in {seconds} s")
        print(f"lost: {lost[0]} articles, {lost[1]} alerts; the service was away for {broken:.1f} s")
        standby.stop()


def work_through(
    database: Database, primary: PostgresqlServer, standby: PostgresqlServer, seconds: int
) -> tuple[list[int], float]:
    """Store one article and one alert after the other; which were acknowledged, and the longest pause between two."""
    acknowledged: list[int] = []
    begun = last = time.monotonic()
    longest, killed = 0.0, False
    outbox = Outbox(database)
    for number in numbers(begun, seconds):
        if not killed and time.monotonic() - begun > seconds / 2:
            primary.kill()
            standby.promote()
            killed = True
        try:
            store(database, article(number))
            outbox.record([Outgoing(chat=1, html="a", key=f"alert {number}")], now=NOW)
        except Exception as error:  # noqa: BLE001 -- what a process logs and tries again
            print(f"  {time.monotonic() - begun:.1f} s: {type(error).__name__}: {str(error)[:150]}")
            continue
        longest, last = max(longest, time.monotonic() - last), time.monotonic()
        acknowledged.append(number)
    return acknowledged, longest


def numbers(begun: float, seconds: int) -> Iterator[int]:
    """Numbers until the time is over."""
    number = 0
    while time.monotonic() - begun < seconds:
        yield number
        number += 1


if __name__ == "__main__":
    main()
