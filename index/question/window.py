"""A window: the span of time that something lies in."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Window:
    """A span of time, `since` included and `until` excluded; None means open. Times are aware and in UTC."""

    since: datetime | None = None
    until: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        """Whether `moment` lies in the window."""
        return (self.since is None or moment >= self.since) and (self.until is None or moment < self.until)
