"""What happens to alerts when the process is killed, a chat goes, comes back or moves, or Telegram says no."""

from contextlib import suppress
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.incoming import Target
from bot.records import Records
from bot.rendering.telegram_html import HtmlMessage, render_html
from bot.reply import Reply
from bot.sample import SAMPLE_CLOCK
from bot.tables import deliveries
from bot.telegram.callback_data import encode_action
from bot.topics import telling
from bot.topics.topic import Cadence
from bot.topics.watch import Watch
from index.embedding.encoder import Encoder
from index.storage.database import Database
from index.topics.wording import Wording
from tests.bot.newsroom import ARREST, FIRE, RESCUE, RESCUE_TOLD_AGAIN, Newsroom
from tests.bot.topics.conftest import Bot
from tests.botapi import Person, TelegramDouble, blocked, flooded

FOLLOWERS = range(1, 8)


class KilledError(BaseException):
    """The end of the process."""


class Renderer:
    """Renders so many messages before the process is killed."""

    def __init__(self, lives: int) -> None:
        self._lives = lives

    def __call__(self, reply: Reply) -> list[HtmlMessage]:
        if not self._lives:
            raise KilledError
        self._lives -= 1
        return render_html(reply, encode_action)


@pytest.mark.every_database
def test_nothing_is_lost_or_doubled_wherever_it_is_killed(
    database: Database, tmp_path: Path, encoder: Encoder, index_url: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed at each message to seven chats, at once and collected, and started again each time."""
    monkeypatch.setattr(telling, "CHATS_AT_ONCE", 2)
    now = SAMPLE_CLOCK
    news = Newsroom(database, tmp_path / "index", encoder, lambda: now, index_url)
    records, desk = Records.of(database), news.desk.topics
    for chat in FOLLOWERS:
        records.chats.seen(chat, private=True, language="en", now=now)
        target, wording = Target(chat), Wording("ferry accidents", "ferry accidents", plain=True)
        topic, _ = records.topics.add(target, wording, desk.vector("ferry accidents"), model=desk.model, now=now)
        assert topic is not None
        if chat % 2:
            records.topics.change(topic.topic_id, target, cadence=Cadence.HOURLY)
    for told in (RESCUE, FIRE):
        news.write(told)
    for lives in range(3 * len(FOLLOWERS)):
        for moment in (now, now + timedelta(hours=1)):
            with suppress(KilledError):
                Watch(database, desk, Renderer(lives % 4), UTC).look(moment, lambda: False)
    Watch(database, desk, Renderer(100), UTC).look(now + timedelta(hours=3), lambda: False)
    news.desk.close()
    with database.read() as connection:
        sent = connection.execute(select(deliveries.c.chat_id, deliveries.c.html)).all()
    by_chat = {chat: "".join(row.html for row in sent if row.chat_id == chat) for chat in FOLLOWERS}
    for told in (RESCUE, FIRE):
        assert {chat: html.count(told.title) for chat, html in by_chat.items()} == dict.fromkeys(FOLLOWERS, 1)


async def test_demand_14_a_blocked_chat_keeps_its_topics_for_a_return(
    telegram: TelegramDouble, bot: Bot, alice: Person
) -> None:
    await bot.follow(alice, "ferry accidents")
    telegram.fail("sendMessage", blocked(), chat=alice)
    bot.news.write(RESCUE)
    await telegram.wait_until(lambda: telegram.calls_of("sendMessage")[-1].status == 403)
    bob = telegram.person("Bob")
    await bot.follow(bob, "ferry accidents")
    bot.pass_time(timedelta(hours=5))
    bot.news.write(ARREST)
    await telegram.next_message(bob)
    assert len(telegram.messages(alice)) == 1
    assert telegram.calls_of("sendMessage")[-1].parameters["chat_id"] == bob.id
    assert "1. ferry accidents" in (await bot.say(alice, "/topics")).text
    bot.pass_time(timedelta(hours=5))
    bot.news.write(FIRE)
    assert "ferry" in (await telegram.next_message(alice)).text


async def test_a_group_that_becomes_a_supergroup_keeps_its_topics(
    telegram: TelegramDouble, bot: Bot, alice: Person
) -> None:
    group = telegram.group("Group", alice)
    await bot.follow(alice, "ferry accidents", chat=group)
    bot.news.write(RESCUE)
    await telegram.next_message(group)
    new = group.migrate()
    await telegram.updates_taken()
    bot.pass_time(timedelta(hours=5))
    bot.news.write(RESCUE_TOLD_AGAIN, "Harbour Post")
    bot.news.write(ARREST)
    turn = await telegram.next_message(new)
    assert "what is new" in turn.text
    assert turn.reply_to is None
    assert len(telegram.messages(new)) == 1


async def test_demand_8_a_429_loses_no_alert_and_holds_up_no_other_chat(
    telegram: TelegramDouble, bot: Bot, alice: Person
) -> None:
    bob = telegram.person("Bob")
    await bot.follow(alice, "ferry accidents")
    await bot.follow(bob, "ferry accidents")
    fault = telegram.fail("sendMessage", flooded(3), chat=alice)
    bot.news.write(RESCUE)
    await telegram.wait_until(lambda: fault.hits)
    assert "ferry" in (await telegram.next_message(bob)).text
    assert len(telegram.messages(alice)) == 1
    assert "ferry" in (await telegram.next_message(alice)).text
    assert len(telegram.messages(alice)) == len(telegram.messages(bob)) == 2
