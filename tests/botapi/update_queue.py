"""Updates that wait for the bot, each until it is confirmed, dropped or a day old."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.botapi.schema import bot_api
from tests.botapi.value_check import check_value

KEPT = timedelta(hours=24)
FIRST_ID = 731_000_001
# Sent only to a bot that asks for them by name.
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True, slots=True)
class Update:
    """One update and when it happened."""

    update_id: int
    kind: str
    at: datetime
    body: dict[str, Any]


class UpdateQueue:
    """The queue of one bot. A kind that the bot did not ask for is not queued at all."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.allowed: tuple[str, ...] = ()  # none: all but those on request
        self._now = now
        self._waiting: list[Update] = []
        self._next_id = FIRST_ID

    def add(self, kind: str, payload: dict[str, Any]) -> None:
        """Queue an update if the bot wants its kind."""
        if not self.wants(kind):
            return
        body = {"update_id": self._next_id, kind: payload}
        check_value(body, ("Update",), "update")
        self._waiting.append(Update(self._next_id, kind, self._now(), body))
        self._next_id += 1

    def wants(self, kind: str) -> bool:
        """Whether the bot asked for updates of a kind."""
        return kind in self.allowed if self.allowed else kind not in ON_REQUEST

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Take a new list of kinds; None leaves the list as it is, an empty one goes back to the default."""
        if kinds is not None:
            known = bot_api().kinds["Update"].fields.keys() - {"update_id"}
            self.allowed = tuple(kind for kind in kinds if kind in known)

    def waiting(self) -> list[Update]:
        """What is not confirmed yet and still kept, oldest first."""
        oldest = self._now() - KEPT
        self._waiting = [update for update in self._waiting if update.at > oldest]
        return list(self._waiting)

    def confirm(self, offset: int) -> None:
        """Forget all updates below the offset; a negative one keeps so many of the last."""
        if offset < 0:
            self._waiting = self._waiting[offset:]
        elif offset > 0:
            self._waiting = [update for update in self._waiting if update.update_id >= offset]

    def drop(self) -> None:
        """Forget all."""
        self._waiting.clear()
