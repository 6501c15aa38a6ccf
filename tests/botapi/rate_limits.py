"""The rates at which messages may come, and what came faster."""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from tests.botapi.chats import Chat

IN_ALL = 30  # a second
IN_GROUP = 20  # a minute
BURST = 3  # in one chat, and then one a second
SECOND = 1.0
MINUTE = 60.0
SLACK_S = 0.05  # for what the way here takes
MANY = frozenset({"group", "supergroup"})
# Requests that show people something new; typing and drafts have no published limit.
COUNTED = frozenset(
    {"sendMessage", "sendPhoto", "sendDocument", "editMessageText", "editMessageCaption", "editMessageReplyMarkup"}
)


@dataclass(frozen=True, slots=True)
class Violation:
    """A message that came too fast: which rate (`all`, `chat` or `group`), where, when, and how long it had to wait."""

    rate: str
    chat_id: int | None
    at: float
    wait_s: float

    @property
    def retry_after(self) -> int:
        """Whole seconds to wait."""
        return max(1, ceil(self.wait_s))


class RateMeter:
    """Counts messages by a clock that is passed in."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._all: deque[float] = deque()
        self._groups: dict[int, deque[float]] = defaultdict(deque)
        self._free_at: dict[int, float] = {}  # when a chat has all of its burst again

    def violation(self, chat: Chat | None) -> Violation | None:
        """What rate a message to a chat would break now."""
        now = self._clock()
        found: list[tuple[str, int | None, float]] = [("all", None, _window_wait(self._all, now, SECOND, IN_ALL))]
        if chat is not None:
            found.append(("chat", chat.id, self._free_at.get(chat.id, now) - now - (BURST - 1) * SECOND))
            if chat.type in MANY:
                found.append(("group", chat.id, _window_wait(self._groups[chat.id], now, MINUTE, IN_GROUP)))
        rate, chat_id, wait = max(found, key=lambda entry: entry[2])
        return Violation(rate, chat_id, now, wait) if wait > SLACK_S else None

    def count(self, chat: Chat | None) -> None:
        """A message was let through."""
        now = self._clock()
        self._all.append(now)
        if chat is None:
            return
        free = max(self._free_at.get(chat.id, now), now)
        self._free_at[chat.id] = min(free + SECOND, now + BURST * SECOND)
        if chat.type in MANY:
            self._groups[chat.id].append(now)


def _window_wait(sent: deque[float], now: float, length: float, most: int) -> float:
    """How long until one more fits into a window that holds at most so many."""
    while sent and sent[0] <= now - length:
        sent.popleft()
    return sent[len(sent) - most] + length - now if len(sent) >= most else 0.0
