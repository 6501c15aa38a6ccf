"""The watch: what comes into the index is looked at for all topics, and the chats that follow them are told.

Where it stands, what chats were told and the messages to them are written in one transaction, a portion of chats at a
time: whenever the process is killed, the next one goes on there, and what was told already is known.
"""

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo

from bot.outbox import Waiting
from bot.topics.cursor import move_on, stands_at
from bot.topics.summaries import Summaries
from bot.topics.telling import Render, Telling
from bot.topics.topics import Topics
from index.storage.database import Database
from index.topics.desk import TopicDesk
from index.topics.matching import TopicMatcher

ARTICLES_A_STEP = 64
EMBEDDED_AT_ONCE = 64  # topics whose vectors another model made
NEWS_UP_TO = timedelta(days=3)  # what was published before is no news any more, however late it came in


class Watch:
    """Looks at the news. One at a time; `render` turns a reply into messages."""

    def __init__(self, database: Database, desk: TopicDesk, render: Render, time_zone: tzinfo) -> None:
        self._database = database
        self._desk = desk
        self._topics = Topics(database)
        self._matcher = TopicMatcher(desk.dimension)
        self._revision = 0
        self._telling = Telling(database, desk, render, time_zone)
        self._summaries = Summaries(database, desk, render, time_zone)

    def look(self, now: datetime, stop: Callable[[], bool]) -> list[Waiting]:
        """Look at what has come in, as far as one step goes, and at what is due; the messages that wait to be sent."""
        with self._database.read() as connection:
            stood = stands_at(connection)
        # The news before the topics: a topic that comes in between is younger than all of it.
        arrived, last = self._desk.arrived(stood, ARTICLES_A_STEP)
        self._take_over_topics()
        waiting: list[Waiting] = []
        for one in arrived:
            if stop():
                return waiting
            found = self._matcher.match(one.news) if now - one.moment < NEWS_UP_TO else []
            if found:
                waiting += self._telling.tell(one, found, stood=stood, now=now)
                stood = one.sequence
        self._move_on(stood, last)
        return waiting + self._summaries.tell_due(now)

    def behind(self) -> bool:
        """Whether there is more to look at."""
        with self._database.read() as connection:
            return stands_at(connection) < self._desk.last_change()

    def _take_over_topics(self) -> None:
        while others := self._topics.embedded_otherwise(self._desk.model, EMBEDDED_AT_ONCE):
            for topic_id, meaning in others:
                self._topics.embed(topic_id, self._desk.vector(meaning), self._desk.model)
        changes = self._topics.changed_after(self._revision)
        self._matcher.put(changes.watched)
        self._matcher.drop(changes.unwatched)
        self._revision = changes.revision

    def _move_on(self, stood: int, sequence: int) -> None:
        """Note how far everything was looked at, unless another process has gone further."""
        if sequence > stood:
            with self._database.write() as connection:
                if stands_at(connection) == stood:
                    move_on(connection, sequence)
