"""Tells the chats that follow a topic of an article that has come in."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from sqlalchemy import Connection, select

from bot.chats.chats import Chat, load_chats
from bot.direction import directed
from bot.outbox import Outgoing, Priority, Waiting, record_deliveries
from bot.rendering.telegram_html import HtmlMessage
from bot.reply import Reply
from bot.tables import topics
from bot.topics.alert_layout import alert_reply
from bot.topics.cursor import move_on, stands_at
from bot.topics.due import due_at
from bot.topics.held import Held, hold, let_go
from bot.topics.one_story import under_one_number
from bot.topics.told import Step, Told, load_told, many_more, next_step, note_told
from bot.topics.topic import Cadence, Topic
from bot.topics.topics import load_topics
from bot.translation import chosen_translator
from index.articles.articles import chunks
from index.articles.outlet import carrier
from index.storage.database import Database
from index.topics.desk import Arrived, StoryNews, TopicDesk

CHATS_AT_ONCE = 100  # in one transaction, so that nothing else waits long for the database
LATE = timedelta(hours=6)  # before a topic was followed, published and not yet come in

Render = Callable[[Reply], Sequence[HtmlMessage]]


@dataclass(frozen=True, slots=True)
class _News:
    """An article that has come in, its story as it stands, and whether it tells something new of it."""

    arrived: Arrived
    story: StoryNews
    new_turn: bool
    now: datetime

    @property
    def articles(self) -> frozenset[int]:
        """All articles of the story."""
        return frozenset(source.article_id for source in self.story.sources)

    def under(self, story_id: int) -> "_News":
        """The same under the number that the story has now."""
        return replace(self, story=replace(self.story, story_id=story_id))

    def more_outlets(self, told: Told) -> bool:
        """Whether many more outlets carry the story than when a chat was told."""
        known = {carrier(s.outlet, s.url, s.article_id) for s in self.story.sources if s.article_id in told.articles}
        return many_more(len(known), self.story.outlets)


@dataclass(frozen=True, slots=True)
class _Message:
    """What is said to a chat, with what it will have been told then."""

    outgoing: Outgoing
    told: Told
    step: Step


class Telling:
    """Writes alerts. `time_zone` is that of chats which have not chosen one."""

    def __init__(self, database: Database, desk: TopicDesk, render: Render, time_zone: tzinfo) -> None:
        self._database = database
        self._desk = desk
        self._render = render
        self._time_zone = time_zone

    def tell(self, arrived: Arrived, topic_ids: Sequence[int], *, stood: int, now: datetime) -> list[Waiting]:
        """Tell of an article, and note that the news was looked at up to it, unless others have gone further already.

        `stood` is how far the news had been looked at before.
        """
        story = self._desk.story(arrived.news.story_id, arrived.article_id) if arrived.news.story_id else None
        news = _News(arrived, story, self._desk.is_new_turn(arrived), now) if story else None
        portions = [*_portions(self._by_chat(topic_ids))]
        waiting: list[Waiting] = []
        for number, portion in enumerate(portions, start=1):
            with self._database.write() as connection:
                if stands_at(connection) != stood:
                    break
                waiting += self._tell(connection, portion, news) if news else []
                if number == len(portions):
                    move_on(connection, arrived.sequence)
        return waiting

    def _by_chat(self, topic_ids: Sequence[int]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        with self._database.read() as connection:
            for chunk in chunks(topic_ids):
                query = select(topics.c.id, topics.c.chat_id).where(topics.c.id.in_(chunk), topics.c.paused.is_(False))
                for row in connection.execute(query):
                    found[row.chat_id].append(row.id)
        return found

    def _tell(self, connection: Connection, topic_ids: Sequence[int], news: _News) -> list[Waiting]:
        asked = _first_asked(load_topics(connection, topic_ids).values(), news.arrived)
        chats = {i: chat for i, chat in load_chats(connection, asked).items() if chat.gone is None}
        news = news.under(under_one_number(connection, chats, [news.story.story_id])[news.story.story_id])
        told = load_told(connection, chats, [news.story.story_id])
        messages = []
        for chat in chats.values():
            topic, before = asked[chat.chat_id], told.get((chat.chat_id, news.story.story_id))
            step = next_step(
                before,
                news.arrived.article_id,
                new_turn=news.new_turn,
                more_outlets=before is not None and news.more_outlets(before),
                now=news.now,
            )
            zone = chosen_translator(chat.settings, chat.language, self._time_zone).time_zone
            due = due_at(topic.cadence, news.now, quiet=chat.settings.quiet_hours, zone=zone)
            if due > news.now and step in (Step.ALERT, Step.TURN):
                waits = Held(chat.chat_id, news.story.story_id, topic.topic_id, news.arrived.article_id)
                hold(connection, waits, due)
            elif due <= news.now and step is not Step.NOTHING:
                messages.append(self._message(chat, topic, before, step, news))
        recorded = record_deliveries(connection, [message.outgoing for message in messages], news.now)
        for message, waiting in zip(messages, recorded, strict=True):
            note_told(connection, _with_delivery(message, waiting.delivery_id))
            let_go(connection, message.told.chat, [news.story.story_id])
        return recorded

    def _message(self, chat: Chat, topic: Topic, before: Told | None, step: Step, news: _News) -> _Message:
        translator = chosen_translator(chat.settings, chat.language, self._time_zone)
        story = news.story
        if step is Step.EDIT and not news.new_turn and before and before.article_id is not None:
            # Who else carries the story is no reason to quote another article.
            story = self._desk.story(story.story_id, before.article_id) or story
        reply = alert_reply(topic, story, step, translator, look=chat.settings.look, now=news.now)
        page = self._render(directed(reply, translator))[0]
        outgoing = Outgoing(
            chat=chat.chat_id,
            html=page.html,
            buttons=page.buttons,
            priority=Priority.ALERT,
            thread=topic.thread,
            edits=before.latest_id if before and step is Step.EDIT else None,
            replies_to=before.delivery_id if before and step is Step.TURN else None,
            preview=chat.settings.preview,
        )
        told = Told(
            chat=chat.chat_id,
            story_id=news.story.story_id,
            topic_id=topic.topic_id,
            delivery_id=before.delivery_id if before else None,
            latest_id=before.latest_id if before else None,
            article_id=story.headline.article_id,
            told=before.told if before and step is Step.EDIT else news.now,
            articles=news.articles | before.articles if before else news.articles,
        )
        return _Message(outgoing, told, step)


def _portions(by_chat: dict[int, list[int]]) -> Iterator[list[int]]:
    """The topics of so many chats at a time; at least one portion, of none where there are no chats."""
    chats = list(by_chat)
    for start in range(0, max(1, len(chats)), CHATS_AT_ONCE):
        yield [topic_id for chat in chats[start : start + CHATS_AT_ONCE] for topic_id in by_chat[chat]]


def _first_asked(found: Iterable[Topic], arrived: Arrived) -> dict[int, Topic]:
    """For each chat the one of its topics under which it is told: one that wants it at once, else the oldest."""
    asked: dict[int, Topic] = {}
    for topic in sorted(found, key=lambda topic: (topic.cadence is not Cadence.AT_ONCE, topic.topic_id)):
        if not topic.paused and arrived.added >= topic.created and arrived.moment > topic.created - LATE:
            asked.setdefault(topic.chat, topic)
    return asked


def _with_delivery(message: _Message, delivery_id: int) -> Told:
    """What a chat was told once its message has a number: a message that was edited stays what it is."""
    if message.step is Step.EDIT:
        return message.told
    return replace(message.told, delivery_id=message.told.delivery_id or delivery_id, latest_id=delivery_id)
