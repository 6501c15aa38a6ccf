"""Prints how a backlog of alerts drains at the pace Telegram allows, and how fast questions are answered meanwhile.

    python -m tests.bench.delivery [--chats N] [--questions N]

The bot runs on the sample against the double of Telegram over HTTP, which counts what comes too fast. Each chat has a
topic and an alert that waits for it, and one in a hundred is told to wait when it is sent. The last line is the memory
that as many chats take, with their topics watched.
"""

import argparse
import asyncio
import resource
import tempfile
import time
from pathlib import Path

import numpy as np
from pydantic import SecretStr
from sqlalchemy import insert, select

from bot.cli.options import open_desk
from bot.incoming import Target
from bot.outbox import Outbox, Outgoing, Priority
from bot.records import Records
from bot.sample import SAMPLE_CLOCK
from bot.tables import chats, topics
from bot.telegram.telegram_bot import TelegramBot
from config import Settings
from index.newsdesk import Newsdesk
from index.storage.database import Database
from index.topics.wording import Wording
from tests.bot.conftest import store_sample
from tests.botapi import Person, TelegramDouble, flooded

QUESTION = "When will Rubio meet Lavrov?"
PATIENCE = 3_600.0


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chats", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=60)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), log_level="error")
        with open_desk(settings) as desk:
            store_sample(desk.newsdesk)
            desk.newsdesk.index_pending(lambda: False)
            asyncio.run(drain(desk.database, desk.newsdesk, given.chats, given.questions))


async def drain(database: Database, newsdesk: Newsdesk, count: int, questions: int) -> None:
    """Let the backlog drain with questions all the while."""
    async with TelegramDouble() as telegram:
        newsdesk.ask(QUESTION, now=SAMPLE_CLOCK)  # the model is loaded
        people = [telegram.person(f"Person {number}") for number in range(count)]
        before = _megabytes()
        await asyncio.to_thread(wait_for_all, database, newsdesk, people)
        settings = Settings(telegram_token=SecretStr(telegram.token), telegram_api_url=telegram.url, log_level="error")
        bot = TelegramBot(settings, telegram.token, database, newsdesk, lambda: SAMPLE_CLOCK)
        floods = [telegram.fail("sendMessage", flooded(3), chat=person) for person in people[::100]]
        stopping = asyncio.Event()
        running = asyncio.create_task(bot.run(stopping))
        await telegram.wait_until(lambda: telegram.sent, PATIENCE)
        started, spent = time.monotonic(), time.process_time()
        taken = [await answered(telegram, number) for number in range(questions)]
        await telegram.wait_until(lambda: len(telegram.sent) >= count + questions, PATIENCE)
        seconds = time.monotonic() - started
        load = (time.process_time() - spent) / seconds
        print(f"{count:,} alerts and {questions} replies in {seconds:.0f} s: ", end="")
        print(f"{len(telegram.sent) / seconds:.1f} a second, {load:.0%} of one core with Telegram's double")
        half, most = np.percentile(taken, [50, 95])
        print(f"replies during the drain: p50 {half:.2f} s, p95 {most:.2f} s over {questions}")
        print(f"told to wait: {sum(fault.hits for fault in floods)} chats; ", end="")
        print(f"violations of Telegram's rates: {len(telegram.violations)}; messages sent twice: {_repeated(people)}")
        print(f"memory of {count:,} chats with a topic and an alert each: {_megabytes() - before:.0f} MB")
        stopping.set()
        await running


def wait_for_all(database: Database, newsdesk: Newsdesk, people: list[Person]) -> None:
    """Make each person known with a topic, and let an alert wait for each."""
    first = people[0]
    wording = Wording("Rubio and Lavrov", "Rubio and Lavrov", plain=True)
    vector = newsdesk.topics.vector(wording.meaning)
    records = Records.of(database)
    records.chats.seen(first.id, private=True, language="en", now=SAMPLE_CLOCK)
    records.topics.add(Target(first.id), wording, vector, model=newsdesk.topics.model, now=SAMPLE_CLOCK)
    with database.write() as connection:
        chat = dict(connection.execute(select(chats)).mappings().one())
        topic = dict(connection.execute(select(topics)).mappings().one())
        del topic["id"]
        connection.execute(insert(chats), [chat | {"id": person.id} for person in people[1:]])
        connection.execute(insert(topics), [topic | {"chat_id": person.id} for person in people[1:]])
    for person in people:
        person.met = person.started = True
    html = "🔔 <b>Rubio and Lavrov</b>\n\n<b>Rubio to see Lavrov in Malaysia</b>"
    alerts = [Outgoing(chat=person.id, html=html, priority=Priority.ALERT) for person in people]
    Outbox(database).record(alerts, now=SAMPLE_CLOCK)


async def answered(telegram: TelegramDouble, number: int) -> float:
    """Seconds from a question to its answer."""
    person = telegram.person(f"Asking {number}", language_code="en")
    started = time.monotonic()
    await person.write(QUESTION)
    await telegram.next_message(person, PATIENCE)
    return time.monotonic() - started


def _repeated(people: list[Person]) -> int:
    return sum(max(0, sum(message.from_bot for message in person.chat.messages.values()) - 1) for person in people)


def _megabytes() -> float:
    """What the process holds in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


if __name__ == "__main__":
    main()
