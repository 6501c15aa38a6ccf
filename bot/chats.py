"""The chats: who has been spoken with, in which language and time zone, and which of them are gone."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from bot.tables import answers, chats, deliveries
from index.database import Database


@dataclass(frozen=True, slots=True)
class Chat:
    """What is known of a chat; `time_zone` is None until it has chosen one."""

    chat_id: int
    private: bool
    language: str | None
    time_zone: str | None
    gone: datetime | None


class Chats:
    """The table of chats."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, chat_id: int) -> Chat | None:
        """The chat, None when it never spoke."""
        with self._database.read() as connection:
            return _chat(connection, chat_id)

    def seen(self, chat_id: int, *, private: bool, language: str | None, now: datetime) -> Chat:
        """The chat that speaks now; it is made known, and if it was gone it is back."""
        known = self.get(chat_id)
        current = Chat(chat_id, private, language, known.time_zone if known else None, None)
        if known != current:
            values = {"private": private, "language": language, "gone": None}
            with self._database.write() as connection:
                if _chat(connection, chat_id):
                    connection.execute(update(chats).where(chats.c.id == chat_id).values(**values))
                else:
                    connection.execute(insert(chats).values(id=chat_id, first_seen=now, **values))
        return current

    def leave(self, chat_id: int, now: datetime) -> None:
        """Note that nothing reaches the chat any more, and give up what waits for it."""
        with self._database.write() as connection:
            connection.execute(update(chats).where(chats.c.id == chat_id, chats.c.gone.is_(None)).values(gone=now))
            connection.execute(
                update(deliveries)
                .where(deliveries.c.chat_id == chat_id, deliveries.c.state == "waiting")
                .values(state="failed", error="the chat is gone")
            )

    def move(self, old: int, new: int) -> None:
        """Give everything of the chat `old` to `new`, as when a group becomes a supergroup."""
        with self._database.write() as connection:
            before = _chat(connection, old)
            if before and _chat(connection, new):
                # What people chose in the old chat is worth more than the new one's few moments.
                connection.execute(delete(chats).where(chats.c.id == new))
            connection.execute(update(chats).where(chats.c.id == old).values(id=new, gone=None))
            # Messages are numbered afresh in the new chat: the old numbers would name other messages there.
            connection.execute(update(answers).where(answers.c.chat_id == old).values(chat_id=new, message_id=None))
            connection.execute(
                update(deliveries)
                .where(deliveries.c.chat_id == old)
                .values(chat_id=new, question_id=None, quoted=False, message_id=None)
            )


def _chat(connection: Connection, chat_id: int) -> Chat | None:
    row = connection.execute(select(chats).where(chats.c.id == chat_id)).one_or_none()
    return Chat(row.id, row.private, row.language, row.time_zone, row.gone) if row else None
