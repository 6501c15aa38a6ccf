"""What chats were told of a story, and what waits for them, when two stories turned out to be one event.

It is noted under the number that each story had then, and moved to the one that they have now before it is made use of.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, select, update

from bot.tables import alerts, held
from index.articles.articles import chunks
from index.stories.merging import current_ids, former_ids


def under_one_number(connection: Connection, chat_ids: Iterable[int], story_ids: Iterable[int]) -> dict[int, int]:
    """Move what these chats were told of the stories, and what waits, to the numbers that the stories have now.

    Gives these. The transaction must be one that writes alone, so that they stay what they are until it ends.
    """
    current = current_ids(connection, story_ids)
    for story_id, former in former_ids(connection, current.values()).items():
        told, waiting = (_by_chat(connection, table, chat_ids, former | {story_id}) for table in (alerts, held))
        for chat_id, rows in waiting.items():
            if _is_to_move(story_id, rows):
                _move_held(connection, story_id, rows, {row.story_id for row in told.get(chat_id, ())})
        for rows in told.values():
            if _is_to_move(story_id, rows):
                _move_told(connection, story_id, rows)
    return current


def _by_chat(
    connection: Connection, table: Table, chat_ids: Iterable[int], numbers: Collection[int]
) -> dict[int, list[Row[Any]]]:
    """What is noted under any of the numbers, the oldest first."""
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for chunk in chunks(list(chat_ids)):
        query = select(table).where(table.c.chat_id.in_(chunk), table.c.story_id.in_(numbers)).order_by(table.c.id)
        for row in connection.execute(query):
            found[row.chat_id].append(row)
    return found


def _is_to_move(story_id: int, rows: Sequence[Row[Any]]) -> bool:
    return any(row.story_id != story_id for row in rows)


def _move_told(connection: Connection, story_id: int, rows: Sequence[Row[Any]]) -> None:
    """What was told last is what can be edited, what was told first is what is replied to."""
    rows = sorted(rows, key=lambda row: (row.told, row.id))
    last = rows[-1]
    values = {
        "story_id": story_id,
        "delivery_id": next((row.delivery_id for row in rows if row.delivery_id is not None), None),
        "articles": sorted({article_id for row in rows for article_id in row.articles}),
    }
    _leave(connection, alerts, last, rows, values)


def _move_held(connection: Connection, story_id: int, rows: Sequence[Row[Any]], told: Collection[int]) -> None:
    """One waits on, told when the first was to be; by how it went on where it was `told`, else by the newest."""
    newest = max([row for row in rows if row.story_id in told] or rows, key=lambda row: row.article_id)
    _leave(connection, held, newest, rows, {"story_id": story_id, "due": min(row.due for row in rows)})


def _leave(
    connection: Connection, table: Table, left: Row[Any], rows: Sequence[Row[Any]], values: dict[str, Any]
) -> None:
    """Leave one of the rows, with these values."""
    connection.execute(delete(table).where(table.c.id.in_([row.id for row in rows if row.id != left.id])))
    connection.execute(update(table).where(table.c.id == left.id).values(values))
