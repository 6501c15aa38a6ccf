"""How much comes from one person or one chat, so that a flood of questions is answered with one sentence."""

import threading
from datetime import datetime, timedelta

KEPT = 10_000  # keys that are remembered before those whose time is over are forgotten


class Flood:
    """Counts by key in spans of time that begin with the first of them. Safe to call from several threads."""

    def __init__(self, limit: int, span: timedelta) -> None:
        self._limit = limit
        self._span = span
        self._counted: dict[int, tuple[datetime, int]] = {}
        self._lock = threading.Lock()

    def over(self, key: int, now: datetime) -> int:
        """Count one more; by how many this span is over the limit now."""
        with self._lock:
            begun, count = self._counted.get(key, (now, 0))
            if not timedelta(0) <= now - begun < self._span:
                begun, count = now, 0
            if len(self._counted) >= KEPT and key not in self._counted:
                self._counted = {k: seen for k, seen in self._counted.items() if now - seen[0] < self._span}
            self._counted[key] = (begun, count + 1)
        return max(0, count + 1 - self._limit)
