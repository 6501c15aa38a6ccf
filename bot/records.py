"""All that the conversation keeps."""

from dataclasses import dataclass
from typing import Self

from bot.answers import Answers
from bot.chats import Chats
from bot.expected import Expected
from bot.managed import Managed
from bot.schedules import Schedules
from index.database import Database


@dataclass(frozen=True, slots=True)
class Records:
    """The tables of the conversation, each behind what can be done with it."""

    chats: Chats
    answers: Answers
    managed: Managed
    expected: Expected
    schedules: Schedules

    @classmethod
    def of(cls, database: Database) -> Self:
        """The records in a database."""
        return cls(Chats(database), Answers(database), Managed(database), Expected(database), Schedules(database))
