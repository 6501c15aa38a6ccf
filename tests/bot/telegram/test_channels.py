"""Channels are managed from a private chat, by whoever is an admin there at that time."""

import pytest

from bot.incoming import Place, Target
from bot.records import Records
from tests.bot.telegram.conftest import Runner
from tests.botapi import Person, TelegramDouble

NOT_FOUND = "I find no such channel in which both you and I are admins."


async def said(telegram: TelegramDouble, person: Person, text: str) -> str:
    await person.write(text)
    return (await telegram.next_message(person)).text


async def test_an_admin_chooses_a_channel_and_goes_back(telegram: TelegramDouble, bot: Runner) -> None:
    olga = telegram.person("Olga")
    await said(telegram, olga, "/start")
    channel = telegram.channel("Town <News>", olga, username="town_news")
    assert "I can post in the channel Town <News> now." in (await telegram.next_message(olga)).text
    managed = Records.of(bot.database).managed
    here = Place(olga.id)
    for name in ("@town_news", "Town_News", "https://t.me/town_news"):
        await olga.write(f"/channel {name}")
        told = await telegram.next_message(olga)
        assert told.text == "You manage the channel Town <News> from here: its topics, briefs and settings."
    assert await said(telegram, olga, "/channel") == told.text
    assert managed.target(here) == Target(channel.id, title="Town <News>")
    await olga.tap(told, "Back to this chat")
    assert (await telegram.next_message(olga)).text.startswith("From now on you manage this chat")
    assert managed.target(here) == Target(olga.id)


@pytest.mark.usefixtures("bot")
async def test_nobody_else_manages_it(telegram: TelegramDouble) -> None:
    olga, mallory = telegram.person("Olga"), telegram.person("Mallory")
    channel = telegram.channel("Town", olga, username="town_news")
    telegram.supergroup("Group", mallory, username="a_group")
    assert await said(telegram, mallory, "/channel @town_news") == NOT_FOUND
    assert await said(telegram, mallory, "/channel @no_such_channel") == NOT_FOUND
    assert await said(telegram, mallory, "/channel @a_group") == NOT_FOUND
    assert await said(telegram, mallory, "/channel @a b") == (
        "That is no name of a channel; one looks like this: /channel @name"
    )
    await mallory.write("/help")
    answer = await telegram.next_message(mallory)
    assert await mallory.tap(answer, data=f"1:channel.{-channel.id}") == NOT_FOUND
    channel.promote(mallory, can_post_messages=False)
    assert await said(telegram, mallory, "/channel @town_news") == NOT_FOUND


@pytest.mark.usefixtures("bot")
async def test_not_from_a_group(telegram: TelegramDouble) -> None:
    olga = telegram.person("Olga")
    telegram.channel("Town", olga, username="town_news")
    group = telegram.supergroup("Group", olga)
    await olga.write("/channel @town_news", chat=group)
    told = (await telegram.next_message(group)).text
    assert told == "Channels are managed from a private chat with me: write to me there."
