"""What a chat was told of a story, and what is to be done when more comes in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import Connection, insert, select, update

from bot.tables import alerts
from index.articles.articles import chunks

FRESH = timedelta(hours=3)  # as long as a message is edited; after that only a new turn is told, in a reply


@dataclass(frozen=True, slots=True)
class Told:
    """`delivery_id` told of the story first, `latest_id` last, where it can be edited.

    That quoted `article_id`, and knew of `articles`.
    """

    chat: int
    story_id: int
    topic_id: int
    delivery_id: int | None
    latest_id: int | None
    article_id: int | None
    told: datetime
    articles: frozenset[int]


class Step(Enum):
    """What to do about a chat when an article has come in that it wants to hear of."""

    NOTHING = "nothing"
    ALERT = "a first message"
    EDIT = "an edit of the message, which is fresh"
    TURN = "a reply to the first message"


def next_step(told: Told | None, article_id: int, *, new_turn: bool, more_outlets: bool, now: datetime) -> Step:
    """What an article asks for; `more_outlets` tells whether enough of them carry the story now to say so."""
    if told is None:
        return Step.ALERT
    if article_id in told.articles:
        return Step.NOTHING
    if told.latest_id is not None and now - told.told < FRESH:
        return Step.EDIT if new_turn or more_outlets else Step.NOTHING
    return Step.TURN if new_turn else Step.NOTHING


def many_more(before: int, after: int) -> bool:
    """Whether a number of outlets has grown so that it is worth an edit: to 2, 3, 5, 8, 13 and so on."""
    low, high = 1, 2
    while high <= after:
        if before < high:
            return True
        low, high = high, low + high
    return False


def load_told(connection: Connection, chat_ids: Iterable[int], story_ids: Iterable[int]) -> dict[tuple[int, int], Told]:
    """What chats were told of stories, by chat and story."""
    wanted = set(story_ids)
    found: dict[tuple[int, int], Told] = {}
    for chunk in chunks(list(chat_ids)):
        query = select(alerts).where(alerts.c.chat_id.in_(chunk), alerts.c.story_id.in_(wanted))
        for row in connection.execute(query):
            found[row.chat_id, row.story_id] = Told(
                row.chat_id,
                row.story_id,
                row.topic_id,
                row.delivery_id,
                row.latest_id,
                row.article_id,
                row.told,
                frozenset(row.articles),
            )
    return found


def note_told(connection: Connection, told: Told) -> None:
    """Note what a chat was told of a story, in the place of what was noted before."""
    values = {
        "topic_id": told.topic_id,
        "delivery_id": told.delivery_id,
        "latest_id": told.latest_id,
        "article_id": told.article_id,
        "told": told.told,
        "articles": sorted(told.articles),
    }
    known = update(alerts).where(alerts.c.chat_id == told.chat, alerts.c.story_id == told.story_id)
    if not connection.execute(known.values(values)).rowcount:
        connection.execute(insert(alerts).values(chat_id=told.chat, story_id=told.story_id, **values))
