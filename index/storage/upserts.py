"""Rows that are inserted or, where they are there already, replaced or left: in the words of each database."""

from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import sqlite


def dialect_of(connection: Connection) -> ModuleType:
    """The dialect whose `insert` knows `on_conflict`."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # of no use beside SQLite

        return postgresql
    return sqlite


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store whole rows; one with the same primary key is replaced."""
    keys = [column.name for column in table.primary_key.columns]
    statement = dialect_of(connection).insert(table)
    rest = {column.name: statement.excluded[column.name] for column in table.columns if column.name not in keys}
    if rest:
        statement = statement.on_conflict_do_update(index_elements=keys, set_=rest)
    else:
        statement = statement.on_conflict_do_nothing()
    connection.execute(statement, rows)
