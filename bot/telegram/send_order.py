"""Which delivery goes next: replies before alerts, older ones first, one at a time to a chat."""

from collections.abc import Callable
from heapq import heappop, heappush
from math import inf

LOWEST = 99  # a priority below all that there are

Place = tuple[int, int]  # priority, number of the delivery


class SendOrder:
    """The deliveries that wait, by chat. Times are seconds of one clock."""

    def __init__(self) -> None:
        self._chats: dict[int, list[Place]] = {}
        self._busy: set[int] = set()
        self._ready: list[tuple[int, int, int]] = []  # priority, number, chat: the first of each chat
        self._held: list[tuple[float, int]] = []  # when, chat: chats that may not be sent to before
        self._future: list[tuple[float, int, int, int]] = []  # when, priority, number, chat: deliveries not yet due

    def add(self, delivery_id: int, chat: int, priority: int, due: float) -> None:
        """Let a delivery wait for its turn, at the earliest at `due`."""
        heappush(self._future, (due, priority, delivery_id, chat))

    def take(self, now: float, ready_at: Callable[[int], float], lowest: int = LOWEST) -> tuple[int, int] | None:
        """The next delivery and its chat, which is busy from now on; `ready_at` tells when a chat may be sent to.

        Nothing of a priority below `lowest`, which is a greater number.
        """
        while self._future and self._future[0][0] <= now:
            _, priority, delivery_id, chat = heappop(self._future)
            heappush(self._chats.setdefault(chat, []), (priority, delivery_id))
            self._offer(chat)
        while self._held and self._held[0][0] <= now:
            self._offer(heappop(self._held)[1])
        while self._ready and self._ready[0][0] <= lowest:
            priority, delivery_id, chat = heappop(self._ready)
            waiting = self._chats.get(chat)
            if chat in self._busy or not waiting or waiting[0] != (priority, delivery_id):
                continue  # offered before something else became the chat's first
            ready = ready_at(chat)
            if ready > now:
                heappush(self._held, (ready, chat))
                continue
            heappop(waiting)
            self._busy.add(chat)
            return delivery_id, chat
        return None

    def done(self, chat: int) -> None:
        """The chat is free for its next delivery."""
        self._busy.discard(chat)
        self._offer(chat)

    def next_at(self) -> float:
        """When to ask again if nothing else happens; infinite when nothing waits for time to pass."""
        return min((heap[0][0] for heap in (self._future, self._held) if heap), default=inf)

    def _offer(self, chat: int) -> None:
        waiting = self._chats.get(chat)
        if not waiting:
            self._chats.pop(chat, None)
        elif chat not in self._busy:
            heappush(self._ready, (*waiting[0], chat))
