"""The outbox: every message is recorded here before it is sent, and marked once it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from bot.inbox import finish_update, taken_away
from bot.tables import alerts, deliveries
from index.storage.database import Database

SHOWN_AGAIN_AFTER = timedelta(minutes=10)  # what has a key is not repeated before
WAITING, SENT, FAILED = "waiting", "sent", "failed"


class Priority(IntEnum):
    """Who goes first when not everything can be sent at once."""

    REPLY = 0
    ALERT = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message to be sent, or to take the place of another.

    That is the one which the delivery `edits` sent, or will have sent by then, or the one with the number `replaces`.

    `buttons` are rows of (label, data). `question` is the message it answers, and is quoted if `quoted`; `replies_to`
    is the delivery of the bot's own message that it goes on from. With `preview` the page that its first link leads to
    is shown with it. A `file` has its text as a caption. It is not sent before `due`, if that is given.
    """

    chat: int
    html: str
    buttons: tuple[tuple[tuple[str, str], ...], ...] = ()
    priority: Priority = Priority.REPLY
    thread: int | None = None
    question: int | None = None
    quoted: bool = False
    edits: int | None = None
    replaces: int | None = None
    replies_to: int | None = None
    key: str | None = None
    preview: bool = False
    file_name: str = ""
    file: bytes | None = None
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery that waits for its turn."""

    delivery_id: int
    chat: int
    priority: int
    due: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery as it is to be made.

    `edited_message` is the message it replaces, where it edits one, and `replied_message` the one it replies to.
    """

    delivery_id: int
    outgoing: Outgoing
    recorded: datetime
    attempts: int
    edited_message: int | None
    replied_message: int | None


class Outbox:
    """The table of deliveries."""

    def __init__(self, database: Database, holder: str | None = None) -> None:
        """`holder` is this process, where others handle updates, too."""
        self._database = database
        self._holder = holder

    def record(self, outgoing: Sequence[Outgoing], *, now: datetime, finishing: int | None = None) -> list[Waiting]:
        """Record messages and, in the same transaction, that the update `finishing` is done with.

        The deliveries as they wait; none when a key among them was recorded shortly before, or when another process
        has taken the update over.
        """
        with self._database.write() as connection:
            if finishing is not None and self._holder and taken_away(connection, finishing, self._holder):
                return []
            if finishing is not None:
                finish_update(connection, finishing, now)
            keys = [message.key for message in outgoing if message.key]
            if keys and _shown(connection, keys, now):
                return []
            return record_deliveries(connection, outgoing, now)

    def waiting(self, after: int = 0) -> list[Waiting]:
        """All that waits, oldest first; of what was recorded later than the delivery `after`."""
        columns = (deliveries.c.id, deliveries.c.chat_id, deliveries.c.priority, deliveries.c.due)
        query = select(*columns).where(deliveries.c.state == WAITING, deliveries.c.id > after).order_by(deliveries.c.id)
        with self._database.read() as connection:
            return [Waiting(row.id, row.chat_id, row.priority, row.due) for row in connection.execute(query)]

    def count_waiting(self) -> int:
        """How many messages wait."""
        query = select(func.count()).where(deliveries.c.state == WAITING)
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def get(self, delivery_id: int) -> Delivery | None:
        """A delivery that still waits; None when it no longer does."""
        with self._database.read() as connection:
            row = connection.execute(
                select(deliveries).where(deliveries.c.id == delivery_id, deliveries.c.state == WAITING)
            ).one_or_none()
            if row is None:
                return None
            outgoing = _outgoing(row)
            return Delivery(
                delivery_id=row.id,
                outgoing=outgoing,
                recorded=row.recorded,
                attempts=row.attempts,
                edited_message=outgoing.replaces or _message(connection, outgoing.edits),
                replied_message=outgoing.question if outgoing.quoted else _message(connection, outgoing.replies_to),
            )

    def answering(self, chat: int, question: int) -> list[int]:
        """The deliveries of the newest reply to a message in a chat, without edits and those that failed."""
        query = select(deliveries.c.id, deliveries.c.recorded).where(
            deliveries.c.chat_id == chat,
            deliveries.c.question_id == question,
            deliveries.c.key.is_(None),
            deliveries.c.edits.is_(None),
            deliveries.c.replaced_id.is_(None),
            deliveries.c.file_name.is_(None),  # no text can take the place of a picture
            deliveries.c.state != FAILED,
        )
        with self._database.read() as connection:
            found = connection.execute(query.order_by(deliveries.c.id)).all()
        return [row.id for row in found if row.recorded == found[-1].recorded]

    def sent(self, messages: Mapping[int, int | None]) -> None:
        """Note that deliveries were made, and the numbers of their messages.

        At once, without waiting for others that store: what is not noted yet when the process is killed is sent twice.
        """
        mark = update(deliveries).where(deliveries.c.id == bindparam("delivery"))
        mark = mark.values(state=SENT, message_id=bindparam("message"), file=None)
        with self._database.write(alone=False) as connection:
            connection.execute(
                mark, [{"delivery": number, "message": sent} for number, sent in sorted(messages.items())]
            )

    def failed(self, delivery_id: int, reason: str) -> None:
        """Give a delivery up."""
        self._set(delivery_id, state=FAILED, error=reason, file=None)

    def later(self, delivery_id: int, due: datetime, attempts: int) -> None:
        """Put a delivery off."""
        self._set(delivery_id, due=due, attempts=attempts)

    def prune(self, before: datetime) -> None:
        """Forget the deliveries recorded before a moment that wait no longer, but for alerts, which may go on."""
        kept = select(alerts.c.delivery_id).where(alerts.c.delivery_id.is_not(None))
        with self._database.write() as connection:
            connection.execute(
                delete(deliveries).where(
                    deliveries.c.recorded < before, deliveries.c.state != WAITING, deliveries.c.id.not_in(kept)
                )
            )

    def _set(self, delivery_id: int, **values: Any) -> None:
        with self._database.write() as connection:
            connection.execute(update(deliveries).where(deliveries.c.id == delivery_id).values(**values))


