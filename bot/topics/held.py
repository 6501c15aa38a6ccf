"""The stories that a chat is told of together, later; within a transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from bot.tables import chats, held


@dataclass(frozen=True, slots=True)
class Held:
    """A story that waits for a chat, with the newest article that the topic asked for."""

    chat: int
    story_id: int
    topic_id: int
    article_id: int


def hold(connection: Connection, waiting: Held, due: datetime) -> None:
    """Let a story wait; one that waits already is told when it was to be, by its newer article."""
    known = update(held).where(held.c.chat_id == waiting.chat, held.c.story_id == waiting.story_id)
    if not connection.execute(known.values(article_id=waiting.article_id)).rowcount:
        connection.execute(
            insert(held).values(
                chat_id=waiting.chat,
                story_id=waiting.story_id,
                topic_id=waiting.topic_id,
                article_id=waiting.article_id,
                due=due,
            )
        )


def chats_due(connection: Connection, now: datetime, most: int) -> list[int]:
    """At most so many chats for which something waits that is due."""
    query = select(held.c.chat_id).distinct().join(chats, chats.c.id == held.c.chat_id)
    query = query.where(held.c.due <= now, chats.c.gone.is_(None))
    return list(connection.execute(query.order_by(held.c.chat_id).limit(most)).scalars())


def due_for(connection: Connection, chat_id: int, now: datetime) -> list[Held]:
    """What waits for a chat and is due, in the order in which it came."""
    query = select(held).where(held.c.chat_id == chat_id, held.c.due <= now).order_by(held.c.id)
    return [Held(row.chat_id, row.story_id, row.topic_id, row.article_id) for row in connection.execute(query)]


def put_off(connection: Connection, chat_id: int, now: datetime, due: datetime) -> None:
    """Let what is due for a chat wait longer."""
    connection.execute(update(held).where(held.c.chat_id == chat_id, held.c.due <= now).values(due=due))


def let_go(connection: Connection, chat_id: int, story_ids: Sequence[int]) -> None:
    """Stories wait no longer for a chat."""
    connection.execute(delete(held).where(held.c.chat_id == chat_id, held.c.story_id.in_(story_ids)))
