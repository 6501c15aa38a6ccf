"""Tables copied from one database to another, of the same kind or not, and compared row by row.

Rows are walked by primary key in both at once, and only what differs is written. So a copy that was broken off goes
on, and one that is made again of a database that has changed takes over the changes.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, func, select, text, tuple_, update

from index.errors import StorageError
from index.storage.database import Database
from index.storage.tables import BEGINS_WITH_A_ROW, state
from index.storage.upserts import upsert

BATCH = 1_000  # rows compared, and written in one transaction

Key = tuple[Any, ...]
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a table holds: how many rows, and the sum of their SHA-256, in whatever order a database sorts texts."""

    rows: int
    digest: str


def copy_tables(source: Database, target: Database, tables: Sequence[Table], progress: Progress) -> dict[str, Contents]:
    """Make `target` hold what `source` holds at this moment; the contents of each table, which agree afterwards.

    `tables` are in the order of their references. StorageError when the target belongs to another installation, or
    when it is written to meanwhile by others. `progress` is told a table and how many rows more are done.
    """
    with source.read() as reading:
        _check_owner(reading, target, tables)
        for table in reversed(tables):
            _remove_extra(reading, target, table, tables)
        for table in tables:
            _take_over(reading, target, table, progress)
            with target.write() as writing:
                _set_last_id(writing, table, _last_id(reading, table))
        contents = {table.name: contents_of(reading, table) for table in tables}
        with target.read() as copied:
            differing = [table.name for table in tables if contents_of(copied, table) != contents[table.name]]
    if differing:
        raise StorageError(f"The copy differs in {', '.join(differing)}: something writes to {target.name} meanwhile.")
    return contents


def contents_of(connection: Connection, table: Table) -> Contents:
    """How many rows a table has, and a digest that is the same on every kind of database."""
    count, total = 0, 0
    for batch in _batches(connection, table):
        count += len(batch)
        for row in batch:
            told = json.dumps(list(row), default=_plain, sort_keys=True).encode()
            total += int.from_bytes(hashlib.sha256(told).digest())
    return Contents(count, f"{total % 2**256:064x}")


def is_empty(connection: Connection, tables: Iterable[Table]) -> bool:
    """Whether nothing was ever stored; some tables have a row from the beginning."""
    filled = (table for table in tables if not table.info.get(BEGINS_WITH_A_ROW))
    return not any(connection.execute(select(table).limit(1)).first() for table in filled)


def _check_owner(reading: Connection, target: Database, tables: Sequence[Table]) -> None:
    """A target is empty or what an earlier copy of the same source left; the state is copied before all else."""
    generation = reading.execute(select(state.c.generation)).scalar_one()
    with target.write() as writing:
        if writing.execute(select(state.c.generation)).scalar_one() == generation:
            return
        if not is_empty(writing, tables):
            raise StorageError(f"The database {target.name} holds another installation's news; name an empty one.")
        writing.execute(state.update().values(generation=generation))


def _take_over(reading: Connection, target: Database, table: Table, progress: Progress) -> None:
    after: Key | None = None
    for batch in _batches(reading, table):
        upto = _key(table, batch[-1])
        with target.write() as writing:
            present = {_key(table, row): tuple(row) for row in writing.execute(_between(table, after, upto))}
            differing = [row for row in batch if present.get(_key(table, row)) != tuple(row)]
            if differing:
                upsert(writing, table, [dict(row._mapping) for row in differing])  # noqa: SLF001 -- a public name
        progress(table.name, len(batch))
        after = upto


def _remove_extra(reading: Connection, target: Database, table: Table, tables: Sequence[Table]) -> None:
    """Remove what the source no longer has; what still refers to it refers to nothing until it is taken over."""
    keys = tuple(table.primary_key.columns)
    referring = [column for other in tables for column in other.c if column.nullable and column.references(keys[0])]
    after: Key | None = None
    while True:
        with target.write() as writing:
            present = [tuple(row) for row in writing.execute(_after(table, after, select(*keys)).limit(BATCH))]
            if not present:
                return
            query = select(*keys).where(tuple_(*keys).in_(present))
            known = {tuple(row) for row in reading.execute(query)}
            extra = [key for key in present if key not in known]
            if extra:
                for column in referring:
                    gone = column.in_([key[0] for key in extra])
                    writing.execute(update(column.table).where(gone).values({column: None}))
                writing.execute(delete(table).where(tuple_(*keys).in_(extra)))
        after = present[-1]


def _batches(connection: Connection, table: Table) -> Iterator[Sequence[Row[Any]]]:
    after: Key | None = None
    while batch := connection.execute(_after(table, after, select(table)).limit(BATCH)).all():
        yield batch
        after = _key(table, batch[-1])


def _after(table: Table, key: Key | None, query: Any) -> Any:
    keys = tuple(table.primary_key.columns)
    return (query if key is None else query.where(tuple_(*keys) > key)).order_by(*keys)


def _between(table: Table, after: Key | None, upto: Key) -> Any:
    return _after(table, after, select(table)).where(tuple_(*table.primary_key.columns) <= upto)


def _key(table: Table, row: Row[Any]) -> Key:
    return tuple(getattr(row, column.name) for column in table.primary_key.columns)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    raise TypeError(f"no table holds a {type(value).__name__}")


def _numbered(table: Table) -> bool:
    """Whether the database numbers the rows itself, and gives no number twice."""
    return bool(table.dialect_options["sqlite"]["autoincrement"])


def _last_id(connection: Connection, table: Table) -> int:
    """The highest number that was ever given to a row."""
    if not _numbered(table):
        return 0
    if connection.dialect.name == "postgresql":
        query = text(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {_sequence(connection, table)}")  # noqa: S608 -- a name of ours
        return int(connection.execute(query).scalar_one())
    query = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
    return int(connection.execute(query, {"name": table.name}).scalar_one_or_none() or 0)


def _set_last_id(connection: Connection, table: Table, last: int) -> None:
    if not _numbered(table) or not last:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.setval(_sequence(connection, table), last)))
        return
    name = {"name": table.name, "last": last}
    if not connection.execute(text("UPDATE sqlite_sequence SET seq = :last WHERE name = :name"), name).rowcount:
        connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), name)


def _sequence(connection: Connection, table: Table) -> str:
    return str(connection.execute(select(func.pg_get_serial_sequence(table.name, "id"))).scalar_one())
