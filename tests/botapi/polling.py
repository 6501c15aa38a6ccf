"""getUpdates: long polling by one poller at a time."""

from typing import Any

from tests.botapi.errors import conflict
from tests.botapi.parameters import Parameters
from tests.botapi.world import World

MOST = 100
LONGEST_S = 50


class Polling:
    """Hands out updates; a new request ends the one that waits."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._turn: object | None = None
        self._closed = False

    async def get_updates(self, parameters: Parameters) -> list[dict[str, Any]]:
        """Updates from the offset on, as soon as there are some or after the timeout none."""
        world = self._world
        if world.webhook.url:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        world.updates.allow(parameters.get("allowed_updates"))
        world.updates.confirm(parameters.get("offset", 0))
        turn = self._turn = object()
        world.changes.notify()
        try:
            await self._wait(turn, min(max(parameters.get("timeout", 0), 0), LONGEST_S))
            self._refuse(turn)
        finally:
            if self._turn is turn:
                self._turn = None
        limit = parameters.get("limit", MOST)
        return [update.body for update in world.updates.waiting()[: limit if 1 <= limit <= MOST else MOST]]

    def close(self) -> None:
        """End the request that waits, with no updates."""
        self._closed = True
        self._world.changes.notify()

    async def _wait(self, turn: object, timeout_s: float) -> None:
        world = self._world

        def over() -> bool:
            return self._closed or self._turn is not turn or bool(world.webhook.url or world.updates.waiting())

        try:
            await world.changes.until(over, timeout_s)
        except TimeoutError:
            return

    def _refuse(self, turn: object) -> None:
        if self._turn is not turn:
            raise conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
        if self._world.webhook.url:
            raise conflict("terminated by setWebhook request")
