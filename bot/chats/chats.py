"""The chats: who has been spoken with, what they have chosen, and which of them are gone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, insert, select, update

from bot.chats.chat_settings import ChatSettings, Look
from bot.chats.chat_topics import drop_held, look_again, move_topics
from bot.tables import answers, chats, deliveries, metadata
from bot.times.quiet_hours import QuietHours
from index.articles.articles import chunks
from index.storage.database import Database


@dataclass(frozen=True, slots=True)
class Chat:
    """What is known of a chat. `language` is the one spoken in it: in a group, that of who spoke first."""

    chat_id: int
    private: bool
    language: str | None
    settings: ChatSettings
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
        if known and not private:
            language = known.language or language
        current = Chat(chat_id, private, language, known.settings if known else ChatSettings(), None)
        if known != current:
            values = {"private": private, "language": language, "gone": None}
            with self._database.write() as connection:
                if before := _chat(connection, chat_id):
                    connection.execute(update(chats).where(chats.c.id == chat_id).values(**values))
                    if before.gone:
                        look_again(connection, chat_id)
                else:
                    connection.execute(insert(chats).values(id=chat_id, first_seen=now, **values))
        return current

    def choose(self, chat_id: int, settings: ChatSettings) -> None:
        """Take over what a chat has chosen."""
        hours = settings.quiet_hours
        values = {
            "chosen_language": settings.language,
            "time_zone": settings.time_zone,
            "quiet_from": hours.begins if hours else None,
            "quiet_until": hours.ends if hours else None,
            "look": settings.look,
            "preview": settings.preview,
        }
        with self._database.write() as connection:
            connection.execute(update(chats).where(chats.c.id == chat_id).values(values))

    def leave(self, chat_id: int, now: datetime) -> None:
        """Note that nothing reaches the chat any more, and give up what waits for it."""
        with self._database.write() as connection:
            connection.execute(update(chats).where(chats.c.id == chat_id, chats.c.gone.is_(None)).values(gone=now))
            connection.execute(
                update(deliveries)
                .where(deliveries.c.chat_id == chat_id, deliveries.c.state == "waiting")
                .values(state="failed", error="the chat is gone")
            )
            drop_held(connection, chat_id)
            look_again(connection, chat_id)

    def come_back(self, chat_id: int) -> None:
        """Note that a chat which is known can be reached again."""
        with self._database.write() as connection:
            back = update(chats).where(chats.c.id == chat_id, chats.c.gone.is_not(None))
            if connection.execute(back.values(gone=None)).rowcount:
                look_again(connection, chat_id)

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
                .values(chat_id=new, question_id=None, quoted=False, message_id=None, replaced_id=None)
            )
            move_topics(connection, old, new)
            for table in metadata.sorted_tables:
                if "chat_id" in table.c:
                    _move_rows(connection, table, old, new)


def load_chats(connection: Connection, chat_ids: Iterable[int]) -> dict[int, Chat]:
    """Those of the chats that are known, by number."""
    found: dict[int, Chat] = {}
    for chunk in chunks(list(chat_ids)):
        for row in connection.execute(select(chats).where(chats.c.id.in_(chunk))):
            found[row.id] = Chat(row.id, row.private, row.language, _settings(row), row.gone)
    return found


def _move_rows(connection: Connection, table: Table, old: int, new: int) -> None:
    """Give a table's rows to another chat; where a chat can have one only, the old one's counts."""
    rows = table.c.chat_id == old
    if table.c.chat_id.primary_key and connection.execute(select(table.c.chat_id).where(rows)).first():
        connection.execute(delete(table).where(table.c.chat_id == new))
    connection.execute(update(table).where(rows).values(chat_id=new))


def _chat(connection: Connection, chat_id: int) -> Chat | None:
    return load_chats(connection, [chat_id]).get(chat_id)


def _settings(row: Row[Any]) -> ChatSettings:
    return ChatSettings(
        language=row.chosen_language,
        time_zone=row.time_zone,
        quiet_hours=QuietHours(row.quiet_from, row.quiet_until) if row.quiet_from is not None else None,
        look=Look(row.look or Look.FULL),
        preview=bool(row.preview),
    )
