"""What is done when the database fails, or when an update ends the process each time."""

import pytest
from sqlalchemy import update
from telegram import Update
from telegram.error import TelegramError

from bot.inbox import Inbox
from bot.sample import SAMPLE_CLOCK
from bot.tables import inbox as table
from bot.telegram.client import Client
from bot.telegram.durable_queue import DurableQueue
from bot.telegram.handlers import MOST_STARTS
from bot.telegram.storing import stored
from index.errors import StorageError
from index.storage.database import Database
from tests.bot.telegram.conftest import Runner
from tests.botapi import TelegramDouble


def made_update(number: int) -> Update:
    return Update.de_json({"update_id": number}, None)


def queue_on(database: Database, *, concerns: bool = True) -> DurableQueue:
    return DurableQueue(Inbox(database), lambda _update: concerns, lambda: SAMPLE_CLOCK)


async def test_an_update_is_stored_before_it_counts_as_arrived(database: Database) -> None:
    queue = queue_on(database)
    await queue.put(made_update(5))
    await queue.put(made_update(5))
    assert queue.qsize() == 1
    assert [accepted.update_id for accepted in Inbox(database).unfinished()] == [5]


async def test_what_is_nothing_to_the_bot_is_not_stored(database: Database) -> None:
    queue = queue_on(database, concerns=False)
    await queue.put(made_update(5))
    assert queue.empty()
    assert Inbox(database).unfinished() == []


async def test_the_poller_asks_again_for_what_cannot_be_stored(database: Database) -> None:
    with database.write() as connection:
        table.drop(connection)
    queue = queue_on(database)
    with pytest.raises(TelegramError, match=r"no such table|does not exist"):
        await queue.put(made_update(5))
    assert queue.empty()


async def test_writing_is_tried_until_it_works() -> None:
    errors = [StorageError("The disk is full.")]

    def action() -> str:
        if errors:
            raise errors.pop()
        return "done"

    assert await stored(action) == "done"


@pytest.mark.parametrize(("starts", "answered"), [(MOST_STARTS - 1, True), (MOST_STARTS, False)])
async def test_an_update_that_ends_the_process_each_time_is_given_up(
    telegram: TelegramDouble, runner: Runner, *, starts: int, answered: bool
) -> None:
    alice = telegram.person("Alice")
    await alice.write("/help")
    [waiting] = telegram.world.updates.waiting()
    accepted = Update.de_json(waiting.body, None)
    inbox = Inbox(runner.database)
    inbox.accept(accepted.update_id, accepted.to_json(), SAMPLE_CLOCK)
    with runner.database.write() as connection:
        connection.execute(update(table).values(starts=starts))
    await runner.start()
    reply = await telegram.next_message(alice)
    await runner.end()
    assert reply.text.startswith("What I can do" if answered else "Something went wrong here")
    assert inbox.unfinished() == []


async def test_what_a_former_process_accepted_is_answered_once(telegram: TelegramDouble, runner: Runner) -> None:
    alice = telegram.person("Alice")
    await alice.write("/help")
    [waiting] = telegram.world.updates.waiting()
    accepted = Update.de_json(waiting.body, None)
    Inbox(runner.database).accept(accepted.update_id, accepted.to_json(), SAMPLE_CLOCK)
    await runner.start()
    await telegram.updates_taken()
    await telegram.next_message(alice)
    await runner.end()
    assert len(telegram.messages(alice)) == 1


async def test_the_token_is_in_no_repr(telegram: TelegramDouble) -> None:
    client = Client(telegram.token, base_url=f"{telegram.url}/bot")
    assert telegram.token not in repr(client)
    assert telegram.url in repr(client)
    await client.shutdown()
