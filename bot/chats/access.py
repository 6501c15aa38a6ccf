"""Who was let in by the operator or by an invitation, where the bot is not open to everyone."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from bot.tables import allowed, invitations
from index.storage.database import Database

INVITATION_HOLDS = timedelta(days=7)


class Access:
    """The tables of those let in and of invitations, of which only hashes are kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def allow(self, chat_id: int, now: datetime) -> bool:
        """Let a person or a group in; False when they are already."""
        with self._database.write() as connection:
            return _allow(connection, chat_id, now)

    def disallow(self, chat_id: int) -> bool:
        """Let a person or a group in no longer; False when they were not."""
        with self._database.write() as connection:
            return connection.execute(delete(allowed).where(allowed.c.chat_id == chat_id)).rowcount > 0

    def is_allowed(self, *chat_ids: int) -> bool:
        """Whether one of them is let in."""
        with self._database.read() as connection:
            query = select(allowed.c.chat_id).where(allowed.c.chat_id.in_(chat_ids)).limit(1)
            return connection.execute(query).first() is not None

    def all(self) -> list[int]:
        """Everyone who is let in, in the order in which they were."""
        with self._database.read() as connection:
            return list(
                connection.execute(select(allowed.c.chat_id).order_by(allowed.c.added, allowed.c.chat_id)).scalars()
            )

    def invite(self, code: str, now: datetime) -> None:
        """Let whoever is first to show the code in."""
        with self._database.write() as connection:
            connection.execute(delete(invitations).where(invitations.c.made < now - INVITATION_HOLDS))
            connection.execute(insert(invitations).values(code_hash=_hash(code), made=now))

    def accept(self, code: str, chat_id: int, now: datetime) -> bool:
        """Let in whoever shows a code that was not used yet and is not too old."""
        with self._database.write() as connection:
            unused = (
                update(invitations)
                .where(invitations.c.code_hash == _hash(code), invitations.c.chat_id.is_(None))
                .where(invitations.c.made >= now - INVITATION_HOLDS)
            )
            if not connection.execute(unused.values(chat_id=chat_id)).rowcount:
                return False
            _allow(connection, chat_id, now)
        return True


def _allow(connection: Connection, chat_id: int, now: datetime) -> bool:
    if connection.execute(select(allowed.c.chat_id).where(allowed.c.chat_id == chat_id)).first():
        return False
    connection.execute(insert(allowed).values(chat_id=chat_id, added=now))
    return True


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
