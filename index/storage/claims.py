"""What one process alone works on, among all that share a PostgreSQL database.

A claim lasts as long as its process shows itself to the database. Whether it still does is told by the database's
clock: those of the machines may differ.
"""

import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, select, text

from index.storage.database import Database
from index.storage.tables import claims, processes
from index.storage.upserts import dialect_of

SHOWN_EVERY = timedelta(seconds=5)
GONE_AFTER = timedelta(seconds=30)  # without a sign of life

_ALIVE = text(f"processes.seen > clock_timestamp() - interval '{GONE_AFTER.total_seconds():.0f} seconds'")


class Claims:
    """The claims of this process. Safe to use from several threads."""

    def __init__(self, database: Database, role: str) -> None:
        self._database = database
        self._role = role
        self.holder = uuid.uuid4().hex
        self.show()

    def show(self) -> None:
        """Give the database a sign of life."""
        with self._database.write(alone=False) as connection:
            row = {"id": self.holder, "role": self._role, "machine": socket.gethostname()[:255]}
            statement = dialect_of(connection).insert(processes).values(**row, seen=func.clock_timestamp())
            seen = {"seen": statement.excluded.seen}
            connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=seen))

    def take(self, name: str) -> bool:
        """Whether this process has the claim now: nobody else had it, or only one that is gone."""
        with self._database.write(alone=False) as connection:
            statement = dialect_of(connection).insert(claims).values(name=name, holder=self.holder)
            free = (claims.c.holder == self.holder) | claims.c.holder.not_in(alive())
            mine = statement.on_conflict_do_update(
                index_elements=["name"], set_={"holder": self.holder}, where=free
            ).returning(claims.c.name)
            return connection.execute(mine).first() is not None

    def release(self, name: str) -> None:
        """Let others have it."""
        with self._database.write(alone=False) as connection:
            connection.execute(delete(claims).where(claims.c.name == name, claims.c.holder == self.holder))

    @contextmanager
    def holding(self, name: str) -> Iterator[bool]:
        """Whether this process has the claim until the end of the block."""
        taken = self.take(name)
        try:
            yield taken
        finally:
            if taken:
                self.release(name)

    def leave(self) -> None:
        """End: what this process had is free at once."""
        with self._database.write(alone=False) as connection:
            connection.execute(delete(claims).where(claims.c.holder == self.holder))
            connection.execute(delete(processes).where(processes.c.id == self.holder))

    def tidy(self) -> None:
        """Forget what processes that are gone had."""
        with self._database.write(alone=False) as connection:
            connection.execute(delete(claims).where(claims.c.holder.not_in(alive())))
            connection.execute(delete(processes).where(processes.c.id.not_in(alive())))

    def others(self) -> list[str]:
        """The roles of the other processes that show themselves."""
        with self._database.read() as connection:
            query = select(processes.c.role).where(_ALIVE, processes.c.id != self.holder)
            return list(connection.execute(query).scalars())


def alive() -> "ColumnElement[str]":
    """The processes that show themselves, for use within a statement."""
    return select(processes.c.id).where(_ALIVE).scalar_subquery()


def database_time(connection: Connection) -> datetime:
    """What time it is by the database's clock."""
    moment: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    return moment.astimezone(UTC)
