"""Connections that go only to addresses which were checked."""

import asyncio
import socket
from collections.abc import Collection, Iterable, Sequence
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpcore
import httpx

from index.feeds.address_safety import AddressError, Resolve, checked_addresses

CONNECTIONS = 32
CONNECT_SECONDS = 10.0


async def resolve_by_dns(host: str, port: int) -> Sequence[str]:
    """All addresses of a host as the system knows them."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise AddressError("the host {host} is not known", host=host) from None
    return list(dict.fromkeys(str(where[0]) for *_, where in found))


class CheckedNetwork(httpcore.AsyncNetworkBackend):
    """Resolves a name, checks what it stands for, and connects to just that, so that DNS cannot change in between."""

    def __init__(self, allowed: Collection[str], resolve: Resolve) -> None:
        self._allowed = allowed
        self._resolve = resolve
        self._plain = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 -- the interface of httpcore
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first checked address that answers."""
        problem: Exception = httpcore.ConnectError("no address")
        for address in await checked_addresses(host, port, self._allowed, self._resolve):
            try:
                return await self._plain.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        raise problem

    async def sleep(self, seconds: float) -> None:
        """Wait between two attempts."""
        await self._plain.sleep(seconds)


class CheckedTransport(httpx.AsyncHTTPTransport):
    """The transport of httpx over a network of ours, which it has no argument for."""

    def __init__(self, network: httpcore.AsyncNetworkBackend) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=CONNECTIONS,
            max_keepalive_connections=CONNECTIONS,
            keepalive_expiry=CONNECT_SECONDS,
            http1=True,
            http2=True,
            network_backend=network,
        )


def open_client(allowed: Collection[str], resolve: Resolve, user_agent: str, accept: str) -> httpx.AsyncClient:
    """A client that follows no redirect by itself, keeps no cookie and uses no proxy from the environment."""
    return httpx.AsyncClient(
        transport=CheckedTransport(CheckedNetwork(allowed, resolve)),
        trust_env=False,
        timeout=httpx.Timeout(None, connect=CONNECT_SECONDS),
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        headers={
            "User-Agent": user_agent,
            "Accept": accept,
            "Accept-Encoding": "gzip, br",
        },
    )
