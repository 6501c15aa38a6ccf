"""A local server of many feeds on many hosts, as a process of its own, so that its work is not counted.

    python -m tests.bench.feed_server ITEMS CHANGING [--pages]

Prints its port. Every host of 127.0.0.0/8 serves /N, feed number N with ITEMS articles, to whoever does not have it
yet; a share CHANGING of the feeds has one more article each time that it is asked. With --pages the articles have pages
there, too, with their full texts. /told says what was asked of it.
"""

import argparse
import asyncio
import gzip
import hashlib
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen
from xml.sax.saxutils import escape

from aiohttp import web

HEADLINES = Path(__file__).parents[3] / "shared" / "data" / "headlines-2020.jsonl.gz"


class Feeds:
    """What is served and what was asked."""

    def __init__(self, items: int, changing: float, *, pages: bool = False) -> None:
        self._items = items
        self._pages = pages
        self._changing = changing
        self._texts = list(_texts(20_000))
        self._asked: Counter[int] = Counter()
        self._statuses: Counter[int] = Counter()
        self._busy: Counter[str] = Counter()
        self._most_at_once = 0
        self._last: dict[str, float] = {}
        self._shortest_rest = float("inf")

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One feed, or 304."""
        host = request.host.partition(":")[0]
        self._busy[host] += 1
        self._most_at_once = max(self._most_at_once, self._busy[host])
        if host in self._last:
            self._shortest_rest = min(self._shortest_rest, time.monotonic() - self._last[host])
        number = int(request.match_info["number"])
        if number % 1000 < 1000 * self._changing:
            self._asked[number] += 1
        more = self._asked[number]
        tag = f'"{number}-{more}"'
        status = 304 if request.headers.get("If-None-Match") == tag else 200
        site = f"http://{request.host}/page/" if self._pages else ""
        body = b"" if status == 304 else self._feed(number, more, site)
        self._statuses[status] += 1
        self._busy[host] -= 1
        self._last[host] = time.monotonic()
        return web.Response(body=body, status=status, headers={"ETag": tag}, content_type="application/rss+xml")

    async def page(self, request: web.Request) -> web.StreamResponse:
        """The full text of an article: its teaser, and sentences that no other article has."""
        guid = request.match_info["guid"]
        feed, item = map(int, guid.split("-"))
        title, teaser = map(escape, self._texts[(feed * self._items + item) % len(self._texts)])
        rest = "".join(f"<p>{_sentences(f'{guid} {part}')}</p>" for part in range(6))
        body = (
            f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{teaser}</p>{rest}</article>"
        )
        return web.Response(text=body, content_type="text/html")

    async def tell(self, _request: web.Request) -> web.StreamResponse:
        """What was asked since the last time."""
        told = {
            "statuses": self._statuses,
            "most_at_once": self._most_at_once,
            "shortest_rest": self._shortest_rest if self._last else None,
        }
        self._statuses = Counter()
        return web.json_response(told)

    def _feed(self, number: int, more: int, site: str) -> bytes:
        first = number * self._items
        numbers = range(first + more, first + more + self._items)
        items = "".join(self._item(f"{number}-{n - first}", self._texts[n % len(self._texts)], site) for n in numbers)
        return f'<rss version="2.0"><channel><title>Feed {number}</title>{items}</channel></rss>'.encode()

    @staticmethod
    def _item(guid: str, text: tuple[str, str], site: str) -> str:
        title, description = map(escape, text)
        link = f"{site}{guid}" if site else f"https://{guid}.example/"
        return (
            f'<item><guid isPermaLink="false">{guid}</guid><title>{title}</title><link>{link}</link>'
            f"<pubDate>Thu, 01 Jan 2026 00:00:00 GMT</pubDate><description>{description}</description></item>"
        )


def _sentences(about: str) -> str:
    """Some sentences of words made of a hash."""
    words = [hashlib.sha256(f"{about} {n}".encode()).hexdigest() for n in range(4)]
    return " ".join(f"The council of {word[:9]} told {word[9:17]} of {word[17:27]} on {word[27:35]}." for word in words)


def _texts(most: int) -> Iterator[tuple[str, str]]:
    """Real headlines with their teasers where they are at hand, else made ones."""
    if not HEADLINES.is_file():
        for number in range(most):
            word = hashlib.sha256(str(number).encode()).hexdigest()
            yield f"Council {word[:8]} votes on plan {number}", f"It spends {number} crowns on {word[8:16]}. " * 5
        return
    with gzip.open(HEADLINES, "rt", encoding="utf-8") as lines:
        for _, line in zip(range(most), lines, strict=False):
            told = json.loads(line)
            yield told["title"] or "-", told["description"] or ""


@contextmanager
def feed_server(items: int, changing: float = 0.0, *, pages: bool = False) -> Iterator[int]:
    """The port of a server that runs for as long as it is needed."""
    command = [sys.executable, "-m", "tests.bench.feed_server", str(items), str(changing), *["--pages"][:pages]]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield int(process.stdout.readline())
        finally:
            process.terminate()


def told_by(port: int) -> dict[str, Any]:
    """What was asked of a server since the last time that it told."""
    with urlopen(f"http://127.0.0.1:{port}/told") as answer:
        told: dict[str, Any] = json.load(answer)
    return told


async def _serve(feeds: Feeds) -> None:
    application = web.Application()
    application.router.add_get("/told", feeds.tell)
    application.router.add_get("/{number:\\d+}", feeds.answer)
    application.router.add_get("/page/{guid:\\d+-\\d+}", feeds.page)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "0.0.0.0", 0, backlog=1024).start()  # noqa: S104 -- all of 127.0.0.0/8
    sys.stdout.write(f"{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("items", type=int)
    parser.add_argument("changing", type=float)
    parser.add_argument("--pages", action="store_true")
    given = parser.parse_args()
    asyncio.run(_serve(Feeds(given.items, given.changing, pages=given.pages)))
