"""What one process among all machines does at a time: a lock that the database server holds for it.

It ends with the process or its connection, however these end, and no clock has a say in it.
"""

import hashlib
import threading

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from index.errors import StorageError
from index.storage.database import Database


class DatabaseLock:
    """A lock by name on a PostgreSQL database, with the interface of `FolderLock`. Safe to use from several threads."""

    def __init__(self, database: Database, name: str) -> None:
        self._database = database
        self._key = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), signed=True)
        self._guard = threading.Lock()
        self._connection: Connection | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock; without its connection to the server it does not."""
        with self._guard:
            return self._held()

    def take(self) -> bool:
        """Whether this object now holds the lock (or already did). StorageError when the server does not answer."""
        with self._guard:
            if self._held():
                return True
            try:
                connection = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            except DBAPIError as error:
                raise StorageError(f"The database {self._database.name} does not answer.") from error
            if connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": self._key}).scalar_one():
                self._connection = connection
                return True
            connection.close()
            return False

    def holder(self) -> int | None:
        """Nobody here can tell which process on which machine it is."""
        return None

    def release(self) -> None:
        """Let the next process take it."""
        with self._guard:
            if self._connection is not None:
                self._connection.invalidate()  # a connection that goes back to the pool would keep the lock
                self._connection.close()
                self._connection = None

    def _held(self) -> bool:
        if self._connection is None:
            return False
        try:
            self._connection.execute(text("SELECT 1"))
        except DBAPIError:
            self._connection.close()
            self._connection = None
            return False
        return True
