"""Fetching one feed: conditionally, each redirect checked, within limits of time and size, errors in plain words."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import httpx

from index.errors import InputError
from index.feeds.address_safety import AddressError, Resolve, check_address
from index.feeds.connecting import open_client, resolve_by_dns
from index.feeds.decompression import BodyError, read_body
from index.feeds.host_pace import HostPace

USER_AGENT = f"Newsdesk/{version('newsdesk')} (feed reader)"
FEEDS = "application/atom+xml, application/rss+xml, application/feed+json, text/xml;q=0.9, */*;q=0.5"
PAGES = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
MOST_REDIRECTS = 5
PERMANENT = frozenset({301, 308})
REDIRECTS = PERMANENT | {302, 303, 307}


class FetchError(InputError):
    """A feed that could not be fetched, in words that follow its address.

    `status` and `headers` are those of the answer, if there was one; `asks_to_wait` when the server is busy and not
    broken.
    """

    def __init__(
        self,
        reason: str,
        *,
        status: int | None = None,
        asks_to_wait: bool = False,
        headers: Mapping[str, str] | None = None,
        values: Mapping[str, str | int] | None = None,
    ) -> None:
        super().__init__(reason, **(values or {}), **({} if status is None else {"status": status}))
        self.status = status
        self.asks_to_wait = asks_to_wait
        self.headers = headers or {}

    @property
    def gone(self) -> bool:
        """Whether the server says that it never comes back."""
        return self.status == httpx.codes.GONE

    @property
    def lasting(self) -> bool:
        """Whether the server would say the same again a little later."""
        return self.status is not None and self.status < 500 and not self.asks_to_wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What the server answered. `body` is None when nothing has changed.

    `lasting_url` is the address to ask from now on; `url` is where the body came from.
    """

    url: str
    lasting_url: str
    body: bytes | None
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one answer may cost."""

    seconds: float = 30.0  # of each step of a chain of redirects
    body: int = 16 << 20  # bytes, unpacked


class Fetcher:
    """Fetches feeds over one set of connections; an asynchronous context manager."""

    def __init__(
        self,
        allowed_hosts: Collection[str] = (),
        limits: FetchLimits | None = None,
        resolve: Resolve = resolve_by_dns,
        *,
        pace: HostPace | None = None,
        accept: str = FEEDS,
    ) -> None:
        """`pace` is shared by all that fetch; `accept` is what is asked for."""
        self._allowed = frozenset(host.lower() for host in allowed_hosts)
        self._limits = limits or FetchLimits()
        self._pace = pace or HostPace(0)
        self._client = open_client(self._allowed, resolve, USER_AGENT, accept)

    async def __aenter__(self) -> Self:
        """Open nothing yet: connections are made as they are needed."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def fetch(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """What stands at `url` if it is not what the two validators name; FetchError says why there is nothing."""
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        # As bytes, since a validator may have characters in it that httpx does not send.
        headers = {name.encode(): value.encode() for name, value in conditions.items() if value}
        try:
            return await self._follow(url, headers)
        except (AddressError, BodyError) as error:
            raise FetchError(error.message, values=error.values) from None
        except (TimeoutError, httpx.TimeoutException):
            raise FetchError(
                "the server took longer than {seconds} seconds", values={"seconds": f"{self._limits.seconds:g}"}
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise _broken(error) from None

    async def _follow(self, first: str, headers: Mapping[bytes, bytes]) -> Fetched:
        url = lasting = first
        for _ in range(MOST_REDIRECTS + 1):
            check_address(url, self._allowed)
            async with (
                self._pace.turn(urlsplit(url).hostname or ""),
                asyncio.timeout(self._limits.seconds),
                self._client.stream("GET", url, headers=headers) as response,
            ):
                if response.status_code not in REDIRECTS:
                    return await self._answer(response, url, lasting)
                target = urljoin(url, response.headers.get("location", ""))
                # A permanent redirect behind a passing one says nothing about the address that was asked for.
                if lasting == url and response.status_code in PERMANENT:
                    lasting = target
                url = target
        raise FetchError("the server sends from one address to the next without end")

    async def _answer(self, response: httpx.Response, url: str, lasting: str) -> Fetched:
        told = {name.lower(): value for name, value in response.headers.items()}
        if response.status_code == httpx.codes.NOT_MODIFIED:
            return Fetched(url=url, lasting_url=lasting, body=None, headers=told)
        if response.status_code != httpx.codes.OK:
            raise _refused(response.status_code, told)
        body = await read_body(response.aiter_raw(), told.get("content-encoding", ""), self._limits.body)
        return Fetched(url=url, lasting_url=lasting, body=body, headers=told)


def _refused(status: int, headers: Mapping[str, str]) -> FetchError:
    if status == httpx.codes.GONE:
        return FetchError("the feed is gone for good (410)", status=status, headers=headers)
    overloaded = status == httpx.codes.SERVICE_UNAVAILABLE and "retry-after" in headers
    if overloaded or status == httpx.codes.TOO_MANY_REQUESTS:
        return FetchError("the server asks to wait", status=status, asks_to_wait=True, headers=headers)
    if status in (401, 402, 403, 451):
        return FetchError("the server refuses access ({status})", status=status, headers=headers)
    if status == httpx.codes.NOT_FOUND:
        return FetchError("there is nothing at this address (404)", status=status, headers=headers)
    if status >= 500:
        return FetchError("the server has an error of its own ({status})", status=status, headers=headers)
    return FetchError("the server answers with status {status}", status=status, headers=headers)


def _broken(error: Exception) -> FetchError:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return FetchError("its certificate is not valid")
    if isinstance(error, httpx.ConnectError):
        return FetchError("the server cannot be reached")
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol | ValueError):
        return FetchError("only http and https addresses are fetched")
    return FetchError("the server broke off its answer, or does not speak HTTP")
