"""Prints what becomes of the work when processes, or the database's machine, are killed.

    python -m tests.bench.drills kills [--articles 10000] [--alerts 5000] [--workers 4] [--bots 2]
    python -m tests.bench.drills failover [--seconds 20]
    python -m tests.bench.drills service [--seconds 20]

`kills`: workers store and embed articles while bots send alerts; all the while processes are killed at random and
started again. `failover`: a primary with a synchronous standby is killed while articles and alerts are stored, and the
standby promoted. `service`: the same under workers and bots that run, with the time until all of them go on. The
encoder is the tests' one without a model, so the figures are those of the machinery. The processes talk to a PostgreSQL
server from a wheel and to the double of the Bot API on this machine.
"""

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from bot.cli.copying import migrations
from bot.outbox import Outbox, Outgoing, Priority
from bot.tables import deliveries
from config import NewsdeskError
from index.storage.database import Database
from index.storage.tables import articles
from tests.bench.drill_crew import Crew, named, state_of
from tests.bench.drill_process import SHARE
from tests.botapi import TelegramDouble
from tests.index.articles.test_storing import store
from tests.index.conftest import NOW, article
from tests.postgresql import PostgresqlServer, running_server, server_folder

PEOPLE = 200
MANY = 1_000_000  # articles, more than can be stored meanwhile
UNDER_WAY = 60  # alerts that may have been on their way when the database went


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="drill", required=True)
    kills = commands.add_parser("kills")
    for name, default in (("articles", 10_000), ("alerts", 5_000), ("workers", 4), ("bots", 2), ("seconds", 8)):
        kills.add_argument(f"--{name}", type=int, default=default)
    failover = commands.add_parser("failover")
    failover.add_argument("--seconds", type=int, default=20)
    commands.add_parser("service").add_argument("--seconds", type=int, default=20)
    given = parser.parse_args()
    if given.drill == "kills":
        with running_server() as server:
            asyncio.run(kill_at_random(server, given))
    elif given.drill == "service":
        asyncio.run(fail_over_as_service(given))
    else:
        fail_over(given.seconds)


async def kill_at_random(server: PostgresqlServer, given: argparse.Namespace) -> None:
    """One worker alone for a while; then workers and bots, of which one is killed every `seconds` seconds."""
    alone = await work_alone(server, given.articles)
    server.execute("CREATE DATABASE drill")
    address = server.address("drill")
    randomly = random.Random(1)  # noqa: S311 -- no secret
    async with TelegramDouble() as telegram:
        with closing(Database(address, migrations())) as database, tempfile.TemporaryDirectory() as folder:
            await record_alerts(database, telegram, given.alerts)
            crew = Crew(address, Path(folder), given.articles, telegram)
            names = named("worker", given.workers) + named("bot", given.bots)
            crew.begin(*names)
            begun = last = time.monotonic()
            first = embedded_at = sent_at = 0.0
            killed = 0
            while not (embedded_at and sent_at):
                await asyncio.sleep(1)
                now = time.monotonic()
                stored, missing, waiting = state_of(database)
                first = first or (now if stored else 0.0)
                embedded_at = embedded_at or (now if stored == given.articles and not missing else 0.0)
                sent_at = sent_at or (now if not waiting else 0.0)
                if given.seconds and now - last > given.seconds:
                    victim = randomly.choice(names)
                    crew.kill(victim)
                    crew.begin(victim)
                    killed, last = killed + 1, now
            gone = crew.ended()
            crew.kill_all()
            print(f"{given.workers} workers, {given.bots} bots, {killed} processes killed, {len(gone)} ended")
            report(database, telegram, given)
            rate = given.articles / (embedded_at - first)
            print(f"all were embedded {embedded_at - first:.0f} s after the first ({rate:.0f} a second, one worker "
                  f"alone {alone:.0f}); all alerts were sent after {sent_at - begun:.0f} s")  # fmt: skip


async def work_alone(server: PostgresqlServer, count: int) -> float:
    """How many articles a second one worker stores and embeds, from the first on."""
    server.execute("CREATE DATABASE alone")
    address = server.address("alone")
    async with TelegramDouble() as telegram:
        with closing(Database(address, migrations())) as database, tempfile.TemporaryDirectory() as folder:
            crew = Crew(address, Path(folder), count, telegram)
            crew.begin("worker 0")
            first = 0.0
            while True:
                await asyncio.sleep(0.2)
                stored, missing, _ = state_of(database)
                first = first or (time.monotonic() if stored else 0.0)
                if stored == count and not missing:
                    crew.kill_all()
                    return count / (time.monotonic() - first)


