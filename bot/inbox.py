"""The inbox: updates that were accepted. An update is in it before Telegram hears that it has arrived."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from bot.tables import inbox
from index.storage.claims import alive
from index.storage.database import Database
from index.storage.upserts import dialect_of


@dataclass(frozen=True, slots=True)
class Accepted:
    """An update as it was accepted: its number and its JSON."""

    update_id: int
    body: str


class Inbox:
    """The table of accepted updates."""

    def __init__(self, database: Database, holder: str | None = None) -> None:
        """`holder` is this process, where others handle updates, too."""
        self._database = database
        self._holder = holder

    def accept(self, update_id: int, body: str, now: datetime, chat: int | None = None) -> bool:
        """Store an update; False when it was accepted before.

        Telegram may begin its numbers anew after a quiet week: only the same words under the same number are the same.
        """
        row = {
            "update_id": update_id,
            "received": now,
            "content_hash": hashlib.sha256(body.encode()).hexdigest(),
            "body": body,
            "starts": 0,
            "finished": None,
            "chat_id": chat,
            "holder": self._holder,
        }
        with self._database.write(alone=False) as connection:  # many may come while news are stored
            statement = dialect_of(connection).insert(inbox).values(row)
            given = {name: statement.excluded[name] for name in row if name != "update_id"}
            another = inbox.c.content_hash != statement.excluded.content_hash
            known_or_new = statement.on_conflict_do_update(index_elements=["update_id"], set_=given, where=another)
            return connection.execute(known_or_new.returning(inbox.c.update_id)).first() is not None

    def unfinished(self) -> list[Accepted]:
        """The updates that a former process accepted and did not finish, oldest first."""
        query = select(inbox.c.update_id, inbox.c.body).where(inbox.c.finished.is_(None)).order_by(inbox.c.update_id)
        with self._database.read() as connection:
            return [Accepted(row.update_id, row.body) for row in connection.execute(query)]

    def inherit(self) -> list[Accepted]:
        """Take over the updates of processes that are gone, oldest first; each goes to one of those who ask."""
        orphaned = inbox.c.holder.is_(None) | inbox.c.holder.not_in(alive())
        query = select(inbox.c.update_id).where(inbox.c.finished.is_(None), orphaned)
        query = query.order_by(inbox.c.update_id).with_for_update(skip_locked=True)
        with self._database.write(alone=False) as connection:
            found = list(connection.execute(query).scalars())
            mine = update(inbox).where(inbox.c.update_id.in_(found)).values(holder=self._holder)
            rows = connection.execute(mine.returning(inbox.c.update_id, inbox.c.body)).all() if found else []
        return sorted((Accepted(row.update_id, row.body) for row in rows), key=lambda one: one.update_id)

    def waits_for_another(self, update_id: int, chat: int) -> bool:
        """Whether an earlier update of the chat is still being handled, by whichever process."""
        query = select(inbox.c.update_id).where(
            inbox.c.chat_id == chat, inbox.c.update_id < update_id, inbox.c.finished.is_(None)
        )
        with self._database.read() as connection:
            return connection.execute(query.limit(1)).first() is not None

    def begin_again(self, update_id: int) -> int:
        """Note that the reply to an update is begun once more; how often that has been."""
        with self._database.write(alone=False) as connection:
            statement = update(inbox).where(inbox.c.update_id == update_id).values(starts=inbox.c.starts + 1)
            return int(connection.execute(statement.returning(inbox.c.starts)).scalar_one())

    def finish(self, update_id: int, now: datetime) -> None:
        """Note that an update is done with."""
        with self._database.write(alone=False) as connection:
            finish_update(connection, update_id, now)

    def prune(self, before: datetime) -> None:
        """Forget the finished updates received before a moment."""
        with self._database.write() as connection:
            connection.execute(delete(inbox).where(inbox.c.received < before, inbox.c.finished.is_not(None)))


def taken_away(connection: Connection, update_id: int, holder: str) -> bool:
    """Whether another process handles an update by now, since this one seemed to be gone."""
    query = select(inbox.c.update_id).where(inbox.c.update_id == update_id, inbox.c.holder != holder)
    return connection.execute(query).first() is not None


def finish_update(connection: Connection, update_id: int, now: datetime) -> None:
    """Note, within a transaction, that an update is done with; what it said is no longer kept."""
    connection.execute(update(inbox).where(inbox.c.update_id == update_id).values(finished=now, body=None))
