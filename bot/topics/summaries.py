"""Tells chats of what was held back, once it is due: in one message for each chat and thread."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from sqlalchemy import Connection

from bot.chats.chats import Chat, load_chats
from bot.direction import directed
from bot.outbox import Outgoing, Priority, Waiting, record_deliveries
from bot.times.quiet_hours import quiet_until
from bot.topics.digest_layout import digest_reply
from bot.topics.held import Held, chats_due, due_for, let_go, put_off
from bot.topics.one_story import under_one_number
from bot.topics.telling import Render
from bot.topics.told import Told, load_told, note_told
from bot.topics.topic import Topic
from bot.topics.topics import load_topics
from bot.translation import chosen_translator
from index.storage.database import Database
from index.topics.desk import StoryNews, TopicDesk

CHATS_AT_ONCE = 50


class Summaries:
    """Writes summaries. `time_zone` is that of chats which have not chosen one."""

    def __init__(self, database: Database, desk: TopicDesk, render: Render, time_zone: tzinfo) -> None:
        self._database = database
        self._desk = desk
        self._render = render
        self._time_zone = time_zone

    def tell_due(self, now: datetime) -> list[Waiting]:
        """Tell some chats of what is due for them."""
        with self._database.read() as connection:
            chats = load_chats(connection, chats_due(connection, now, CHATS_AT_ONCE))
            waiting = [one for chat in chats for one in due_for(connection, chat, now)]
        stories = {one.article_id: self._desk.story(one.story_id, one.article_id) for one in waiting}
        told: list[Waiting] = []
        for chat in chats.values():
            with self._database.write() as connection:
                told += self._tell(connection, chat, stories, now)
        return told

    def _tell(
        self, connection: Connection, chat: Chat, stories: dict[int, StoryNews | None], now: datetime
    ) -> list[Waiting]:
        zone = chosen_translator(chat.settings, chat.language, self._time_zone).time_zone
        quiet = quiet_until(chat.settings.quiet_hours, now, zone)
        if quiet is not None:  # chosen after this was held back
            put_off(connection, chat.chat_id, now, quiet)
            return []
        due = due_for(connection, chat.chat_id, now)
        under_one_number(connection, [chat.chat_id], [one.story_id for one in due])
        # What has come in since the stories were loaded is told the next time.
        waiting = [one for one in due_for(connection, chat.chat_id, now) if one.article_id in stories]
        let_go(connection, chat.chat_id, [one.story_id for one in waiting])
        wanted = self._unknown(connection, chat.chat_id, waiting)
        recorded: list[Waiting] = []
        for thread, found in _by_thread(connection, wanted, stories).items():
            recorded += self._summary(connection, chat, thread, found, now)
        return recorded

    def _unknown(self, connection: Connection, chat_id: int, waiting: Sequence[Held]) -> list[Held]:
        """What the chat was not told yet: one that waited under another number may tell again what it was told of."""
        told = load_told(connection, [chat_id], [one.story_id for one in waiting])
        known = {story_id: before.articles for (_, story_id), before in told.items()}
        return [
            one
            for one in waiting
            if one.story_id not in known or self._desk.tells_more(one.article_id, known[one.story_id])
        ]

    def _summary(
        self,
        connection: Connection,
        chat: Chat,
        thread: int | None,
        found: Sequence[tuple[Topic, StoryNews]],
        now: datetime,
    ) -> list[Waiting]:
        translator = chosen_translator(chat.settings, chat.language, self._time_zone)
        pages = self._render(directed(digest_reply(found, translator, now=now), translator))
        outgoing = [
            Outgoing(
                chat=chat.chat_id,
                html=page.html,
                buttons=page.buttons,
                priority=Priority.ALERT,
                thread=thread,
                preview=chat.settings.preview,
            )
            for page in pages
        ]
        recorded = record_deliveries(connection, outgoing, now)
        before = load_told(connection, [chat.chat_id], [story.story_id for _, story in found])
        for topic, story in found:
            known = before.get((chat.chat_id, story.story_id))
            first = known.delivery_id if known else None
            articles = frozenset(source.article_id for source in story.sources)
            note_told(
                connection,
                Told(
                    chat=chat.chat_id,
                    story_id=story.story_id,
                    topic_id=topic.topic_id,
                    delivery_id=first or recorded[0].delivery_id,
                    latest_id=None,  # a summary is not edited when one of its stories goes on
                    article_id=story.headline.article_id,
                    told=now,
                    articles=articles | known.articles if known else articles,
                ),
            )
        return recorded


def _by_thread(
    connection: Connection, waiting: Sequence[Held], stories: dict[int, StoryNews | None]
) -> dict[int | None, list[tuple[Topic, StoryNews]]]:
    """What is still wanted of what was held back, by the thread that it goes to."""
    topics = load_topics(connection, [one.topic_id for one in waiting])
    found: dict[int | None, list[tuple[Topic, StoryNews]]] = defaultdict(list)
    for one in waiting:
        topic, story = topics.get(one.topic_id), stories.get(one.article_id)
        if topic is not None and story is not None and not topic.paused:
            found[topic.thread].append((topic, replace(story, story_id=one.story_id)))
    return found
