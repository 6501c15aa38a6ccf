"""What is put on the list for an address that somebody gives: the feed there, or the one of the site there."""

import asyncio
from dataclasses import replace
from datetime import datetime

from config import Settings
from index.feeds.address_safety import check_address
from index.feeds.discovery import find_feed
from index.feeds.fetcher import Fetcher, FetchError
from index.feeds.host_pace import HostPace
from index.feeds.opml import ListedFeed

LOOKED_FOR = 20.0  # seconds; a person waits meanwhile


def whole_address(typed: str) -> str:
    """The address that a person means, who may leave out the scheme."""
    return typed if "://" in typed else f"https://{typed}"


async def feed_to_add(wanted: ListedFeed, settings: Settings, now: datetime) -> tuple[ListedFeed, FetchError | None]:
    """The feed at an address or of the site there, with what keeps it from being read as yet.

    InputError says why none is there, or why the address is never fetched.
    """
    check_address(wanted.url, settings.allowed_host_names)
    try:
        async with (
            Fetcher(settings.allowed_host_names, pace=HostPace(settings.feed_host_delay)) as fetcher,
            asyncio.timeout(LOOKED_FOR),
        ):
            found = await find_feed(fetcher, wanted.url, now)
    except FetchError as error:
        return wanted, error
    except TimeoutError:
        return wanted, FetchError(
            "the server took longer than {seconds} seconds", values={"seconds": f"{LOOKED_FOR:g}"}
        )
    title = wanted.title or found.parsed.title
    return replace(wanted, url=found.url, site=found.parsed.site, title=title), None
