"""Buttons under answers: tapped once, twice at once, after a restart, and forged."""

import asyncio
from datetime import timedelta

import pytest

from bot.outbox import SHOWN_AGAIN_AFTER
from bot.telegram.upkeep import ANSWERS_KEPT
from tests.bot.telegram.conftest import Runner
from tests.botapi import Message, Person, TelegramDouble

QUESTION = "When will Rubio meet Lavrov?"
STALE = "That button is from another time; please ask again."


async def asked(telegram: TelegramDouble, person: Person) -> Message:
    await person.write(QUESTION)
    return await telegram.next_message(person)


@pytest.mark.usefixtures("bot")
async def test_more_and_sources(telegram: TelegramDouble) -> None:
    alice = telegram.person("Alice")
    answer = await asked(telegram, alice)
    assert await alice.tap(answer, "More") == ""
    more = await telegram.next_message(alice)
    assert more.reply_to is answer
    assert await alice.tap(more, "More") == ""
    assert (await telegram.next_message(alice)).text != more.text
    assert await alice.tap(answer, "Sources") == ""
    assert "Cited source" in (await telegram.next_message(alice)).text
    assert telegram.unanswered == []


async def test_twice_at_once(telegram: TelegramDouble, bot: Runner) -> None:
    alice = telegram.person("Alice")
    answer = await asked(telegram, alice)
    texts = await asyncio.gather(alice.tap(answer, "More"), alice.tap(answer, "More"), alice.tap(answer, "More"))
    assert sorted(text or "" for text in texts) == ["", *["You have it already, a little further down."] * 2]
    await bot.end()
    assert len(telegram.messages(alice)) == 2
    assert telegram.unanswered == []


async def test_later_it_is_shown_again(telegram: TelegramDouble, bot: Runner) -> None:
    alice = telegram.person("Alice")
    answer = await asked(telegram, alice)
    await alice.tap(answer, "Sources")
    first = await telegram.next_message(alice)
    bot.pass_time(SHOWN_AGAIN_AFTER)
    assert await alice.tap(answer, "Sources") == ""
    assert (await telegram.next_message(alice)).text == first.text


async def test_after_a_restart(telegram: TelegramDouble, bot: Runner) -> None:
    alice = telegram.person("Alice")
    answer = await asked(telegram, alice)
    await bot.end()
    await bot.start()
    assert await alice.tap(answer, "More", inaccessible=True) == ""
    assert "Lavrov" in (await telegram.next_message(alice)).text


async def test_an_answer_that_is_no_longer_kept(telegram: TelegramDouble, bot: Runner) -> None:
    alice = telegram.person("Alice")
    answer = await asked(telegram, alice)
    await bot.end()
    bot.pass_time(ANSWERS_KEPT + timedelta(seconds=1))
    await bot.start()
    assert await alice.tap(answer, "More") == "I no longer have that answer; please ask again."


@pytest.mark.parametrize("data", ["0:more.1.1", "more.1.1", "1:more.1", "1:drop.1", "1:", "😀" * 16])
async def test_forged_data_and_that_of_other_versions(telegram: TelegramDouble, bot: Runner, data: str) -> None:
    alice = telegram.person("Alice")
    answer = await asked(telegram, alice)
    assert await alice.tap(answer, data=data) == STALE
    await bot.end()
    assert len(telegram.messages(alice)) == 1


@pytest.mark.usefixtures("bot")
async def test_the_buttons_of_another_chat(telegram: TelegramDouble) -> None:
    alice, mallory = telegram.person("Alice"), telegram.person("Mallory")
    answer = await asked(telegram, alice)
    own = await asked(telegram, mallory)
    data = str(answer.button("Sources")["callback_data"])
    assert await mallory.tap(own, data=data) == "I no longer have that answer; please ask again."
