"""The briefs that come by themselves: when, where, on what, and to whom a private copy goes."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from bot.outbox import Outgoing, Waiting, record_deliveries
from bot.tables import brief_copies, chats, schedules
from bot.times.recurrence import Recurrence
from index.storage.database import Database


@dataclass(frozen=True, slots=True)
class Schedule:
    """A brief to a chat, or to one of its threads, on a topic or on all news.

    `due` is when the next one goes out, `told` the moment up to which the last one told. Whoever knows the `token` may
    have a copy.
    """

    number: int
    chat: int
    thread: int | None
    topic: str | None
    recurrence: Recurrence
    due: datetime
    told: datetime | None
    token: str


class Schedules:
    """The tables of schedules and of private copies."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        chat: int,
        thread: int | None,
        topic: str | None,
        times: Iterable[Recurrence],
        *,
        now: datetime,
        zone: tzinfo,
    ) -> None:
        """Add a brief at each of the times at which there is none yet."""
        with self._database.write() as connection:
            there = {(found.topic, found.recurrence) for found in _all(connection, chat, thread)}
            for recurrence in times:
                if (topic, recurrence) not in there:
                    connection.execute(
                        insert(schedules).values(
                            chat_id=chat,
                            thread_id=thread,
                            topic=topic,
                            days=sum(1 << day for day in recurrence.days),
                            minute=recurrence.minute,
                            due=recurrence.next_after(now, zone),
                            token=secrets.token_urlsafe(12),
                        )
                    )

    def of(self, chat: int, thread: int | None) -> list[Schedule]:
        """The briefs to a chat's thread, in the order in which they were added."""
        with self._database.read() as connection:
            return _all(connection, chat, thread)

    def count(self, chat: int) -> int:
        """How many briefs go to a chat, in all its threads."""
        query = select(func.count()).where(schedules.c.chat_id == chat)
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def get(self, number: int) -> Schedule | None:
        """A schedule by its number."""
        with self._database.read() as connection:
            row = connection.execute(select(schedules).where(schedules.c.id == number)).one_or_none()
            return _schedule(row) if row else None

    def with_token(self, token: str) -> Schedule | None:
        """The schedule whose token somebody knows."""
        with self._database.read() as connection:
            row = connection.execute(select(schedules).where(schedules.c.token == token)).one_or_none()
            return _schedule(row) if row else None

    def remove(self, numbers: Iterable[int]) -> None:
        """End briefs, and their copies."""
        ended = list(numbers)
        with self._database.write() as connection:
            connection.execute(delete(schedules).where(schedules.c.id.in_(ended)))
            connection.execute(delete(brief_copies).where(brief_copies.c.schedule_id.in_(ended)))

    def due(self, now: datetime) -> list[Schedule]:
        """The briefs whose time has come, the oldest first."""
        query = select(schedules).where(schedules.c.due <= now).order_by(schedules.c.due, schedules.c.id)
        with self._database.read() as connection:
            return [_schedule(row) for row in connection.execute(query)]

    def settle(
        self, schedule: Schedule, outgoing: Sequence[Outgoing], *, told: datetime, next_due: datetime, now: datetime
    ) -> list[Waiting]:
        """Record the messages of a brief and when the next one is due, at once; none if another process has done so.

        So whenever a process is killed, the brief is still due or its messages are in the outbox, and never both.
        """
        values = {"due": next_due, **({"told": told} if outgoing else {})}
        with self._database.write() as connection:
            taken = connection.execute(
                update(schedules)
                .where(schedules.c.id == schedule.number, schedules.c.due == schedule.due)
                .values(values)
            )
            return record_deliveries(connection, outgoing, now) if taken.rowcount else []

    def lay_out(self, default_zone: tzinfo, now: datetime, chat: int | None = None) -> None:
        """Work out anew when the briefs of all chats or of one come next, by their time zones as they are now.

        What is due already stays due.
        """
        query = select(schedules, chats.c.time_zone).join(chats, chats.c.id == schedules.c.chat_id, isouter=True)
        query = query.where(schedules.c.due > now)
        if chat is not None:
            query = query.where(schedules.c.chat_id == chat)
        with self._database.write() as connection:
            for row in connection.execute(query).all():
                zone = ZoneInfo(row.time_zone) if row.time_zone else default_zone
                due = _schedule(row).recurrence.next_after(now, zone)
                if due != row.due:
                    connection.execute(update(schedules).where(schedules.c.id == row.id).values(due=due))

    def copy(self, schedule: int, person: int) -> None:
        """Send a person a private copy from now on."""
        key = (brief_copies.c.schedule_id == schedule, brief_copies.c.person_id == person)
        with self._database.write() as connection:
            connection.execute(delete(brief_copies).where(*key))
            connection.execute(insert(brief_copies).values(schedule_id=schedule, person_id=person))

    def stop_copy(self, schedule: int, person: int) -> None:
        """Send a person no more copies."""
        with self._database.write() as connection:
            connection.execute(
                delete(brief_copies).where(brief_copies.c.schedule_id == schedule, brief_copies.c.person_id == person)
            )

    def stop_copies(self, chat: int, person: int) -> None:
        """Send a person no more copies of the briefs of a chat."""
        of_chat = select(schedules.c.id).where(schedules.c.chat_id == chat)
        with self._database.write() as connection:
            connection.execute(
                delete(brief_copies).where(brief_copies.c.person_id == person, brief_copies.c.schedule_id.in_(of_chat))
            )

    def copies(self, schedule: int) -> list[int]:
        """The people who get a copy."""
        query = select(brief_copies.c.person_id).where(brief_copies.c.schedule_id == schedule)
        with self._database.read() as connection:
            return list(connection.execute(query.order_by(brief_copies.c.person_id)).scalars())


def _all(connection: Connection, chat: int, thread: int | None) -> list[Schedule]:
    query = select(schedules).where(schedules.c.chat_id == chat, schedules.c.thread_id.is_not_distinct_from(thread))
    return [_schedule(row) for row in connection.execute(query.order_by(schedules.c.id))]


def _schedule(row: Row[Any]) -> Schedule:
    days = frozenset(day for day in range(7) if row.days & 1 << day)
    return Schedule(
        row.id, row.chat_id, row.thread_id, row.topic, Recurrence(days, row.minute), row.due, row.told, row.token
    )
