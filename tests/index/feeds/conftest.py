"""A real server on loopback that serves feeds and every sort of trouble."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import brotli
import pytest_asyncio
from aiohttp import web

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Harbour Post</title><link>https://harbour.example/</link>{extra}{items}</channel></rss>"""
ITEM = """<item><guid isPermaLink="false">{number}</guid><title>{title}</title><link>https://harbour.example/{number}</link>
<pubDate>Thu, 10 Jul 2025 0{number}:00:00 GMT</pubDate><description>{text}</description></item>"""


def rss(*titles: str, text: str = "The ferry is late again.", extra: str = "") -> bytes:
    """A feed with one item for each title, an hour apart."""
    items = "".join(ITEM.format(number=n, title=title, text=text) for n, title in enumerate(titles, start=1))
    return RSS.format(items=items, extra=extra).encode()


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class FeedServer:
    """What it serves at each path; `requests` are those that reached it."""

    port: int = 0
    handlers: dict[str, Handler] = field(default_factory=dict)
    requests: list[web.Request] = field(default_factory=list)

    def url(self, path: str = "/feed", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def serve(self, path: str, body: bytes = b"", status: int = 200, headers: dict[str, str] | None = None) -> str:
        """Answer `path` with just this; returns its address."""

        async def answer(_request: web.Request) -> web.StreamResponse:
            return web.Response(body=body, status=status, headers=headers)

        self.handlers[path] = answer
        return self.url(path)

    def serve_tagged(self, path: str, body: bytes, etag: str) -> str:
        """Answer 304 to who knows this version."""

        async def answer(request: web.Request) -> web.StreamResponse:
            known = request.headers.get("If-None-Match") == etag
            return web.Response(body=b"" if known else body, status=304 if known else 200, headers={"ETag": etag})

        self.handlers[path] = answer
        return self.url(path)

    def serve_slow(self, path: str) -> str:
        """One byte, and then nothing for as long as the client stays."""

        async def answer(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse()
            await response.prepare(request)
            await response.write(b"<")
            await asyncio.Event().wait()
            return response

        self.handlers[path] = answer
        return self.url(path)

    def serve_drops(self, path: str) -> str:
        """A byte now and then, for as long as the client stays."""

        async def answer(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse()
            await response.prepare(request)
            while True:
                await response.write(b"<")
                await asyncio.sleep(0.02)

        self.handlers[path] = answer
        return self.url(path)

    def serve_endless(self, path: str) -> str:
        """Bytes for as long as the client takes them."""

        async def answer(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse()
            await response.prepare(request)
            while True:
                await response.write(b" " * (1 << 16))

        self.handlers[path] = answer
        return self.url(path)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        handler = self.handlers.get(request.path)
        return await handler(request) if handler else web.Response(status=404)


def gzip_bomb() -> bytes:
    return gzip.compress(bytes(1 << 28), 1)


def brotli_bomb() -> bytes:
    return bytes(brotli.compress(bytes(1 << 26), quality=1))


@asynccontextmanager
async def serving() -> AsyncIterator[FeedServer]:
    """A server that runs for as long as it is needed."""
    served = FeedServer()
    application = web.Application()
    application.router.add_get("/{path:.*}", served.answer)
    runner = web.AppRunner(application, handler_cancellation=True, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    served.port = runner.addresses[0][1]
    yield served
    await runner.cleanup()


@pytest_asyncio.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with serving() as served:
        yield served
