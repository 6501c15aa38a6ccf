"""How far the news was looked at; within a transaction."""

from sqlalchemy import Connection, select, update

from bot.tables import watch


def stands_at(connection: Connection) -> int:
    """The change up to which all topics were looked at; nobody else moves on until the transaction ends."""
    return int(connection.execute(select(watch.c.sequence).with_for_update()).scalar_one())


def move_on(connection: Connection, sequence: int) -> None:
    """All topics were looked at up to this change."""
    connection.execute(update(watch).values(sequence=sequence))
