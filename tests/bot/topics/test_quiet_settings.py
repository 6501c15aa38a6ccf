"""Quiet hours as a person chooses them, and what becomes of the news of that time."""

from datetime import UTC, datetime, timedelta

from tests.bot.newsroom import ARREST, CHESS, RESCUE
from tests.bot.topics.conftest import Bot
from tests.botapi import Person, TelegramDouble


async def test_demand_6_quiet_hours_hold_back_then_one_summary(
    telegram: TelegramDouble, bot: Bot, alice: Person
) -> None:
    bob = telegram.person("Bob")
    await bot.follow(alice, "ferry accidents")
    await bot.follow(alice, "chess")
    await bot.follow(bob, "chess")
    assert "Europe/Kyiv" in (await bot.say(alice, "/settings zone Київ")).text
    assert "10:00" in (await bot.say(alice, "/settings quiet 22:00-07:00")).text
    bot.now = datetime(2025, 12, 15, 20, 30, tzinfo=UTC)  # half past ten in Kyiv
    for told in (RESCUE, ARREST, CHESS):
        bot.news.write(told)
        bot.pass_time(timedelta(hours=1))
    assert "chess championship" in (await telegram.next_message(bob)).text
    sent = len(telegram.messages(alice))
    bot.now = datetime(2025, 12, 16, 5, tzinfo=UTC)
    summary = await telegram.next_message(alice)
    assert "stories on your topics" in summary.text
    assert "chess championship" in summary.text
    assert "ferry" in summary.text
    assert len(telegram.messages(alice)) == sent + 1
