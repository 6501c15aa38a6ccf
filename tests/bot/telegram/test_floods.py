"""A flood from one person is answered with one sentence, and others are answered meanwhile."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.conversation.entrance import AT_ONCE
from bot.tables import deliveries
from tests.bot.telegram.conftest import Runner
from tests.botapi import TelegramDouble

LIMIT, SPAN = AT_ONCE
SLOWED = "That is more than I can answer at once; please wait a minute."


async def test_a_flood_from_one_person(telegram: TelegramDouble, bot: Runner) -> None:
    mallory, alice = telegram.person("Mallory"), telegram.person("Alice")
    for _ in range(LIMIT + 200):
        await mallory.write("/x")
    await alice.write("/help")
    assert (await telegram.next_message(alice)).text.startswith("What I can do")
    await telegram.updates_taken()
    mallory.block()  # what waits for her would go at the pace of her chat
    await bot.end()
    with bot.database.read() as connection:
        recorded = select(func.count()).where(deliveries.c.chat_id == mallory.id)
        assert connection.execute(recorded).scalar_one() == LIMIT + 1
    assert len(telegram.chat_actions) <= LIMIT + 1


async def test_presses_count_too_and_it_ends(telegram: TelegramDouble, bot: Runner) -> None:
    mallory = telegram.person("Mallory")
    await mallory.write("/help")
    help_message = await telegram.next_message(mallory)
    told = [await mallory.tap(help_message, data="1:nonsense") for _ in range(LIMIT + 2)]
    assert told[LIMIT - 1 :] == [SLOWED, "", ""]
    bot.pass_time(SPAN + timedelta(seconds=1))
    assert await mallory.tap(help_message, data="1:nonsense") != ""


@pytest.mark.usefixtures("bot")
async def test_a_group_has_a_limit_of_its_own(telegram: TelegramDouble) -> None:
    people = [telegram.person(f"Person {number}") for number in range(4)]
    group = telegram.supergroup("Group", people[0])
    for person in people[1:]:
        person.join(group)
    await people[0].write("/help", chat=group)
    message = await telegram.next_message(group)
    told = [await people[number % 4].tap(message, data="1:nonsense") for number in range(LIMIT + 1)]
    assert told[LIMIT - 2 :] == [told[0], SLOWED, ""]
