"""The HTTP side of a process: is it alive, is it ready, what does it count, and, for a bot, Telegram's webhook.

Meant for the machine's own network: a proxy in front of it speaks HTTPS with the world.
"""

import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.service.metrics import REGISTRY
from config import NewsdeskError, SettingError

LONGEST_UPDATE = 1 << 20  # bytes
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 -- a name

log = structlog.get_logger(__name__)

Checks = Callable[[], Awaitable[Mapping[str, bool]]]


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram sends updates; `accept` stores one, and raises NewsdeskError when it cannot."""

    path: str
    secret: str
    accept: Callable[[Mapping[str, Any]], Awaitable[None]]


@asynccontextmanager
async def http_server(address: str, checks: Checks, webhook: Webhook | None = None) -> AsyncIterator[None]:
    """Serve at `host:port` meanwhile. `checks` tells what the process needs to work, by name."""
    host, port = parted(address)
    application = web.Application(client_max_size=LONGEST_UPDATE)
    application.router.add_get("/healthz", _healthy)
    application.router.add_get("/readyz", _ready(checks))
    application.router.add_get("/metrics", _metrics)
    if webhook is not None:
        application.router.add_post(webhook.path, _accepting(webhook))
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        await runner.cleanup()
        raise SettingError(f"NEWSDESK_HTTP_ADDRESS {address} cannot be used: {error.strerror}.") from None
    log.info("Health and metrics are served", address=address)
    try:
        yield
    finally:
        await runner.cleanup()


def parted(address: str) -> tuple[str, int]:
    """Host and port; SettingError for what is not `host:port`."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65_535:
        raise SettingError("NEWSDESK_HTTP_ADDRESS is not one such as 127.0.0.1:9300.")
    return host.strip("[]"), int(port)


async def _healthy(_request: web.Request) -> web.Response:
    """The event loop answers, so the process is not stuck."""
    return web.Response(text="ok\n")


def _ready(checks: Checks) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(_request: web.Request) -> web.Response:
        found = await checks()
        return web.json_response(dict(found), status=200 if all(found.values()) else 503)

    return answer


async def _metrics(_request: web.Request) -> web.Response:
    return web.Response(body=generate_latest(REGISTRY), headers={"Content-Type": CONTENT_TYPE_LATEST})


def _accepting(webhook: Webhook) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def accept(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), webhook.secret.encode()):
            return web.Response(status=403)
        try:
            update = json.loads(await request.read())
        except ValueError:
            return web.Response(status=400)
        if not isinstance(update, dict):
            return web.Response(status=400)
        try:
            await webhook.accept(update)
        except NewsdeskError:
            return web.Response(status=503)  # Telegram sends it again
        return web.Response()

    return accept
