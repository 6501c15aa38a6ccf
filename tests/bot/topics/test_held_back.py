"""What is told later: hourly, daily, or when quiet hours are over."""

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest

from bot.chats.chat_settings import ChatSettings
from bot.records import Records
from bot.times.quiet_hours import QuietHours
from bot.topics.due import due_at
from bot.topics.topic import Cadence
from tests.bot.newsroom import ARREST, CHESS, RESCUE, RESCUE_TOLD_AGAIN
from tests.bot.topics.conftest import Bot
from tests.botapi import Person, TelegramDouble

HOUR = timedelta(hours=1)
KYIV = ZoneInfo("Europe/Kyiv")
NIGHT = QuietHours(22 * 60, 7 * 60)


def at(text: str, zone: tzinfo = UTC) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def choose(bot: Bot, chat: int, settings: ChatSettings) -> None:
    """Choose what /settings chooses."""
    Records.of(bot.database).chats.choose(chat, settings)


@pytest.mark.parametrize(
    ("cadence", "quiet", "now", "due"),
    [
        (Cadence.AT_ONCE, None, "2025-07-10 23:10", "2025-07-10 23:10"),
        (Cadence.AT_ONCE, NIGHT, "2025-07-10 23:10", "2025-07-11 07:00"),
        (Cadence.HOURLY, None, "2025-07-10 23:10", "2025-07-11 00:00"),
        (Cadence.HOURLY, NIGHT, "2025-07-10 21:10", "2025-07-11 07:00"),
        (Cadence.DAILY, None, "2025-07-10 07:59", "2025-07-10 08:00"),
        (Cadence.DAILY, None, "2025-07-10 08:00", "2025-07-11 08:00"),
        (Cadence.DAILY, QuietHours(0, 9 * 60), "2025-07-10 12:00", "2025-07-11 09:00"),
        (Cadence.DAILY, None, "2025-10-25 12:00", "2025-10-26 08:00"),  # in the night the clocks are put back
    ],
)
def test_when_a_chat_is_told(cadence: Cadence, quiet: QuietHours | None, now: str, due: str) -> None:
    assert due_at(cadence, at(now, KYIV), quiet=quiet, zone=KYIV) == at(due, KYIV)


async def test_quiet_hours_hold_back_and_sum_up_afterwards(telegram: TelegramDouble, bot: Bot, alice: Person) -> None:
    bot.now = at("2025-12-15 20:00")  # 22:00 in Kyiv
    await bot.follow(alice, "ferry accidents")
    await bot.follow(alice, "chess")
    choose(bot, alice.id, ChatSettings(time_zone="Europe/Kyiv", quiet_hours=NIGHT))
    bot.news.write(RESCUE, "Coast Herald")
    bot.pass_time(HOUR)
    bot.news.write(RESCUE_TOLD_AGAIN, "Harbour Post")
    bot.news.write(CHESS)
    await bot.looked()
    bot.now = at("2025-12-16 04:59")
    assert (await bot.say(alice, "/help")).text  # answered all the same
    bot.now = at("2025-12-16 05:00")
    summary = await telegram.next_message(alice)
    assert summary.text.startswith("🔔 2 stories on your topics\n\nferry accidents\n• ")
    assert "(2 sources)" in summary.text
    assert "chess\n• Fourteen-year-old wins" in summary.text
    assert summary.buttons == [["My topics"]]
    bot.pass_time(timedelta(hours=5))
    bot.news.write(ARREST)
    turn = await telegram.next_message(alice)
    assert "what is new" in turn.text
    assert turn.reply_to is summary
    assert len(telegram.messages(alice)) == 5


async def test_collected_by_the_hour(telegram: TelegramDouble, bot: Bot, alice: Person) -> None:
    bot.now = at("2025-12-15 12:20")
    topic = bot.follow_quietly(alice, "ferry accidents")
    bot.change(alice, topic, cadence=Cadence.HOURLY)
    bob = telegram.person("Bob")
    await bot.follow(bob, "chess")
    bot.news.write(RESCUE)
    bot.news.write(CHESS)
    await telegram.next_message(bob)  # everything has been looked at
    assert telegram.messages(alice) == []
    bot.now = at("2025-12-15 13:00")
    assert (await telegram.next_message(alice)).text.startswith("🔔 1 story on your topics")
    bot.pass_time(HOUR)
    bot.news.write(RESCUE_TOLD_AGAIN, "Harbour Post")
    bot.news.write(ARREST, "Harbour Post")
    await bot.looked()
    bot.pass_time(HOUR)
    assert "Owner of sunk ferry" in (await telegram.next_message(alice)).text


async def test_quiet_hours_that_are_chosen_later_count_too(telegram: TelegramDouble, bot: Bot, alice: Person) -> None:
    bot.now = at("2025-12-15 12:20")
    await bot.follow(alice, "chess")
    bot.change(alice, bot.follow_quietly(alice, "ferry accidents"), cadence=Cadence.HOURLY)
    bot.news.write(RESCUE)
    bot.news.write(CHESS)
    await telegram.next_message(alice)
    choose(bot, alice.id, ChatSettings(quiet_hours=QuietHours(12 * 60, 15 * 60)))
    bot.now = at("2025-12-15 14:00")
    await bot.looked()
    assert len(telegram.messages(alice)) == 2
    bot.now = at("2025-12-15 15:00")
    assert "1 story on your topics" in (await telegram.next_message(alice)).text


async def test_what_is_held_for_a_topic_goes_with_it(telegram: TelegramDouble, bot: Bot, alice: Person) -> None:
    bot.now = at("2025-12-15 12:20")
    await bot.follow(alice, "chess")
    topic = bot.follow_quietly(alice, "ferry accidents")
    bot.change(alice, topic, cadence=Cadence.HOURLY)
    bot.news.write(RESCUE)
    bot.news.write(CHESS)
    await telegram.next_message(alice)
    bot.change(alice, topic, paused=True)
    bot.now = at("2025-12-15 13:00")
    await bot.looked()
    assert len(telegram.messages(alice)) == 2
