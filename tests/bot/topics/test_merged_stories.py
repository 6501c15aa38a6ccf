"""What chats are told of two stories that turn out to be one event."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, insert, select, update

from bot.conversation.conversation import Conversation
from bot.incoming import Incoming, Place, Target
from bot.records import Records
from bot.rendering.telegram_html import render_html
from bot.sample import SAMPLE_CLOCK
from bot.tables import deliveries
from bot.telegram.callback_data import encode_action
from bot.topics.one_story import under_one_number
from bot.topics.topic import Cadence, Topic
from bot.topics.watch import Watch
from config import Settings
from index.embedding.encoder import Encoder
from index.storage.database import Database
from index.storage.tables import articles, stories
from index.stories.merging import merge_stories
from index.topics.wording import Wording
from tests.bot.made_answers import answer, headline
from tests.bot.newsroom import ARREST, CHESS, FIRE, RESCUE, RESCUE_TOLD_AGAIN, Newsroom, Told

pytestmark = pytest.mark.every_database

CHAT = 1
EARLY, LATE = timedelta(minutes=30), timedelta(hours=5)  # when a message is edited, and when a reply follows


class Room:
    """A chat that follows ferries, and two stories of them."""

    def __init__(self, database: Database, folder: Path, encoder: Encoder, index_url: str | None) -> None:
        self.database = database
        self.now = SAMPLE_CLOCK
        self.news = Newsroom(database, folder, encoder, lambda: self.now, index_url)
        self.desk = self.news.desk.topics
        self.records = Records.of(database)
        self.records.chats.seen(CHAT, private=True, language="en", now=self.now)
        self.seen = 0

    def follow(self, text: str, story_id: int | None = None, told: tuple[int, ...] = ()) -> Topic:
        wording, vector = Wording(text, text, plain=True), self.desk.vector(text)
        followed, _ = self.records.topics.add(
            Target(CHAT), wording, vector, model=self.desk.model, now=self.now, story_id=story_id, told=told
        )
        assert followed is not None
        return followed

    def story_of(self, told: Told) -> int:
        with self.database.read() as connection:
            query = select(articles.c.story_id).where(articles.c.title == told.title)
            return int(connection.execute(query).scalars().first() or 0)

    def merge(self, one: Told, other: Told) -> int:
        with self.database.write() as connection:
            return merge_stories(connection, self.story_of(one), self.story_of(other))

    def split(self, told: Told) -> None:
        """Give an article a story of its own, as if it had been too unlike the others."""
        with self.database.write() as connection:
            begun = insert(stories).values(first=self.now, last=self.now).returning(stories.c.id)
            story_id = connection.execute(begun).scalar_one()
            connection.execute(update(articles).where(articles.c.title == told.title).values(story_id=story_id))

    def look(self, later: timedelta = timedelta(0)) -> list[Any]:
        """What the chat is sent then."""
        self.now += later
        watch = Watch(self.database, self.desk, lambda reply: render_html(reply, encode_action), UTC)
        while watch.behind():
            watch.look(self.now, lambda: False)
        watch.look(self.now, lambda: False)
        with self.database.read() as connection:
            query = select(deliveries).where(deliveries.c.id > self.seen).order_by(deliveries.c.id)
            sent = list(connection.execute(query))
        self.seen = max([self.seen, *(row.id for row in sent)])
        return sent


@pytest.fixture
def room(database: Database, tmp_path: Path, encoder: Encoder, index_url: str | None) -> Iterator[Room]:
    made = Room(database, tmp_path / "index", encoder, index_url)
    yield made
    made.news.desk.close()


def test_told_of_both_it_is_told_no_third_time(room: Room) -> None:
    room.follow("ferry accidents")
    room.news.write(RESCUE)
    first, second = room.look()[0], (room.news.write(FIRE), room.look(EARLY))[1][0]
    assert room.story_of(RESCUE) != room.story_of(FIRE)
    room.merge(RESCUE, FIRE)
    assert room.look() == []
    room.news.write(RESCUE_TOLD_AGAIN, "Harbour Post")
    assert [row.edits for row in room.look(EARLY)] == [second.id]
    room.now += LATE
    room.news.write(ARREST, "Coast News")
    assert [row.replies_to for row in room.look()] == [first.id]


def test_told_of_one_it_is_not_told_of_the_other(room: Room) -> None:
    """Of the other one nothing was looked at yet when they became one."""
    room.follow("ferry accidents")
    room.news.write(FIRE)
    told = room.look()
    room.news.write(RESCUE)
    room.merge(FIRE, RESCUE)
    assert len(told) == 1
    assert all(row.edits == told[0].id for row in room.look(EARLY))
    room.now += LATE
    room.news.write(RESCUE_TOLD_AGAIN, "Harbour Post")
    assert room.look() == []


def test_what_waits_is_told_once(room: Room) -> None:
    topic = room.follow("ferry accidents")
    room.records.topics.change(topic.topic_id, Target(CHAT), cadence=Cadence.HOURLY)
    room.news.write(RESCUE)
    room.news.write(FIRE)
    assert room.look() == []
    room.merge(RESCUE, FIRE)
    (summary,) = room.look(2 * timedelta(hours=1))
    assert (RESCUE.title in summary.html) + (FIRE.title in summary.html) == 1
    assert room.look(LATE) == []


@pytest.mark.parametrize("told_is_older", [True, False])
def test_what_waits_tells_more_than_was_told(room: Room, *, told_is_older: bool) -> None:
    """Whether the number under which it was told, or the one under which the other one waits, is the one that goes."""
    topic = room.follow("ferry accidents")
    for told, cadence in ((RESCUE, Cadence.AT_ONCE), (FIRE, Cadence.HOURLY))[:: 1 if told_is_older else -1]:
        room.records.topics.change(topic.topic_id, Target(CHAT), cadence=cadence)
        room.news.write(told)
        assert len(room.look()) == (cadence is Cadence.AT_ONCE)
    room.merge(RESCUE, FIRE)
    (summary,) = room.look(2 * timedelta(hours=1))
    assert FIRE.title in summary.html
    assert room.look(LATE) == []


def test_what_waits_and_was_told_in_other_words_is_let_go(room: Room) -> None:
    topic = room.follow("ferry accidents")
    room.news.write(RESCUE)
    assert len(room.look()) == 1
    room.records.topics.change(topic.topic_id, Target(CHAT), cadence=Cadence.HOURLY)
    room.news.write(RESCUE_TOLD_AGAIN, "Harbour Post")
    room.split(RESCUE_TOLD_AGAIN)
    assert room.look() == []
    room.merge(RESCUE, RESCUE_TOLD_AGAIN)
    assert room.look(2 * timedelta(hours=1)) == []


def test_how_a_story_goes_on_is_told_before_what_was_told_in_other_words(room: Room) -> None:
    """Both wait when the two become one."""
    topic = room.follow("ferry accidents")
    room.news.write(RESCUE)
    assert len(room.look()) == 1
    room.records.topics.change(topic.topic_id, Target(CHAT), cadence=Cadence.HOURLY)
    room.now += LATE
    room.news.write(ARREST, "Coast News")
    assert room.story_of(ARREST) == room.story_of(RESCUE)
    room.news.write(RESCUE_TOLD_AGAIN, "Harbour Post")
    room.split(RESCUE_TOLD_AGAIN)
    assert room.look() == []
    room.merge(RESCUE, RESCUE_TOLD_AGAIN)
    (summary,) = room.look(2 * timedelta(hours=1))
    assert ARREST.title in summary.html


def test_what_was_moved_is_not_written_again(room: Room) -> None:
    """Else each later report would be, for each chat that was told of the story."""
    room.follow("ferry accidents")
    for told in (RESCUE, FIRE):
        room.news.write(told)
    assert len(room.look()) == 2
    kept = room.merge(RESCUE, FIRE)
    written: list[int] = []
    for _ in range(2):
        with room.database.write() as connection:
            statements: list[str] = []
            event.listen(connection, "before_cursor_execute", lambda *told, to=statements: to.append(told[2]))
            assert under_one_number(connection, [CHAT], [kept]) == {kept: kept}
        written.append(sum(not statement.startswith("SELECT") for statement in statements))
    assert written == [2, 0]


def test_a_story_that_is_followed_goes_on_in_the_other(room: Room) -> None:
    for told in (FIRE, RESCUE, RESCUE_TOLD_AGAIN):
        room.news.write(told)
    gone = room.story_of(RESCUE)
    followed = room.follow("the rescue", story_id=gone, told=(1, 2, 3))
    room.look()
    assert room.merge(FIRE, RESCUE) != gone
    assert room.follow("the story", story_id=room.story_of(RESCUE)).topic_id == followed.topic_id
    room.news.write(ARREST, "Coast News")
    assert room.story_of(ARREST) == room.story_of(FIRE)
    assert [ARREST.title in row.html for row in room.look(LATE)] == [True]


def test_numbers_in_buttons_lead_to_the_story(room: Room) -> None:
    room.news.write(FIRE)
    room.news.write(RESCUE)
    gone = room.story_of(RESCUE)
    kept = room.merge(FIRE, RESCUE)
    found = room.desk.story(gone)
    assert found is not None
    assert (found.story_id, len(found.sources)) == (kept, 2)
    assert {source.title for source in room.news.desk.story(gone)} == {FIRE.title, RESCUE.title}


def test_sources_of_an_answer_show_it_once(room: Room) -> None:
    """The answer was given before the two stories became one."""
    room.news.write(FIRE)
    room.news.write(RESCUE)
    told = tuple(replace(headline(n), story_id=room.story_of(each)) for n, each in enumerate((FIRE, RESCUE)))
    number = room.records.answers.keep(replace(answer(quotes=()), headlines=told), Place(CHAT, CHAT))
    press = Incoming(place=Place(CHAT, CHAT), now=room.now, action=f"sources.{number}", private=True)

    def lines_of_stories() -> list[int]:
        """How many lines each has, its title among them."""
        *shown, _zone = Conversation(room.news.desk, room.records, Settings()).reply(press).blocks
        return [len(block.lines) for block in shown]

    assert lines_of_stories() == [2, 2]
    room.merge(FIRE, RESCUE)
    assert lines_of_stories() == [3]


def test_a_brief_shows_it_once(room: Room) -> None:
    for told in (FIRE, RESCUE, CHESS):
        room.news.write(told)
    room.merge(FIRE, RESCUE)
    brief = room.news.desk.brief(None, period=timedelta(days=1), now=room.now)
    assert sorted(len(story.articles) for story in brief.stories) == [1, 2]
    assert room.news.desk.status().stories == 2


def test_a_message_is_written_while_the_stories_become_one(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """They do after the story was read, and before the chat is told."""
    room.follow("ferry accidents")
    room.news.write(RESCUE)
    told = room.look()
    room.news.write(FIRE)
    read = room.desk.story

    def read_then_merge(story_id: int, speaker: int | None = None) -> Any:
        found = read(story_id, speaker)
        if room.story_of(RESCUE) != room.story_of(FIRE):
            room.merge(RESCUE, FIRE)
        return found

    monkeypatch.setattr(room.desk, "story", read_then_merge)
    assert len(told) == 1
    assert all(row.edits == told[0].id for row in room.look(EARLY))
