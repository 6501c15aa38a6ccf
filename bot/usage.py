"""How much the bot is used: what an operator wants to know."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, func, select

from bot.tables import answers, chats, deliveries, feedback
from index.storage.database import Database


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts; questions and people are those of the last day."""

    people: int
    groups: int
    gone: int
    questions: int
    askers: int
    right: int
    wrong: int
    waiting: int
    failed: int


class Usage:
    """Counts over the tables of the conversation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def figures(self, now: datetime) -> Figures:
        """The figures at a moment."""
        lately = answers.c.asked > now - timedelta(days=1)
        here = chats.c.gone.is_(None)
        return Figures(
            people=self._count(chats, here, chats.c.private),
            groups=self._count(chats, here, ~chats.c.private),
            gone=self._count(chats, chats.c.gone.is_not(None)),
            questions=self._count(answers, lately),
            askers=self._askers(lately),
            right=self._count(feedback, feedback.c.is_right),
            wrong=self._count(feedback, ~feedback.c.is_right),
            waiting=self._count(deliveries, deliveries.c.state == "waiting"),
            failed=self._count(deliveries, deliveries.c.state == "failed"),
        )

    def _count(self, table: Table, *conditions: ColumnElement[bool]) -> int:
        with self._database.read() as connection:
            return int(connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one())

    def _askers(self, lately: ColumnElement[bool]) -> int:
        people = select(func.count(func.distinct(answers.c.person_id))).where(lately)
        with self._database.read() as connection:
            return int(connection.execute(people).scalar_one())
