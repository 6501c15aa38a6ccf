"""What people said of answers, and the questions for `newsdesk eval` that come of it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select

from bot.tables import feedback
from index.answers.answer import Answer
from index.storage.database import Database


class Feedback:
    """The table of verdicts on answers; the last one of a person counts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def give(self, answer_id: int, answer: Answer, *, chat: int, person: int, is_right: bool, now: datetime) -> None:
        """Store what a person says of an answer."""
        same = (feedback.c.answer_id == answer_id, feedback.c.person_id == person)
        row = {
            "answer_id": answer_id,
            "person_id": person,
            "chat_id": chat,
            "given": now,
            "is_right": is_right,
            "asked": answer.asked,
            "question": answer.question,
            "quotes": [quote.text for quote in answer.quotes],
            "urls": [source.url for source in answer.sources if source.url],
        }
        with self._database.write() as connection:
            connection.execute(delete(feedback).where(*same))
            connection.execute(insert(feedback).values(row))

    def questions(self, *, right: bool) -> Iterator[dict[str, Any]]:
        """The answers that were called right, or wrong, as questions of a file for `newsdesk eval`, oldest first.

        One called right twice is one question. What is wrong with the wrong ones is for a person to fill in.
        """
        query = select(feedback).where(feedback.c.is_right.is_(right)).order_by(feedback.c.given, feedback.c.answer_id)
        with self._database.read() as connection:
            found = {row.answer_id: row for row in connection.execute(query)}
        for row in found.values():
            yield _question(row)


def _question(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": f"feedback-{row.answer_id}",
        "question": row.question,
        "answers": row.quotes,
        "gold_urls": row.urls,
        "now": row.asked.isoformat(),
    }
