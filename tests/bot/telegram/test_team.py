"""Several bots on one PostgreSQL and one token: one polls, one sends, and what one leaves the others take up."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from pydantic import SecretStr
from sqlalchemy import text
from telegram import Update

from bot.inbox import Inbox
from bot.outbox import Outbox, Outgoing
from bot.sample import SAMPLE_CLOCK
from bot.service import team
from bot.service.role import Role
from bot.service.team import Team
from bot.telegram.telegram_bot import TelegramBot
from config import Settings
from index.storage.claims import Claims
from index.storage.database import Database
from tests.botapi import TelegramDouble
from tests.postgresql import PostgresqlServer

if TYPE_CHECKING:
    from index.newsdesk import Newsdesk

QUESTION = "When will Rubio meet Lavrov?"


@pytest.fixture
def address(postgresql: PostgresqlServer, new_name: str) -> Iterator[str]:
    with postgresql.new_database(new_name) as name:
        yield postgresql.address(name)


class Bots:
    """Bots that run in this process, each with connections of its own."""

    def __init__(self, telegram: TelegramDouble, address: str, migrations: list[Path], desk: "Newsdesk") -> None:
        self._telegram = telegram
        self._address = address
        self._migrations = migrations
        self._desk = desk
        self._running: list[tuple[asyncio.Event, asyncio.Task[None]]] = []

    def start(self, **given: Any) -> Database:
        """Start one more; its database."""
        database = Database(self._address, self._migrations)
        settings = Settings(
            telegram_token=SecretStr(self._telegram.token), telegram_api_url=self._telegram.url, **given
        )
        stopping = asyncio.Event()
        self._running.append((stopping, asyncio.create_task(self._run(settings, database, stopping))))
        return database

    async def _run(self, settings: Settings, database: Database, stopping: asyncio.Event) -> None:
        working = Team(database, Role.BOT)
        bot = TelegramBot(
            settings, self._telegram.token, database, self._desk, lambda: SAMPLE_CLOCK, role=Role.BOT, team=working
        )
        try:
            await bot.run(stopping)
        finally:
            await working.leave()
            database.close()

    async def end(self, number: int = 0) -> None:
        """End one as SIGTERM does."""
        stopping, task = self._running.pop(number)
        stopping.set()
        await task

    async def end_all(self) -> None:
        while self._running:
            await self.end()


@pytest_asyncio.fixture
async def bots(
    telegram: TelegramDouble,
    address: str,
    migrations: list[Path],
    newsdesk: "Newsdesk",
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Bots]:
    monkeypatch.setattr(team, "HANDOVER", 0.0)  # none of them loses its place but by ending
    made = Bots(telegram, address, migrations, newsdesk)
    yield made
    await made.end_all()
    assert telegram.violations == []


async def test_a_place_changes_hands_only_when_the_former_holder_has_let_go(
    postgresql: PostgresqlServer, address: str, migrations: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(team, "LOOK_EVERY", 0.1)
    happened: list[str] = []
    changed = asyncio.Condition()
    stopping = asyncio.Event()

    async def note(what: str) -> None:
        async with changed:
            happened.append(what)
            changed.notify_all()

    def work_of(name: str) -> Callable[[asyncio.Event], Coroutine[Any, Any, None]]:
        async def work(ended: asyncio.Event) -> None:
            await note(f"{name} begins")
            await ended.wait()
            await note(f"{name} ends")

        return work

    async def until(count: int) -> None:
        async with asyncio.timeout(60), changed:
            await changed.wait_for(lambda: len(happened) >= count)

    with closing(Database(address, migrations)) as first, closing(Database(address, migrations)) as second:
        teams = Team(first, Role.BOT), Team(second, Role.BOT)
        monkeypatch.setattr(team, "HANDOVER", 0.0)
        holds = asyncio.create_task(teams[0].alone("place", stopping, work_of("first")))
        await until(1)
        monkeypatch.setattr(team, "HANDOVER", 3.0)
        waits = asyncio.create_task(teams[1].alone("place", stopping, work_of("second")))
        postgresql.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
        )
        await until(3)
        stopping.set()
        await asyncio.gather(holds, waits)
    assert happened[:2] == ["first begins", "first ends"]
    assert happened[2].endswith("begins")


async def test_one_polls_and_the_other_takes_its_place(telegram: TelegramDouble, bots: Bots) -> None:
    bots.start()
    await telegram.wait_until(lambda: telegram.calls_of("getUpdates"))
    bots.start()
    alice = telegram.person("Alice")
    for _ in range(3):
        await alice.write("/help")
        assert (await telegram.next_message(alice)).text.startswith("What I can do")
    await bots.end()
    await alice.write(QUESTION)
    assert "Lavrov" in (await telegram.next_message(alice)).text
    assert len(telegram.messages(alice)) == 4


async def test_updates_that_telegram_brings(
    address: str, migrations: list[Path], newsdesk: "Newsdesk", free_tcp_port: int
) -> None:
    listening = f"127.0.0.1:{free_tcp_port}"
    async with TelegramDouble(webhook_routes={"https://bot.example": f"http://{listening}"}) as telegram:
        bots = Bots(telegram, address, migrations, newsdesk)
        bots.start(webhook_url="https://bot.example", http_address=listening)
        await telegram.wait_until(lambda: telegram.calls_of("setWebhook"))
        alice = telegram.person("Alice")
        await alice.write("/help")
        await alice.write(QUESTION)
        assert (await telegram.next_message(alice)).text.startswith("What I can do")
        assert "Lavrov" in (await telegram.next_message(alice)).text
        assert telegram.calls_of("getUpdates") == []
        await bots.end_all()


async def test_what_a_process_that_is_gone_left_is_answered_in_its_order(
    telegram: TelegramDouble, bots: Bots, database: Database
) -> None:
    gone = Claims(database, "bot")
    inbox = Inbox(database, gone.holder)
    alice = telegram.person("Alice")
    await alice.write("/help")
    await alice.write(QUESTION)
    for waiting in telegram.world.updates.waiting():
        accepted = Update.de_json(waiting.body, None)
        inbox.accept(accepted.update_id, accepted.to_json(), SAMPLE_CLOCK, alice.id)
    with database.write() as connection:
        connection.execute(text("UPDATE processes SET seen = seen - interval '31 seconds'"))
    bots.start()
    bots.start()
    assert (await telegram.next_message(alice)).text.startswith("What I can do")
    assert "Lavrov" in (await telegram.next_message(alice)).text
    await bots.end_all()
    assert len(telegram.messages(alice)) == 2


def test_each_update_goes_to_one_of_those_who_ask(database: Database) -> None:
    gone = Claims(database, "bot")
    for number in (3, 1, 2):
        Inbox(database, gone.holder).accept(number, "{}", SAMPLE_CLOCK)
    heirs = [Inbox(database, Claims(database, "bot").holder) for _ in range(2)]
    assert heirs[0].inherit() == []
    gone.leave()
    with ExitStack() as at_once:
        connection = at_once.enter_context(database.write(alone=False))
        connection.execute(text("SELECT 1 FROM inbox WHERE update_id = 2 FOR UPDATE"))
        assert [one.update_id for one in heirs[0].inherit()] == [1, 3]
    assert [one.update_id for one in heirs[1].inherit()] == [2]
    assert [one.update_id for one in heirs[0].inherit()] == []


def test_who_was_taken_for_gone_answers_no_more(database: Database) -> None:
    slow, quick = Claims(database, "bot"), Claims(database, "bot")
    Inbox(database, slow.holder).accept(5, "{}", SAMPLE_CLOCK)
    with database.write() as connection:
        statement = text("UPDATE processes SET seen = seen - interval '31 seconds' WHERE id = :id")
        connection.execute(statement, {"id": slow.holder})
    assert len(Inbox(database, quick.holder).inherit()) == 1
    message = [Outgoing(chat=1, html="a")]
    assert Outbox(database, slow.holder).record(message, now=SAMPLE_CLOCK, finishing=5) == []
    assert len(Outbox(database, quick.holder).record(message, now=SAMPLE_CLOCK, finishing=5)) == 1


def test_what_was_sent_is_noted_while_others_store(database: Database) -> None:
    outbox = Outbox(database)
    (waiting,) = outbox.record([Outgoing(chat=1, html="a")], now=SAMPLE_CLOCK)
    with database.write():
        outbox.sent({waiting.delivery_id: 7})
    assert outbox.waiting() == []


def test_updates_are_accepted_and_finished_while_others_store(database: Database) -> None:
    inbox = Inbox(database)
    with database.write():
        assert inbox.accept(5, "{}", SAMPLE_CLOCK, 1)
        assert inbox.begin_again(5) == 1
        inbox.finish(5, SAMPLE_CLOCK)
    assert inbox.unfinished() == []


def test_an_update_waits_for_the_earlier_ones_of_its_chat(database: Database) -> None:
    inbox = Inbox(database, Claims(database, "bot").holder)
    for number, chat in ((5, 1), (6, 1), (7, 2)):
        inbox.accept(number, "{}", SAMPLE_CLOCK, chat)
    assert [inbox.waits_for_another(number, chat) for number, chat in ((5, 1), (6, 1), (7, 2))] == [False, True, False]
    inbox.finish(5, SAMPLE_CLOCK)
    assert not inbox.waits_for_another(6, 1)
