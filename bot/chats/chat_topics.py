"""What becomes of a chat's topics when the chat moves, goes or comes back; within a transaction."""

from sqlalchemy import Connection, delete, select, update

from bot.tables import alerts, held, topics, watch


def next_revision(connection: Connection) -> int:
    """The number of the next change of a topic; the row stays locked until the transaction ends."""
    statement = update(watch).values(revision=watch.c.revision + 1).returning(watch.c.revision)
    return int(connection.execute(statement).scalar_one())


def look_again(connection: Connection, chat_id: int) -> None:
    """Note that the topics of a chat are to be looked at anew: it is gone, or is back."""
    revision = next_revision(connection)
    connection.execute(update(topics).where(topics.c.chat_id == chat_id).values(revision=revision))


def move_topics(connection: Connection, old: int, new: int) -> None:
    """Give the topics of a chat, and what it was told, to another one."""
    connection.execute(update(topics).where(topics.c.chat_id == old).values(chat_id=new))
    for table in (alerts, held):
        there = select(table.c.story_id).where(table.c.chat_id == new)
        connection.execute(delete(table).where(table.c.chat_id == old, table.c.story_id.in_(there)))
        connection.execute(update(table).where(table.c.chat_id == old).values(chat_id=new))


def drop_held(connection: Connection, chat_id: int) -> None:
    """Give up what waits for a chat: when it comes back, that will be old."""
    connection.execute(delete(held).where(held.c.chat_id == chat_id))
