import asyncio
import gzip
import ssl
import subprocess
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import brotli
import pytest

from index.feeds.fetcher import Fetcher, FetchError, FetchLimits
from tests.index.feeds.conftest import FeedServer, brotli_bomb, gzip_bomb, rss

ALLOWED = ("127.0.0.1",)
BODY = rss("Ferry late")


async def test_a_feed_and_who_asks_for_it(server: FeedServer) -> None:
    url = server.serve("/feed", BODY, headers={"ETag": '"1"', "Content-Type": "application/rss+xml"})
    async with Fetcher(ALLOWED) as fetcher:
        fetched = await fetcher.fetch(url)
    assert (fetched.body, fetched.lasting_url, fetched.headers["etag"]) == (BODY, url, '"1"')
    assert server.requests[0].headers["User-Agent"].startswith("Newsdesk/")


async def test_nothing_is_sent_again_that_is_known(server: FeedServer) -> None:
    url = server.serve_tagged("/feed", BODY, '"7"')
    async with Fetcher(ALLOWED) as fetcher:
        assert (await fetcher.fetch(url, '"7"', "Thu, 10 Jul 2025 00:00:00 GMT")).body is None
        assert (await fetcher.fetch(url, '"6"')).body == BODY
    assert server.requests[0].headers["If-Modified-Since"] == "Thu, 10 Jul 2025 00:00:00 GMT"


async def test_any_validator_can_be_sent_back(server: FeedServer) -> None:
    url = server.serve("/feed", BODY)
    async with Fetcher(ALLOWED) as fetcher:
        assert (await fetcher.fetch(url, '"é–"', "yesterday")).body == BODY


async def test_no_cookie_is_kept(server: FeedServer) -> None:
    url = server.serve("/feed", BODY, headers={"Set-Cookie": "reader=7"})
    async with Fetcher(ALLOWED) as fetcher:
        await fetcher.fetch(url)
        await fetcher.fetch(url)
    assert "Cookie" not in server.requests[1].headers


@pytest.mark.parametrize(
    ("statuses", "lasting"),
    [((301,), 1), ((308, 301), 2), ((302,), 0), ((303,), 0), ((307, 301), 0), ((301, 302, 301), 1)],
)
async def test_permanent_redirects_are_told(server: FeedServer, statuses: tuple[int, ...], lasting: int) -> None:
    for step, status in enumerate(statuses):
        server.serve(f"/{step}", status=status, headers={"Location": f"/{step + 1}"})
    server.serve(f"/{len(statuses)}", BODY)
    async with Fetcher(ALLOWED) as fetcher:
        fetched = await fetcher.fetch(server.url("/0"))
    assert (fetched.url, fetched.lasting_url) == (server.url(f"/{len(statuses)}"), server.url(f"/{lasting}"))


async def test_a_redirect_loop_ends(server: FeedServer) -> None:
    server.serve("/a", status=302, headers={"Location": "/b"})
    url = server.serve("/b", status=302, headers={"Location": "/a"})
    async with Fetcher(ALLOWED) as fetcher:
        with pytest.raises(FetchError, match="without end"):
            await fetcher.fetch(url)
    assert len(server.requests) == 6


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "http://10.0.0.1/", "//localhost/", "http://[::1]/", "http://["]
)
async def test_a_redirect_to_where_nobody_may_go(server: FeedServer, target: str) -> None:
    url = server.serve("/feed", status=301, headers={"Location": target})
    async with Fetcher(ALLOWED) as fetcher:
        with pytest.raises(FetchError, match=r"private network|only http"):
            await fetcher.fetch(url)


@pytest.mark.parametrize(
    ("status", "headers", "words"),
    [
        (410, {}, "gone for good"),
        (429, {"Retry-After": "60"}, "asks to wait"),
        (503, {"Retry-After": "60"}, "asks to wait"),
        (503, {}, "an error of its own"),
        (500, {}, "an error of its own"),
        (404, {}, "nothing at this address"),
        (403, {}, "refuses access"),
        (418, {}, "status 418"),
    ],
)
async def test_errors_in_words(server: FeedServer, status: int, headers: dict[str, str], words: str) -> None:
    url = server.serve("/feed", status=status, headers=headers)
    async with Fetcher(ALLOWED) as fetcher:
        with pytest.raises(FetchError, match=words) as caught:
            await fetcher.fetch(url)
    assert caught.value.gone == (status == 410)
    assert caught.value.headers.get("retry-after") == headers.get("Retry-After")


