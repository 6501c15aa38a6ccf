"""Briefs that come by themselves, on Telegram: in time, once, after downtime, to threads, with private copies."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation.scheduling import told_schedule
from bot.outbox import Waiting
from bot.records import Records
from bot.sample import SAMPLE_CLOCK
from bot.telegram.scheduled_briefs import ScheduledBriefs
from bot.times.recurrence import DAILY, Recurrence
from bot.translation import translator_for
from tests.bot.telegram.conftest import Runner
from tests.botapi import Group, Person, TelegramDouble

NEXT_MORNING = SAMPLE_CLOCK.replace(hour=8) + timedelta(days=1)


def record(runner: Runner, now: datetime) -> list[Waiting]:
    """Record what is due, as another process would."""
    records = Records.of(runner.database)
    briefs = ScheduledBriefs(runner.newsdesk, records.schedules, records.chats, UTC)
    return [waiting for one in briefs.record_due(now) for waiting in one]


async def edited(telegram: TelegramDouble, before: int) -> None:
    await telegram.wait_until(lambda: len(telegram.calls_of("editMessageText")) > before)


async def test_demand_5_scheduled_digests_in_the_chats_own_time_zone(telegram: TelegramDouble, bot: Runner) -> None:
    alice = telegram.person("Alice")
    await alice.write("/settings zone New York")
    await telegram.next_message(alice)
    await alice.write("/brief daily 08:00")
    assert "daily 8:00" in (await telegram.next_message(alice)).text
    bot.now = datetime(2025, 12, 16, 12, 59, 59, tzinfo=UTC)
    assert record(bot, bot.now) == []
    bot.now = datetime(2025, 12, 16, 13, tzinfo=UTC)
    told = await telegram.next_message(alice)
    assert told.text.startswith("The last 24 hours")
    assert told.buttons == []


async def test_after_days_of_rest_it_comes_once(telegram: TelegramDouble, bot: Runner) -> None:
    alice = telegram.person("Alice")
    await alice.write("/brief daily 08:00 20:00")
    await telegram.next_message(alice)
    await bot.end()
    bot.now = NEXT_MORNING + timedelta(days=2, hours=3)
    await bot.start()
    assert (await telegram.next_message(alice)).text.startswith("The last 3 days")
    await bot.end()
    assert len(telegram.messages(alice)) == 2
    schedules = Records.of(bot.database).schedules.of(alice.id, None)
    assert {one.due for one in schedules} == {
        NEXT_MORNING + timedelta(days=2, hours=12),
        NEXT_MORNING + timedelta(days=3),
    }


async def test_recorded_by_two_processes_it_comes_once(telegram: TelegramDouble, bot: Runner) -> None:
    alice = telegram.person("Alice")
    await alice.write("/brief daily 08:00")
    await telegram.next_message(alice)
    await bot.end()
    records = Records.of(bot.database)
    [schedule] = records.schedules.due(NEXT_MORNING)
    assert len(record(bot, NEXT_MORNING)) == 1
    assert records.schedules.settle(schedule, [], told=NEXT_MORNING, next_due=NEXT_MORNING, now=NEXT_MORNING) == []
    assert record(bot, NEXT_MORNING) == []
    bot.now = NEXT_MORNING
    await bot.start()  # as after a kill between recording and sending
    assert (await telegram.next_message(alice)).text.startswith("The last 24 hours")


async def test_nothing_is_sent_when_there_is_nothing(telegram: TelegramDouble, bot: Runner) -> None:
    alice = telegram.person("Alice")
    await alice.write("/brief daily 08:00")
    await telegram.next_message(alice)
    await bot.end()
    later = NEXT_MORNING + timedelta(days=90)
    assert record(bot, later) == []
    [schedule] = Records.of(bot.database).schedules.of(alice.id, None)
    assert schedule.due == later + timedelta(days=1)
    assert schedule.told is None


async def test_a_forum_topic_gets_its_brief_in_its_thread(telegram: TelegramDouble, bot: Runner) -> None:
    alice = telegram.person("Alice")
    forum = telegram.supergroup("Forum", alice, is_forum=True)
    topic = forum.topic("World")
    await alice.write("/brief daily 08:00", chat=forum, thread=topic)
    await telegram.next_message(forum)
    bot.now = NEXT_MORNING
    told = await telegram.next_message(forum)
    assert told.thread_id == topic.id
    assert told.buttons == [["To me in private, too"]]


async def test_a_chat_that_is_gone_gets_none_until_it_is_back(telegram: TelegramDouble, bot: Runner) -> None:
    alice = telegram.person("Alice")
    await alice.write("/brief daily 08:00")
    await telegram.next_message(alice)
    alice.block()
    await telegram.updates_taken()
    await bot.end()
    assert record(bot, NEXT_MORNING) == []
    [schedule] = Records.of(bot.database).schedules.of(alice.id, None)
    assert schedule.due == NEXT_MORNING + timedelta(days=1)


async def test_demand_16_a_private_copy_of_a_groups_brief(telegram: TelegramDouble, bot: Runner) -> None:
    alice, bob = telegram.person("Alice"), telegram.person("Bob")
    group = telegram.supergroup("Group", alice)
    bob.join(group)
    bot.now = NEXT_MORNING - timedelta(days=2, hours=2)  # so that there is news in the days that come
    await alice.write("/brief daily 08:00", chat=group)
    await telegram.next_message(group)
    bot.now = NEXT_MORNING - timedelta(days=2)
    told = await telegram.next_message(group)
    assert await bob.tap(told, "To me in private, too") == (
        "Start a private chat with me first; this brief then comes there, too."
    )
    link = telegram.calls_of("answerCallbackQuery")[-1].parameters["url"]
    assert link.startswith(f"https://t.me/{telegram.username}?start=copy-")
    await bob.start(link.partition("=")[2])
    assert "you get a copy of this brief here: daily 8:00" in (await telegram.next_message(bob)).text
    bot.now = NEXT_MORNING - timedelta(days=1)
    copy = await telegram.next_message(bob)
    assert copy.text == (await telegram.next_message(group)).text
    assert await bob.tap(copy, "No more copies") == "No more copies of this brief come to you."


async def copied(telegram: TelegramDouble, bot: Runner, chat: Group, reader: Person) -> None:
    """Let a reader have private copies of what comes to a chat at eight."""
    await reader.write("/settings quiet 22:00-09:30")
    await telegram.next_message(reader)
    records = Records.of(bot.database)
    records.schedules.add(chat.id, None, None, [Recurrence(DAILY, 8 * 60)], now=bot.now, zone=UTC)
    records.chats.seen(chat.id, private=False, language=None, now=bot.now)
    [schedule] = records.schedules.of(chat.id, None)
    records.schedules.copy(schedule.number, reader.id)


async def test_a_private_copy_waits_for_the_end_of_its_readers_quiet_hours(
    telegram: TelegramDouble, bot: Runner
) -> None:
    alice, bob = telegram.person("Alice"), telegram.person("Bob")
    group = telegram.supergroup("Group", alice)
    bob.join(group)
    await copied(telegram, bot, group, bob)
    await bot.end()
    at_once, later = record(bot, NEXT_MORNING)
    assert (at_once.chat, at_once.due) == (group.id, NEXT_MORNING)
    assert (later.chat, later.due) == (bob.id, NEXT_MORNING + timedelta(hours=1, minutes=30))
    before = len(telegram.messages(bob))
    bot.now = later.due
    await bot.start()
    await telegram.wait_until(lambda: len(telegram.messages(bob)) > before)


@pytest.mark.parametrize("make", ["group", "supergroup", "channel"])
async def test_who_leaves_a_chat_gets_no_more_copies_of_its_briefs(
    telegram: TelegramDouble, bot: Runner, make: str
) -> None:
    alice, bob, carol = telegram.person("Alice"), telegram.person("Bob"), telegram.person("Carol")
    chat = getattr(telegram, make)("Chat", alice)  # the bot is an admin of the channel
    for one in (bob, carol):
        one.join(chat)
    await copied(telegram, bot, chat, bob)
    schedules = Records.of(bot.database).schedules
    [schedule] = schedules.of(chat.id, None)
    schedules.copy(schedule.number, carol.id)
    bob.leave(chat)
    await telegram.updates_taken()
    await bot.end()
    assert schedules.copies(schedule.number) == [carol.id]


async def test_a_group_that_becomes_a_supergroup_keeps_its_briefs(telegram: TelegramDouble, bot: Runner) -> None:
    alice = telegram.person("Alice")
    group = telegram.group("Group", alice)
    await alice.write("/brief daily 08:00", chat=group)
    await telegram.next_message(group)
    new = group.migrate()
    await telegram.updates_taken()
    await bot.end()
    [schedule] = Records.of(bot.database).schedules.of(new.id, None)
    assert told_schedule(schedule, translator_for("en-GB", UTC)) == "daily 08:00"


async def test_summer_time_begins_between_two_briefs(telegram: TelegramDouble, bot: Runner) -> None:
    """The clocks of Berlin go forward on 29 March 2026: eight o'clock comes after 23 hours."""
    alice = telegram.person("Alice")
    bot.now = datetime(2026, 3, 28, 12, tzinfo=UTC)
    await alice.write("/settings zone Berlin")
    await telegram.next_message(alice)
    await alice.write("/brief daily 08:00")
    await telegram.next_message(alice)
    [schedule] = Records.of(bot.database).schedules.of(alice.id, None)
    assert schedule.due == datetime(2026, 3, 29, 6, tzinfo=UTC)


