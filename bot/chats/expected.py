"""What a person was asked for: the next message that is no command is the reply to it."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, insert, select

from bot.incoming import Place
from bot.tables import expected
from index.storage.database import Database

WAITED = timedelta(minutes=10)  # after which a message is a question again


class Expected:
    """The table of what persons were asked for, each in each chat one thing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(self, place: Place, what: str, now: datetime) -> None:
        """Take what the person says next for `what`."""
        row = {"chat_id": place.chat, "person_id": place.person or 0, "what": what, "asked": now}
        with self._database.write() as connection:
            connection.execute(delete(expected).where(*_of(place)))
            connection.execute(insert(expected).values(row))

    def get(self, place: Place, now: datetime) -> str | None:
        """What the person was asked for a short time ago."""
        query = select(expected.c.what).where(*_of(place), expected.c.asked > now - WAITED)
        with self._database.read() as connection:
            return connection.execute(query).scalar_one_or_none()

    def forget(self, place: Place) -> None:
        """Expect nothing more."""
        with self._database.write() as connection:
            connection.execute(delete(expected).where(*_of(place)))


def _of(place: Place) -> tuple[ColumnElement[bool], ...]:
    return expected.c.chat_id == place.chat, expected.c.person_id == (place.person or 0)
