"""Groups: commands, mentions and replies; topics; what is not for the bot."""

from typing import TYPE_CHECKING

import pytest

from index.storage.database import Database
from tests.bot.telegram.conftest import Runner
from tests.botapi import BotSettings, TelegramDouble

if TYPE_CHECKING:
    from index.newsdesk import Newsdesk

QUESTION = "When will Rubio meet Lavrov?"


@pytest.mark.usefixtures("bot")
async def test_demand_18_command_mention_and_reply_all_work(telegram: TelegramDouble) -> None:
    alice = telegram.person("Alice")
    group = telegram.group("Group", alice)
    for text in (
        f"/ask {QUESTION}",
        f"/ask@{telegram.username} {QUESTION}",
        f"@{telegram.username} {QUESTION}",
        f"Tell me, @{telegram.username.upper()}: {QUESTION}",
    ):
        question = await alice.write(text, chat=group)
        answer = await telegram.next_message(group)
        assert "Lavrov" in answer.text
        assert answer.reply_to is question
    follow_up = await alice.write("And where?", chat=group, reply_to=answer)
    answer = await telegram.next_message(group)
    assert "Kuala Lumpur" in answer.text
    assert answer.reply_to is follow_up


async def test_what_is_not_for_the_bot(telegram: TelegramDouble, runner: Runner) -> None:
    alice, bob = telegram.person("Alice"), telegram.person("Bob")
    group = telegram.supergroup("Group", alice)
    group.promote(telegram.world.bot)  # an admin hears everything, privacy mode or not
    bob.join(group)
    await runner.start()
    await alice.write(QUESTION, chat=group)
    await alice.write("/ask@other_bot When?", chat=group)
    await alice.write("/unknown", chat=group)
    chatter = await bob.write("Hello", chat=group)
    await alice.write("Hello to you", chat=group, reply_to=chatter)
    await telegram.updates_taken()
    await alice.write("/help", chat=group)
    assert (await telegram.next_message(group)).text.startswith("What I can do")
    await runner.end()
    assert len(telegram.messages(group)) == 1


@pytest.mark.usefixtures("bot")
async def test_a_brief_in_a_group(telegram: TelegramDouble) -> None:
    alice = telegram.person("Alice")
    group = telegram.group("Group", alice)
    await alice.write("/brief 7d", chat=group)
    assert (await telegram.next_message(group)).text.startswith("The last 7 days")


@pytest.mark.usefixtures("bot")
async def test_demand_2_topics_are_answered_in_their_thread(telegram: TelegramDouble) -> None:
    alice = telegram.person("Alice")
    forum = telegram.supergroup("Forum", alice, is_forum=True)
    topic = forum.topic("World")
    await alice.write(f"/ask {QUESTION}", chat=forum, thread=topic)
    answer = await telegram.next_message(forum)
    assert answer.thread_id == topic.id
    assert telegram.chat_actions[0].thread_id == topic.id
    await alice.tap(answer, "More")
    assert (await telegram.next_message(forum)).thread_id == topic.id
    await alice.write(f"/ask {QUESTION}", chat=forum)
    assert (await telegram.next_message(forum)).thread_id is None


@pytest.mark.usefixtures("bot")
async def test_a_reply_in_a_supergroup_without_topics(telegram: TelegramDouble) -> None:
    alice = telegram.person("Alice")
    group = telegram.supergroup("Group", alice)
    await alice.write(f"/ask {QUESTION}", chat=group)
    answer = await telegram.next_message(group)
    await alice.write("And where?", chat=group, reply_to=answer)
    assert "Kuala Lumpur" in (await telegram.next_message(group)).text


@pytest.mark.usefixtures("bot")
async def test_an_anonymous_admin_is_answered(telegram: TelegramDouble) -> None:
    alice = telegram.person("Alice")
    group = telegram.supergroup("Group", alice)
    group.promote(alice, anonymous=True)
    await alice.write(f"/ask {QUESTION}", chat=group)
    assert "Lavrov" in (await telegram.next_message(group)).text


async def test_channel_posts_are_ignored(telegram: TelegramDouble, bot: Runner) -> None:
    alice = telegram.person("Alice")
    channel = telegram.channel("Channel", alice)
    await alice.write(f"/ask {QUESTION}", chat=channel)
    await alice.write("/help")
    await telegram.next_message(alice)
    await bot.end()
    assert telegram.messages(channel) == []


async def test_a_deleted_question_is_answered_all_the_same(telegram: TelegramDouble, runner: Runner) -> None:
    alice = telegram.person("Alice")
    group = telegram.group("Group", alice)
    question = await alice.write(f"/ask {QUESTION}", chat=group)
    await alice.delete(question)
    await runner.start()
    assert (await telegram.next_message(group)).reply_to is None


@pytest.mark.usefixtures("bot")
async def test_demand_18_privacy_mode_is_explained(telegram: TelegramDouble) -> None:
    """What the bot hears in a group is said there."""
    alice = telegram.person("Alice")
    group = telegram.supergroup("Group", alice)
    await alice.write("/start", chat=group)
    assert (
        "Ask with /ask, mention me in a message, or reply to one of mine." in (await telegram.next_message(group)).text
    )
    await alice.write("/help", chat=group)
    told = (await telegram.next_message(group)).text
    assert "I see commands, messages that mention me, and replies to mine. Telegram's privacy mode" in told


async def test_demand_18_without_privacy_mode_too(database: Database, newsdesk: "Newsdesk") -> None:
    """A bot that is shown everything still answers only what is said to it."""
    async with TelegramDouble(BotSettings(privacy=False)) as telegram:
        bot = Runner(telegram, database, newsdesk)
        alice = telegram.person("Alice")
        group = telegram.supergroup("Group", alice)
        await bot.start()
        await alice.write("Nice weather, is it not?", chat=group)
        await alice.write(QUESTION, chat=group)
        await alice.write(f"@{telegram.username} {QUESTION}", chat=group)
        answer = await telegram.next_message(group)
        assert "Lavrov" in answer.text
        await alice.write("And where?", chat=group, reply_to=answer)
        assert "Kuala Lumpur" in (await telegram.next_message(group)).text
        await bot.end()
        assert len(telegram.messages(group)) == 2


@pytest.mark.usefixtures("bot")
async def test_demand_17_what_the_sources_do_not_tell_is_said_plainly_and_all_else_has_its_source(
    telegram: TelegramDouble,
) -> None:
    alice = telegram.person("Alice")
    group = telegram.supergroup("Group", alice)
    await alice.write("/ask What is the recipe for pancakes?", chat=group)
    assert (await telegram.next_message(group)).text.startswith("That is not in my sources.")
    await alice.write(f"/ask {QUESTION}", chat=group)
    answer = await telegram.next_message(group)
    quoted = [entity for entity in answer.entities if entity["type"] == "blockquote"]
    links = [entity["offset"] for entity in answer.entities if entity["type"] == "text_link"]
    for quote in quoted:
        assert any(quote["offset"] <= link < quote["offset"] + quote["length"] for link in links)
