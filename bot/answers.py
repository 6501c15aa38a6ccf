"""Answers as they were given, kept for a while: for the buttons under them and for questions that follow."""

import json
from datetime import datetime

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import delete, insert, select

from bot.incoming import Place
from bot.tables import answers
from index.answers.answer import Answer
from index.question.question import continues
from index.storage.database import Database

_JSON = TypeAdapter(Answer)


class Answers:
    """The table of answers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, answer: Answer, place: Place) -> int:
        """Store an answer and give its number."""
        statement = insert(answers).values(
            chat_id=place.chat,
            person_id=place.person,
            message_id=place.message,
            asked=answer.asked,
            question=answer.question,
            body=_JSON.dump_json(answer).decode(),
        )
        with self._database.write() as connection:
            return int(connection.execute(statement.returning(answers.c.id)).scalar_one())

    def get(self, answer_id: int, chat: int) -> Answer | None:
        """An answer given in this chat; None when there is none, or it is kept no longer."""
        with self._database.read() as connection:
            body = connection.execute(
                select(answers.c.body).where(answers.c.id == answer_id, answers.c.chat_id == chat)
            ).scalar_one_or_none()
        try:
            return _JSON.validate_json(body) if body is not None else None
        except ValidationError:  # written by another version
            return None

    def earlier(self, place: Place, *, since: datetime, most: int) -> tuple[str, ...]:
        """The last questions of a person in a chat, oldest first, without that in the message itself.

        One that was taken to go on with others, although nothing in it says so, comes with what it was about.
        """
        query = select(answers.c.question, answers.c.body).where(
            answers.c.chat_id == place.chat, answers.c.asked >= since
        )
        query = query.where(answers.c.person_id.is_not_distinct_from(place.person))
        if place.message is not None:
            query = query.where(answers.c.message_id.is_distinct_from(place.message))
        with self._database.read() as connection:
            found = connection.execute(query.order_by(answers.c.id.desc()).limit(most)).all()
        return tuple(_with_subject(row.question, row.body) for row in reversed(found))

    def prune(self, before: datetime) -> None:
        """Forget the answers given before a moment."""
        with self._database.write() as connection:
            connection.execute(delete(answers).where(answers.c.asked < before))


def _with_subject(question: str, body: str) -> str:
    told = json.loads(body)
    subject, window = told.get("subject", ""), told.get("window", {})
    by_itself = len(subject) <= len(question) or continues(question) or any(window.values())
    return question if by_itself else subject
