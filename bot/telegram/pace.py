"""How fast Telegram lets messages go: 30 a second in all, about one a second to a chat, 20 a minute to a group.

Times are seconds of a clock that never jumps. A message counts from its sending until a span after Telegram's answer:
however long it travels, Telegram never sees more of them in a span than are allowed.
"""

from collections import deque
from math import inf

IN_ALL = (30, 1.0)  # messages in so many seconds
IN_A_CHAT = (3, 3.0)  # one a second, and a short burst for an answer in several messages
IN_A_GROUP = (20, 60.0)
BEHIND = 5  # messages by which what goes evenly may catch up
KEPT = 1_000  # chats that are remembered before the quiet ones are forgotten


class Window:
    """At most `limit` messages in any `span` of seconds."""

    def __init__(self, limit: int, span: float) -> None:
        self._limit = limit
        self._span = span
        self._answered: deque[float] = deque()
        self._under_way = 0

    def room(self, now: float) -> int:
        """How many messages may go now."""
        while self._answered and self._answered[0] + self._span <= now:
            self._answered.popleft()
        return self._limit - self._under_way - len(self._answered)

    def most_under_way(self, now: float) -> int:
        """How many messages may be on their way at once now."""
        return self.room(now) + self._under_way

    def next_room(self) -> float:
        """When time alone makes room for one more on its way; infinite when it makes none."""
        return self._answered[0] + self._span if self._answered else inf

    def ready_at(self, now: float) -> float:
        """When the next message may go; infinite while that depends on an answer."""
        missing = 1 - self.room(now)
        if missing <= 0:
            return now
        return self._answered[missing - 1] + self._span if missing <= len(self._answered) else inf

    def begin(self) -> None:
        """A message goes."""
        self._under_way += 1

    def end(self, now: float) -> None:
        """Telegram has answered, or never will."""
        self._under_way -= 1
        self._answered.append(now)

    def quiet(self, now: float) -> bool:
        """Whether nothing is remembered."""
        return self.room(now) == self._limit


class Even:
    """Lets messages go one by one at even distances, not all that may go in a span at its beginning.

    Else who comes a moment later waits until the span is over, however urgent that is.
    """

    def __init__(self, limit: int, span: float) -> None:
        self._step = span / limit
        self._next_at = 0.0

    def waits_until(self, now: float) -> float:
        """When the next message may go; infinite when it may go now, and so waits for nothing."""
        return self._next_at if self._next_at > now else inf

    def begin(self, now: float) -> None:
        """A message goes; where it is a little late, the next ones make up for that."""
        self._next_at = max(self._next_at, now - BEHIND * self._step) + self._step


class Pace:
    """The limits of all chats together and of each, and the chats that Telegram has told to wait.

    Alerts, of which many may wait, go evenly.
    """

    def __init__(self) -> None:
        self.all = Window(*IN_ALL)
        self.alerts = Even(*IN_ALL)
        self._chats: dict[int, tuple[Window, ...]] = {}
        self._stalled: dict[int, float] = {}

    def chat_ready_at(self, chat: int, now: float) -> float:
        """When a message may go to a chat, as far as that chat is concerned."""
        windows = self._chats.get(chat, ())
        return max(self._stalled.get(chat, now), *(window.ready_at(now) for window in windows), now)

    def begin(self, chat: int, now: float) -> None:
        """A message goes to a chat."""
        if chat not in self._chats:
            self._forget_quiet(now)
            limits = (IN_A_CHAT, IN_A_GROUP) if chat < 0 else (IN_A_CHAT,)
            self._chats[chat] = tuple(Window(*limit) for limit in limits)
        for window in (self.all, *self._chats[chat]):
            window.begin()

    def end(self, chat: int, now: float) -> None:
        """Telegram has answered a message to a chat, or never will."""
        for window in (self.all, *self._chats[chat]):
            window.end(now)

    def stall(self, chat: int, until: float) -> None:
        """Send nothing to a chat before a moment."""
        self._stalled[chat] = max(until, self._stalled.get(chat, until))

    def _forget_quiet(self, now: float) -> None:
        if len(self._chats) + len(self._stalled) > KEPT:
            self._chats = {c: windows for c, windows in self._chats.items() if not all(w.quiet(now) for w in windows)}
            self._stalled = {chat: until for chat, until in self._stalled.items() if until > now}
