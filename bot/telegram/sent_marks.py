"""Notes which deliveries were made, those that are made at the same time in one transaction.

Each commit waits for the disk. At thirty messages a second one for each would keep replies from the database.
"""

import asyncio

from bot.outbox import Outbox
from bot.telegram.storing import stored


class SentMarks:
    """Writes marks; while some are being written the next ones gather."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._gathered: dict[int, int | None] = {}
        self._writing = asyncio.Lock()

    async def note(self, delivery_id: int, message: int | None) -> None:
        """Return once it is stored that a delivery was made, as the message with this number."""
        self._gathered[delivery_id] = message
        async with self._writing:
            if delivery_id in self._gathered:  # else it was written together with an earlier one
                marks, self._gathered = self._gathered, {}
                await stored(self._outbox.sent, marks)