@pytest.mark.usefixtures("bot")
async def test_settings_change_in_place(telegram: TelegramDouble) -> None:
    alice = telegram.person("Alice")
    await alice.write("/settings")
    menu = await telegram.next_message(alice)
    for label in ("Short answers", "Show preview", "Quiet hours", "Back", "Time zone"):
        edits = len(telegram.calls_of("editMessageText"))
        assert await alice.tap(menu, label) == ""
        await edited(telegram, edits)
    await alice.share_location(50.45, 30.52)
    assert "Europe/Kyiv" in (await telegram.next_message(alice)).text
    await alice.write("/help")
    await telegram.next_message(alice)
    assert telegram.calls_of("sendMessage")[-1].parameters["link_preview_options"] == {"is_disabled": False}


async def test_a_topic_that_can_no_longer_be_asked_for_holds_up_no_others(
    telegram: TelegramDouble, bot: Runner
) -> None:
    alice = telegram.person("Alice")
    await alice.write("/brief daily 08:00")
    await telegram.next_message(alice)
    await bot.end()
    schedules = Records.of(bot.database).schedules
    # As if an older version had taken it.
    schedules.add(alice.id, None, "?!", [Recurrence(DAILY, 470)], now=bot.now, zone=UTC)
    assert len(record(bot, NEXT_MORNING)) == 1
    assert all(one.due > NEXT_MORNING for one in schedules.of(alice.id, None))
