"""What a process does, where several share the work."""

from enum import StrEnum


class Role(StrEnum):
    """What a process does: talk to Telegram, take in and embed news, keep the times, or all of it."""

    ALL = "all"
    BOT = "bot"
    WORKER = "worker"
    SCHEDULER = "scheduler"

    def does(self, other: "Role") -> bool:
        """Whether a process of this role has the other's work to do."""
        return self in (Role.ALL, other)
