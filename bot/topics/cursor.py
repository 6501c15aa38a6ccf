"""How far the news was looked at; within a transaction."""

from sqlalchemy import Connection, select, update

from bot.tables import watch


def stands_at(connection: Connection) -> int:
    """The change up to which all topics were looked at; in a transaction that writes it stays so until the end."""
    return int(connection.execute(select(watch.c.sequence)).scalar_one())


def move_on(connection: Connection, sequence: int) -> None:
    """All topics were looked at up to this change."""
    connection.execute(update(watch).values(sequence=sequence))
