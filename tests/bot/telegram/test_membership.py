"""What becomes of a group or a channel: joined, left, muted, made a supergroup, given to the bot."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.incoming import Place, Target
from bot.outbox import Outbox, Outgoing
from bot.records import Records
from bot.tables import metadata
from tests.bot.telegram.conftest import Runner
from tests.botapi import Person, TelegramDouble

QUESTION = "When will Rubio meet Lavrov?"


async def heard(telegram: TelegramDouble, bot: Runner, person: Person) -> None:
    """Wait until the bot has done all that it was told before."""
    await person.write("/help")
    await telegram.next_message(person)
    await telegram.updates_taken()
    await bot.end()
    await bot.start()


async def test_joined_and_left(telegram: TelegramDouble, bot: Runner) -> None:
    olga = telegram.person("Olga")
    group = telegram.group("Group", olga)
    chats = Records.of(bot.database).chats
    await heard(telegram, bot, olga)
    known = chats.get(group.id)
    assert known is not None
    assert known.gone is None
    group.remove_bot()
    await heard(telegram, bot, olga)
    left = chats.get(group.id)
    assert left is not None
    assert left.gone == bot.now
    assert telegram.messages(group) == []  # nobody asked anything


async def test_what_waits_for_a_group_that_mutes_the_bot_is_given_up(telegram: TelegramDouble, bot: Runner) -> None:
    olga = telegram.person("Olga")
    group = telegram.supergroup("Group", olga)
    await heard(telegram, bot, olga)
    outbox = Outbox(bot.database)
    outbox.record([Outgoing(chat=group.id, html="later")], now=bot.now + timedelta(hours=1))
    group.restrict(telegram.world.bot, can_send_messages=False)
    await heard(telegram, bot, olga)
    assert outbox.waiting() == []
    group.restrict(telegram.world.bot, can_send_messages=True)
    await olga.write(f"/ask {QUESTION}", chat=group)
    assert "Lavrov" in (await telegram.next_message(group)).text
    back = Records.of(bot.database).chats.get(group.id)
    assert back is not None
    assert back.gone is None


async def test_demand_15_a_group_that_becomes_a_supergroup_keeps_everything(
    telegram: TelegramDouble, bot: Runner
) -> None:
    olga = telegram.person("Olga")
    group = telegram.group("Group", olga)
    await olga.write(f"/ask {QUESTION}", chat=group)
    answer = await telegram.next_message(group)
    await olga.tap(answer, "Right")
    records = Records.of(bot.database)
    records.access.allow(group.id, bot.now)
    before = records.keeping.export(group.id, None)
    supergroup = group.migrate()
    await heard(telegram, bot, olga)
    assert not any(records.keeping.export(group.id, None).values())
    after = records.keeping.export(supergroup.id, None)
    assert {name: len(rows) for name, rows in after.items()} == {name: len(rows) for name, rows in before.items()}
    assert before["feedback"]
    await olga.write("And where?", chat=supergroup)
    await olga.write("/ask And where?", chat=supergroup)
    assert "Kuala Lumpur" in (await telegram.next_message(supergroup)).text


async def test_every_table_of_a_chat_moves_with_it(bot: Runner) -> None:
    old, new = -4_001, -1_002_000_000_001
    records = Records.of(bot.database)
    records.access.allow(old, bot.now)
    records.managed.choose(old, -5, "Channel")
    records.chats.move(old, new)
    with bot.database.read() as connection:
        for table in metadata.sorted_tables:
            if "chat_id" in table.c:
                assert connection.execute(select(table).where(table.c.chat_id == old)).all() == [], table.name
    assert records.access.all() == [new]
    assert records.managed.target(Place(new)) == Target(-5, title="Channel")


async def test_whoever_gives_the_bot_a_channel_is_told_how_to_manage_it(telegram: TelegramDouble, bot: Runner) -> None:
    olga, stranger = telegram.person("Olga"), telegram.person("Stranger")
    await olga.start()
    await telegram.next_message(olga)
    channel = telegram.channel("Town", olga)  # without a public name
    told = await telegram.next_message(olga)
    assert told.text.startswith("I can post in the channel Town now.")
    assert await olga.tap(told, "Manage the channel") == ""
    assert (await telegram.next_message(olga)).text.startswith("You manage the channel Town from here")
    assert Records.of(bot.database).managed.target(Place(olga.id)) == Target(channel.id, title="Town")
    telegram.channel("Other", stranger)
    channel.promote(telegram.world.bot, can_pin_messages=True)
    await heard(telegram, bot, olga)
    assert telegram.messages(stranger) == []


@pytest.mark.usefixtures("bot")
async def test_an_admin_who_is_no_longer_one_loses_the_channel(telegram: TelegramDouble) -> None:
    olga, ada = telegram.person("Olga"), telegram.person("Ada")
    channel = telegram.channel("Town", olga, username="town_news")
    channel.promote(ada)
    await ada.write("/channel @town_news")
    await telegram.next_message(ada)
    await ada.write("/export")
    assert (await telegram.next_message(ada)).text.startswith("In the channel Town:")
    await ada.write("/forget")
    asked = await telegram.next_message(ada)
    channel.demote(ada)
    assert (await ada.tap(asked, "Forget everything") or "").startswith("You and I must both be admins of Town")
    await ada.write("/export")
    refused = await telegram.next_message(ada)
    assert refused.file is None
    assert refused.text.startswith("You and I must both be admins of Town to do that")
    await ada.write("/channel off")
    await telegram.next_message(ada)
    await ada.write("/export")
    assert (await telegram.next_message(ada)).file is not None


@pytest.mark.usefixtures("bot")
async def test_demand_13_only_admins_change_a_group_anonymous_ones_too(telegram: TelegramDouble) -> None:
    """Whoever writes in the name of a channel is no admin of the group."""
    olga, ada, bob = telegram.person("Olga"), telegram.person("Ada"), telegram.person("Bob")
    group = telegram.supergroup("Group", olga)
    other = telegram.channel("Other", bob, with_bot=False)
    for person in (ada, bob):
        person.join(group)
    group.promote(ada, anonymous=True)
    for person, send_as, allowed in ((olga, None, True), (ada, None, True), (bob, None, False), (bob, other, False)):
        await person.write("/export", chat=group, send_as=send_as)
        reply = await telegram.next_message(group)
        assert (reply.file is not None) is allowed
        assert allowed or reply.text == "Only admins of this group can do that."
    group.demote(ada)
    await ada.write("/export", chat=group)
    assert (await telegram.next_message(group)).file is None
    await bob.write(f"/ask {QUESTION}", chat=group)
    assert "Lavrov" in (await telegram.next_message(group)).text


@pytest.mark.usefixtures("bot")
async def test_where_nobody_can_say_who_is_an_admin_nobody_is(telegram: TelegramDouble) -> None:
    olga = telegram.person("Olga")
    group = telegram.supergroup("Group", olga)
    telegram.switch_off("getChatMember")
    await olga.write("/export", chat=group)
    assert (await telegram.next_message(group)).text == "Only admins of this group can do that."


async def test_demand_12_different_topics_for_different_chats(telegram: TelegramDouble, bot: Runner) -> None:
    """A private chat, a group, a topic of a forum and a channel each follow what is theirs."""
    olga = telegram.person("Olga")
    group = telegram.supergroup("Group", olga)
    forum = telegram.supergroup("Forum", olga, is_forum=True)
    thread = forum.topic("Science")
    await olga.write("/subscribe floods in Morocco")
    await telegram.next_message(olga)
    channel = telegram.channel("Town", olga, username="town_news")
    assert (await telegram.next_message(olga)).text.startswith("I can post in the channel Town now.")
    await olga.write("/subscribe elections in Chile", chat=group)
    await telegram.next_message(group)
    await olga.write("/subscribe Nobel Prize", chat=forum, thread=thread)
    assert (await telegram.next_message(forum)).thread_id == thread.id
    await olga.write("/channel @town_news")
    await telegram.next_message(olga)
    await olga.write("/subscribe prisoners in Belarus")
    told = await telegram.next_message(olga)
    assert told.text.startswith("In the channel Town:")
    await bot.end()
    topics = Records.of(bot.database).topics
    followed = {
        target: [topic.text for topic in topics.of_chat(target)]
        for target in (Target(olga.id), Target(group.id), Target(forum.id, thread.id), Target(channel.id))
    }
    assert list(followed.values()) == [
        ["floods in Morocco"],
        ["elections in Chile"],
        ["Nobel Prize"],
        ["prisoners in Belarus"],
    ]
    assert telegram.messages(channel) == []
