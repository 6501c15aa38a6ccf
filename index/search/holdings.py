"""What the articles that can be searched have in common: their outlets and the newest time.

Every question needs both, and they change only with the index, so they are read from the database when it has moved on.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from index.articles.outlets import DISTINCT_OUTLETS
from index.passage_index import WordIndex
from index.storage.database import Database
from index.storage.tables import articles


@dataclass(frozen=True, slots=True)
class Held:
    """The names of the outlets as they are written, and when the newest article was published, in UTC."""

    outlets: tuple[str, ...]
    newest: datetime | None


class Holdings:
    """Safe to call from several threads."""

    def __init__(self, database: Database, words: WordIndex) -> None:
        self._database = database
        self._words = words
        self._read: tuple[int, Held] | None = None

    def held(self) -> Held:
        """As of the change that the index holds."""
        sequence, read = self._words.sequence, self._read
        if read is None or read[0] != sequence:
            with self._database.read() as connection:
                outlets = tuple(name for name in connection.execute(DISTINCT_OUTLETS).scalars() if name)
                newest = connection.execute(select(func.max(articles.c.published))).scalar_one()
            self._read = read = (sequence, Held(outlets, newest))
        return read[1]