async def record_alerts(database: Database, telegram: TelegramDouble, count: int) -> None:
    """Let alerts wait for people who have met the bot."""
    people = [telegram.person(f"Person {number}") for number in range(PEOPLE)]
    for person in people:
        await person.write("/start")
    alerts = [
        Outgoing(chat=people[n % PEOPLE].id, html=f"Alert {n}", priority=Priority.ALERT, key=f"alert {n}")
        for n in range(count)
    ]
    for start in range(0, len(alerts), 500):
        Outbox(database).record(alerts[start : start + 500], now=datetime.now(UTC))


def report(database: Database, telegram: TelegramDouble, given: argparse.Namespace) -> None:
    """What is there in the end."""
    with database.read() as connection:
        titles = connection.execute(select(func.count(articles.c.title.distinct()))).scalar_one()
        stored = connection.execute(select(func.count()).select_from(articles)).scalar_one()
    texts = alerts_in(telegram)
    print(f"articles: {stored:,} stored, {titles:,} different, of {given.articles:,}")
    print(f"alerts: {len(set(texts)):,} of {given.alerts:,} sent, {len(texts) - len(set(texts))} of them twice "
          f"(killed between Telegram's answer and its record); limits broken: {len(telegram.violations)}")  # fmt: skip


def alerts_in(telegram: TelegramDouble) -> list[str]:
    """The alerts that Telegram has accepted."""
    return [message.text for message in telegram.sent if message.text and message.text.startswith("Alert ")]


async def fail_over_as_service(given: argparse.Namespace) -> None:
    """Kill the primary under workers and bots that run, promote the standby, and see when all goes on."""
    with replicated() as (primary, standby, address):
        async with TelegramDouble() as telegram:
            with closing(Database(address, migrations())) as database, tempfile.TemporaryDirectory() as folder:
                await record_alerts(database, telegram, 10_000)
                crew = Crew(address, Path(folder), MANY, telegram)
                crew.begin(*named("worker", 2), *named("bot", 2))
                await telegram.wait_until(lambda: len(telegram.sent) - len(alerts_in(telegram)) >= PEOPLE, 120)
                await asyncio.sleep(given.seconds)
                stored, sent = state_of(database)[0], len(alerts_in(telegram))
                primary.kill()
                begun = time.monotonic()
                await asyncio.to_thread(standby.promote)
                print(f"the standby was promoted after {time.monotonic() - begun:.1f} s")
                asking = telegram.person("Alice")
                await asking.write("/help")
                since: dict[str, float] = {}
                while len(since) < 2 and time.monotonic() - begun < 120:
                    await asyncio.sleep(0.1)
                    back = {
                        "an article stored": await asyncio.to_thread(stored_by_now, database) > stored + SHARE,
                        "an alert sent": len(alerts_in(telegram)) > sent + UNDER_WAY,
                    }
                    since |= {
                        what: time.monotonic() - begun for what, is_so in back.items() if is_so and what not in since
                    }
                await telegram.wait_until(lambda: telegram.messages(asking))
                since["a message answered, at the latest,"] = time.monotonic() - begun
                for what, seconds in since.items():
                    print(f"{what} again after {seconds:.1f} s")
                print(f"{len(crew.ended())} processes ended")
                crew.kill_all()
                texts = alerts_in(telegram)
                print(f"of {len(texts):,} alerts {len(texts) - len(set(texts))} were sent twice")
        standby.stop()


def stored_by_now(database: Database) -> int:
    """How many articles are stored; none while the database does not answer."""
    try:
        return state_of(database)[0]
    except NewsdeskError:
        return 0


@contextmanager
def replicated() -> Iterator[tuple[PostgresqlServer, PostgresqlServer, str]]:
    """A primary with a synchronous standby, and the address of a database that names both."""
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
        yield primary, standby, f"postgresql+psycopg://postgres@/drill?{hosts}"


def fail_over(seconds: int) -> None:
    """Kill the primary while articles are stored, promote the standby, and see what is there."""
    with replicated() as (primary, standby, address):
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