def _shown(connection: Connection, keys: Sequence[str], now: datetime) -> bool:
    """Whether one of the keys was recorded shortly before; from an older or failed delivery it is taken away."""
    rows = connection.execute(
        select(deliveries.c.id, deliveries.c.recorded, deliveries.c.state).where(deliveries.c.key.in_(keys))
    ).all()
    if any(row.state != FAILED and now - row.recorded < SHOWN_AGAIN_AFTER for row in rows):
        return True
    connection.execute(update(deliveries).where(deliveries.c.id.in_([row.id for row in rows])).values(key=None))
    return False


def record_deliveries(connection: Connection, outgoing: Sequence[Outgoing], now: datetime) -> list[Waiting]:
    """Record messages within a transaction; the deliveries as they wait."""
    if not outgoing:
        return []
    statement = insert(deliveries).returning(deliveries.c.id, sort_by_parameter_order=True)
    numbers = connection.execute(statement, [_row(message, now) for message in outgoing]).scalars()
    return [
        Waiting(number, message.chat, message.priority, message.due or now)
        for number, message in zip(numbers, outgoing, strict=True)
    ]


def _message(connection: Connection, delivery_id: int | None) -> int | None:
    """The number of the message that a delivery sent."""
    query = select(deliveries.c.message_id).where(deliveries.c.id == delivery_id)
    return connection.execute(query).scalar_one_or_none() if delivery_id is not None else None


def _row(message: Outgoing, now: datetime) -> dict[str, Any]:
    return {
        "chat_id": message.chat,
        "thread_id": message.thread,
        "question_id": message.question,
        "quoted": message.quoted,
        "html": message.html,
        "buttons": message.buttons,
        "file_name": message.file_name or None,
        "file": message.file,
        "priority": int(message.priority),
        "recorded": now,
        "due": message.due or now,
        "attempts": 0,
        "state": WAITING,
        "edits": message.edits,
        "replaced_id": message.replaces,
        "replies_to": message.replies_to,
        "key": message.key,
        "preview": message.preview,
    }


def _outgoing(row: Row[Any]) -> Outgoing:
    return Outgoing(
        chat=row.chat_id,
        html=row.html,
        file_name=row.file_name or "",
        file=row.file,
        buttons=tuple(tuple((label, data) for label, data in line) for line in row.buttons),
        priority=Priority(row.priority),
        thread=row.thread_id,
        question=row.question_id,
        quoted=row.quoted,
        edits=row.edits,
        replaces=row.replaced_id,
        replies_to=row.replies_to,
        key=row.key,
        preview=bool(row.preview),
    )
