"""What is kept of a person or a chat, as a whole: to be handed over, or to be forgotten.

Every table of the conversation says whose a row is by the names of its columns, which a test sees to: `chat_id` is the
chat, `person_id` the person. What hangs on such a row by a column such as `schedule_id` goes with it.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Table, delete, false, or_, select

from bot.tables import chats, metadata
from index.storage.database import Database

CHAT, PERSON = "chat_id", "person_id"
# Tables that belong to nobody: the inbox holds an update as long as it is being answered, the watch two counters.
OF_NOBODY = frozenset({"inbox", "watch"})


class Keeping:
    """All tables of the conversation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def export(self, chat: int, person: int | None) -> dict[str, list[dict[str, Any]]]:
        """All rows of a chat and of a person, by table; without a `person` those of the chat alone."""
        kept: dict[str, list[dict[str, Any]]] = {}
        with self._database.read() as connection:
            for table, condition in _rows(chat, person):
                found = connection.execute(select(table).where(condition)).mappings()
                kept[table.name] = [_plain(row) for row in found]
        return kept

    def forget(self, chat: int, person: int | None) -> None:
        """Remove all of it in one transaction."""
        with self._database.write() as connection:
            for table, condition in reversed(list(_rows(chat, person))):
                connection.execute(delete(table).where(condition))


def owners(table: Table) -> Sequence[str]:
    """The columns that say whose a row is, each with its own meaning; empty for a table that has none of its own."""
    return [name for name in (CHAT, PERSON) if name in table.c]


def parents(table: Table) -> Iterator[tuple[str, Table]]:
    """The columns by which a table's rows hang on those of others, such as `answer_id` on `answers`, and these."""
    for column in table.c:
        name = f"{column.name.removesuffix('_id')}s"
        if column.name.endswith("_id") and name in metadata.tables and metadata.tables[name] is not table:
            yield column.name, metadata.tables[name]


def _rows(chat: int, person: int | None) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Each table, those on which others hang first, with the condition for the rows that are meant."""
    for table in sorted(metadata.sorted_tables, key=_depth):
        if table.name not in OF_NOBODY:
            yield table, _condition(table, chat, person)


def _depth(table: Table) -> int:
    return max((1 + _depth(parent) for _, parent in parents(table)), default=0)


def _condition(table: Table, chat: int, person: int | None) -> ColumnElement[bool]:
    if table is chats:
        return table.c.id == chat
    conditions = []
    if CHAT in table.c:
        conditions.append(table.c[CHAT] == chat)
    if PERSON in table.c and person is not None:
        conditions.append(table.c[PERSON] == person)
    for name, parent in parents(table):
        if parent is not chats:
            conditions.append(table.c[name].in_(select(parent.c.id).where(_condition(parent, chat, person))))
    return or_(false(), *conditions)


def _plain(row: RowMapping) -> dict[str, Any]:
    """A row as JSON can hold it; of a file only its size."""
    return {str(name): _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return f"{len(value):,} bytes" if isinstance(value, bytes) else value
