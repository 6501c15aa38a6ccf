"""Which channel is managed from which private chat."""

from sqlalchemy import delete, insert, select

from bot.incoming import Place, Target
from bot.tables import managed
from index.storage.database import Database


class Managed:
    """The table of channels that are managed at the moment; one for each private chat at most."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def target(self, place: Place) -> Target:
        """What is meant by whoever says something at `place` about topics, settings and scheduled briefs."""
        query = select(managed.c.channel_id, managed.c.title).where(managed.c.chat_id == place.chat)
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        return Target(row.channel_id, title=row.title) if row else Target(place.chat, place.thread)

    def choose(self, chat_id: int, channel: int, title: str) -> None:
        """Manage a channel from a private chat."""
        with self._database.write() as connection:
            connection.execute(delete(managed).where(managed.c.chat_id == chat_id))
            connection.execute(insert(managed).values(chat_id=chat_id, channel_id=channel, title=title))

    def leave(self, chat_id: int) -> None:
        """Manage the private chat itself again."""
        with self._database.write() as connection:
            connection.execute(delete(managed).where(managed.c.chat_id == chat_id))
