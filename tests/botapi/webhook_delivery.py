"""Delivery of updates to the bot's webhook, one after the other, each until it is taken.

The webhook's address must be an https one on one of Telegram's ports. As no test has a certificate, `routes` says for
the beginning of such an address which plain one stands behind it, as a proxy that ends TLS would.
"""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus

import aiohttp

from tests.botapi.update_queue import Update
from tests.botapi.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
RETRY_S = 0.05
LONGEST_RETRY_S = 1.0
PATIENCE_S = 30.0


class WebhookDelivery:
    """Runs as a task while the double does."""

    def __init__(self, world: World, routes: Mapping[str, str]) -> None:
        self._world = world
        self._routes = routes

    async def run(self) -> None:
        """Deliver for ever."""
        world = self._world
        pause = RETRY_S
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(PATIENCE_S)) as session:
            while True:
                update = await world.changes.until(self._next, None)
                failure = await self._deliver(session, update) if update is not None else ""
                if update is None or not failure:
                    pause = RETRY_S
                    continue
                world.webhook.failed_at, world.webhook.failure = world.now(), failure
                world.changes.notify()
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_RETRY_S)

    def _next(self) -> Update | None:
        waiting = self._world.updates.waiting() if self._world.webhook.url else []
        return waiting[0] if waiting else None

    async def _deliver(self, session: aiohttp.ClientSession, update: Update) -> str:
        """Post one update; what went wrong, or nothing."""
        webhook = self._world.webhook
        address = self._routed(webhook.url)
        if address is None:
            return "Connection refused"
        headers = {SECRET_HEADER: webhook.secret} if webhook.secret else {}
        try:
            async with session.post(address, json=update.body, headers=headers, allow_redirects=False) as response:
                await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            return f"Connection failed: {type(error).__name__}"
        if not HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES:
            return f"Wrong response from the webhook: {response.status} {response.reason}"
        self._world.updates.confirm(update.update_id + 1)
        self._world.changes.notify()
        return ""

    def _routed(self, url: str) -> str | None:
        for public, plain in self._routes.items():
            if url.startswith(public):
                return plain + url.removeprefix(public)
        return None