async def test_a_server_that_is_not_there(server: FeedServer) -> None:
    async with Fetcher(ALLOWED) as fetcher:
        with pytest.raises(FetchError, match="cannot be reached"):
            await fetcher.fetch("http://127.0.0.1:1/feed")


async def test_a_slow_body_ends(server: FeedServer) -> None:
    async with Fetcher(ALLOWED, FetchLimits(seconds=0.3)) as fetcher:
        with pytest.raises(FetchError, match=r"longer than 0\.3 seconds"):
            await fetcher.fetch(server.serve_slow("/slow"))


async def test_a_body_that_comes_drop_by_drop_ends(server: FeedServer) -> None:
    async with Fetcher(ALLOWED, FetchLimits(seconds=0.3)) as fetcher:
        with pytest.raises(FetchError, match=r"longer than 0\.3 seconds"):
            await fetcher.fetch(server.serve_drops("/drops"))


async def test_a_host_that_is_gone() -> None:
    async def resolve(_host: str, _port: int) -> Sequence[str]:
        return []

    async with Fetcher(resolve=resolve) as fetcher:
        with pytest.raises(FetchError, match=r"the host gone\.example is not known"):
            await fetcher.fetch("https://gone.example/feed")


@pytest.fixture
def own_certificate(tmp_path: Path) -> ssl.SSLContext:
    """One that nobody has signed."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=wire.example"]
    if subprocess.run([*command, "-keyout", key, "-out", certificate], capture_output=True).returncode:
        pytest.skip("openssl makes no certificate here")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    return context


async def test_a_certificate_that_is_not_valid(own_certificate: ssl.SSLContext) -> None:
    async def close(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with await asyncio.start_server(close, "127.0.0.1", 0, ssl=own_certificate) as listening:
        port = listening.sockets[0].getsockname()[1]
        async with Fetcher(ALLOWED) as fetcher:
            with pytest.raises(FetchError, match="its certificate is not valid"):
                await fetcher.fetch(f"https://127.0.0.1:{port}/feed")


async def test_an_endless_body_ends(server: FeedServer) -> None:
    async with Fetcher(ALLOWED, FetchLimits(body=1 << 20)) as fetcher:
        with pytest.raises(FetchError, match="more than 1 MB"):
            await fetcher.fetch(server.serve_endless("/endless"))


@pytest.mark.parametrize(("packed", "encoding"), [(gzip.compress(BODY), "gzip"), (brotli.compress(BODY), "br")])
async def test_packed_bodies(server: FeedServer, packed: bytes, encoding: str) -> None:
    url = server.serve("/feed", packed, headers={"Content-Encoding": encoding})
    async with Fetcher(ALLOWED) as fetcher:
        assert (await fetcher.fetch(url)).body == BODY


@pytest.mark.parametrize("encoding", ["gzip", "br"])
async def test_a_bomb_is_not_unpacked(server: FeedServer, encoding: str) -> None:
    bomb = gzip_bomb() if encoding == "gzip" else brotli_bomb()
    url = server.serve("/bomb", bomb, headers={"Content-Encoding": encoding})
    async with Fetcher(ALLOWED, FetchLimits(body=1 << 20)) as fetcher:
        tracemalloc.start()
        with pytest.raises(FetchError, match="more than 1 MB"):
            await fetcher.fetch(url)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert most < 16 << 20


@pytest.mark.parametrize(("encoding", "words"), [("gzip", "damaged"), ("br", "damaged"), ("zip", "not asked for")])
async def test_what_cannot_be_unpacked(server: FeedServer, encoding: str, words: str) -> None:
    url = server.serve("/feed", b"no such thing, not packed at all", headers={"Content-Encoding": encoding})
    async with Fetcher(ALLOWED) as fetcher:
        with pytest.raises(FetchError, match=words):
            await fetcher.fetch(url)
