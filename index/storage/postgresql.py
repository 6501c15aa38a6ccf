"""What differs on PostgreSQL: how it is reached, how writers wait for each other, and its errors in plain words."""

from typing import Any

from sqlalchemy import URL, Connection, make_url, text
from sqlalchemy.exc import DBAPIError

from index.errors import BusyError, StorageError

WRITERS = 0x6E65777301  # the advisory lock that one writing transaction at a time holds
CONNECT_SECONDS = 10
IDLE_SECONDS = 300  # a process that hangs in a transaction is cut off, so that it cannot keep the others out
DEAD_SECONDS = 30  # after which a server that says nothing is given up

READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

_BUSY = ("55P03", "40P01", "40001")  # lock not available, deadlock, serialization failure
_AWAY = ("57P01", "57P02", "57P03", "25006")  # shutting down, crashed, starting up, a standby
_FATAL = "FATAL:"  # before what a server says that takes no connection


def with_driver(address: str) -> URL:
    """The address as SQLAlchemy reads it; many providers write `postgres://`."""
    scheme, mark, rest = address.partition("://")
    return make_url(f"postgresql{mark}{rest}" if scheme == "postgres" else address)


def connect_arguments(url: URL, busy_seconds: int) -> dict[str, Any]:
    """What the driver is told beside the address: how long to wait, and for whom."""
    given = url.query.get("options", "")
    settings = {
        "lock_timeout": f"{max(1, busy_seconds * 1000)}ms",  # 0 would mean for ever
        "idle_in_transaction_session_timeout": f"{IDLE_SECONDS}s",
        "timezone": "UTC",
        # What a machine that has vanished had locked is free again soon.
        "tcp_keepalives_idle": str(DEAD_SECONDS),
        "tcp_keepalives_interval": "10",
        "tcp_keepalives_count": "3",
    }
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    return {
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "newsdesk",
        "keepalives_idle": DEAD_SECONDS,
        "tcp_user_timeout": DEAD_SECONDS * 1000,
        "options": f"{given if isinstance(given, str) else ' '.join(given)} {options}".strip(),
    }


def wait_for_writers(connection: Connection) -> None:
    """Begin a writing transaction when the one before it has ended, and see all that it stored, as on SQLite."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITERS})


def storage_error(error: DBAPIError, name: str) -> StorageError:
    """The error in one sentence."""
    state = getattr(error.orig, "sqlstate", None) or ""
    said = str(error.orig).splitlines()[0].rstrip(".") if str(error.orig) else type(error.orig).__name__
    if state in _BUSY:
        return BusyError(f"Another process keeps the database {name} locked; try again when it has ended.")
    if state == "53100":
        return StorageError(f"The disk is full: nothing more can be written to {name}; what was stored before is safe.")
    if _FATAL in said:
        return StorageError(f"The database {name} cannot be used: {said.partition(_FATAL)[2].strip()}.")
    if state in _AWAY or error.connection_invalidated or not state:
        return StorageError(f"The database {name} does not answer: {said}.")
    return StorageError(f"The database {name} refused a statement: {said}.")
