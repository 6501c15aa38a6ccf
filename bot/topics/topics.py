"""The table of topics."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from bot.chats.chat_topics import next_revision
from bot.incoming import Target
from bot.tables import chats, topics
from bot.topics.one_story import under_one_number
from bot.topics.told import Told, load_told, note_told
from bot.topics.topic import Cadence, Topic
from index.articles.articles import chunks
from index.embedding.vectors import HalfVector
from index.storage.database import Database
from index.stories.merging import current_ids
from index.topics.matching import Watched
from index.topics.sensitivity import Sensitivity
from index.topics.wording import Wording

MOST_TOPICS = 100  # of one chat

_WORDING = TypeAdapter(Wording)


@dataclass(frozen=True, slots=True)
class TopicChanges:
    """Topics to be watched, and those that are paused or whose chat is gone; `revision` is the newest change."""

    watched: list[tuple[Watched, HalfVector]]
    unwatched: list[int]
    revision: int


class Topics:
    """What chats follow."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        target: Target,
        wording: Wording,
        vector: HalfVector,
        *,
        model: int,
        now: datetime,
        story_id: int | None = None,
        told: Iterable[int] = (),
    ) -> tuple[Topic | None, bool]:
        """Follow a topic, and whether that is new; None when the chat follows too many already.

        Of the story `story_id` the articles `told` are known to the chat.
        """
        with self._database.write() as connection:
            present = _of_chat(connection, target.chat)
            numbers = current_ids(connection, [known.story_id for known in present if known.story_id is not None])
            if story_id is not None:
                story_id = under_one_number(connection, [target.chat], [story_id])[story_id]
            asked = wording.text.casefold() if story_id is None else story_id
            for known in present:
                followed = known.text.casefold() if known.story_id is None else numbers[known.story_id]
                if (known.thread, followed) == (target.thread, asked):
                    return known, False
            if len(present) >= MOST_TOPICS:
                return None, False
            values = {
                "chat_id": target.chat,
                "thread_id": target.thread,
                **_asked(wording, vector, model),
                "sensitivity": Sensitivity.NORMAL,
                "cadence": Cadence.AT_ONCE,
                "paused": False,
                "story_id": story_id,
                "created": now,
                "revision": next_revision(connection),
            }
            topic = _topic(connection.execute(insert(topics).values(values).returning(topics)).one())
            if story_id is not None and not load_told(connection, [target.chat], [story_id]):
                note_told(
                    connection, Told(target.chat, story_id, topic.topic_id, None, None, None, now, frozenset(told))
                )
            return topic, True

    def of_chat(self, target: Target) -> list[Topic]:
        """What is followed in a chat or a thread, oldest first."""
        with self._database.read() as connection:
            return [topic for topic in _of_chat(connection, target.chat) if topic.thread == target.thread]

    def get(self, topic_id: int, target: Target) -> Topic | None:
        """A topic of this chat."""
        with self._database.read() as connection:
            return _get(connection, topic_id, target)

    def change(self, topic_id: int, target: Target, **values: object) -> Topic | None:
        """Change `sensitivity`, `cadence` or `paused`; the topic as it is now, None when this chat has none such."""
        return self._write(topic_id, target, values)

    def reword(
        self, topic_id: int, target: Target, wording: Wording, vector: HalfVector, *, model: int
    ) -> Topic | None:
        """Change what is asked for; the topic as it is now, None when this chat has none such."""
        return self._write(topic_id, target, _asked(wording, vector, model))

    def remove(self, topic_id: int, target: Target) -> Topic | None:
        """Follow a topic no longer; what it was, None when this chat has none such."""
        with self._database.write() as connection:
            topic = _get(connection, topic_id, target)
            connection.execute(delete(topics).where(topics.c.id == topic_id, topics.c.chat_id == target.chat))
            return topic

    def changed_after(self, revision: int) -> TopicChanges:
        """What changed after a revision among the topics."""
        unwatched = or_(topics.c.paused, chats.c.gone.is_not(None)).label("unwatched")
        query = select(topics, unwatched).join(chats, chats.c.id == topics.c.chat_id, isouter=True)
        with self._database.read() as connection:
            found = connection.execute(query.where(topics.c.revision > revision)).all()
        return TopicChanges(
            watched=[(_watched(row), np.frombuffer(row.vector, "<f2")) for row in found if not row.unwatched],
            unwatched=[row.id for row in found if row.unwatched],
            revision=max((row.revision for row in found), default=revision),
        )

    def embedded_otherwise(self, model: int, most: int) -> list[tuple[int, str]]:
        """At most so many topics, as id and meaning, whose vectors another model made."""
        query = select(topics.c.id, topics.c.wording).where(topics.c.model_id != model).limit(most)
        with self._database.read() as connection:
            return [(row.id, row.wording["meaning"]) for row in connection.execute(query)]

    def embed(self, topic_id: int, vector: HalfVector, model: int) -> None:
        """Note the vector that another model makes of a topic."""
        values = {"vector": vector.astype("<f2").tobytes(), "model_id": model}
        with self._database.write() as connection:
            revision = next_revision(connection)
            connection.execute(update(topics).where(topics.c.id == topic_id).values(**values, revision=revision))

    def _write(self, topic_id: int, target: Target, values: dict[str, Any]) -> Topic | None:
        with self._database.write() as connection:
            changed = update(topics).where(topics.c.id == topic_id, topics.c.chat_id == target.chat)
            connection.execute(changed.values(**values, revision=next_revision(connection)))
            return _get(connection, topic_id, target)


def load_topics(connection: Connection, topic_ids: Iterable[int]) -> dict[int, Topic]:
    """Those of the topics that are still followed, by id."""
    found: dict[int, Topic] = {}
    for chunk in chunks(list(topic_ids)):
        for row in connection.execute(select(topics).where(topics.c.id.in_(chunk))):
            found[row.id] = _topic(row)
    return found


def _of_chat(connection: Connection, chat_id: int) -> list[Topic]:
    query = select(topics).where(topics.c.chat_id == chat_id).order_by(topics.c.id)
    return [_topic(row) for row in connection.execute(query)]


def _get(connection: Connection, topic_id: int, target: Target) -> Topic | None:
    topic = load_topics(connection, [topic_id]).get(topic_id)
    return topic if topic and topic.chat == target.chat else None


def _asked(wording: Wording, vector: HalfVector, model: int) -> dict[str, Any]:
    """The columns that tell what is asked for."""
    return {
        "text": wording.text,
        "wording": _WORDING.dump_python(wording, mode="json"),
        "model_id": model,
        "vector": vector.astype("<f2").tobytes(),
    }


def _topic(row: Row[Any]) -> Topic:
    return Topic(
        topic_id=row.id,
        chat=row.chat_id,
        thread=row.thread_id,
        wording=_WORDING.validate_python(row.wording),
        sensitivity=Sensitivity(row.sensitivity),
        cadence=Cadence(row.cadence),
        paused=row.paused,
        story_id=row.story_id,
        created=row.created,
    )


def _watched(row: Row[Any]) -> Watched:
    return Watched(row.id, _WORDING.validate_python(row.wording), Sensitivity(row.sensitivity), row.story_id)
