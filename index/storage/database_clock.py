"""One clock for all processes that share a database: the database's own."""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from index.errors import StorageError
from index.storage.claims import database_time
from index.storage.database import Database

ASKED_EVERY = 60.0  # seconds


class DatabaseClock:
    """Tells the time of a PostgreSQL server; between two looks at it by a clock that never jumps."""

    def __init__(self, database: Database, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._known, self._at = self._asked()

    def __call__(self) -> datetime:
        """The time now, without asking anybody."""
        with self._lock:
            return self._known + timedelta(seconds=self._monotonic() - self._at)

    def set(self) -> None:
        """Look at the server's clock again; while that does not answer the time goes on as it went."""
        try:
            asked = self._asked()
        except StorageError:
            return
        with self._lock:
            self._known, self._at = asked

    def _asked(self) -> tuple[datetime, float]:
        with self._database.read() as connection:
            before = self._monotonic()
            told = database_time(connection)
            return told, (before + self._monotonic()) / 2
