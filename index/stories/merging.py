"""Two stories that turn out to be one event become one; within a transaction.

The older story takes over the articles of the younger one. The number of the younger one stays known for as long as
there is the story that it became part of: what was noted under it, and buttons that name it, find that story.
"""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select, update

from index.articles.articles import chunks
from index.storage.tables import articles, merged_stories, stories


def merge_stories(connection: Connection, one: int, other: int) -> int:
    """Make one story of two; its number."""
    kept, gone = sorted((one, other))
    spans = connection.execute(select(stories.c.first, stories.c.last).where(stories.c.id.in_((kept, gone)))).all()
    span = {"first": min(row.first for row in spans), "last": max(row.last for row in spans)}
    connection.execute(update(stories).where(stories.c.id == kept).values(span))
    for table in (articles, merged_stories):
        connection.execute(update(table).where(table.c.story_id == gone).values(story_id=kept))
    connection.execute(delete(stories).where(stories.c.id == gone))
    connection.execute(insert(merged_stories).values(id=gone, story_id=kept))
    return kept


def current_ids(connection: Connection, story_ids: Iterable[int]) -> dict[int, int]:
    """The number that each of the stories has now: another one for those that became part of another."""
    found = {story_id: story_id for story_id in story_ids}
    for chunk in chunks(list(found)):
        for row in connection.execute(select(merged_stories).where(merged_stories.c.id.in_(chunk))):
            found[row.id] = row.story_id
    return found


def former_ids(connection: Connection, story_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """The numbers of the stories that became part of each of these; only of those that have any."""
    found: dict[int, set[int]] = defaultdict(set)
    for chunk in chunks(sorted(set(story_ids))):
        for row in connection.execute(select(merged_stories).where(merged_stories.c.story_id.in_(chunk))):
            found[row.story_id].add(row.id)
    return {story_id: frozenset(numbers) for story_id, numbers in found.items()}
