"""`newsdesk feeds check`: what stands at an address, without taking anything in."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.feeds import NO_FEEDS, feed_settings, open_feeds

if TYPE_CHECKING:
    from config import Settings
    from index.feeds.discovery import FoundFeed


def check(
    context: typer.Context,
    urls: Annotated[
        list[str] | None, typer.Argument(metavar="[ADDRESS…]", help="Feeds or sites; else all on the list.")
    ] = None,
) -> None:
    """Ask feeds now and tell what is in them and what is wrong; ends with 1 when one cannot be read."""
    import asyncio

    from index.feeds.adding import whole_address

    settings = feed_settings(context)
    if urls:
        addresses = [whole_address(url) for url in urls]
    else:
        with open_feeds(settings) as store:
            addresses = [feed.url for feed in store.all()]
        if not addresses:
            sys.stdout.write(NO_FEEDS)
    if asyncio.run(_check(settings, addresses)):
        raise typer.Exit(1)


async def _check(settings: "Settings", addresses: list[str]) -> int:
    """Print the lines on each as they are known; how many cannot be read."""
    import asyncio

    from index.feeds.fetcher import Fetcher
    from index.feeds.host_pace import HostPace

    async with Fetcher(settings.allowed_host_names, pace=HostPace(settings.feed_host_delay)) as fetcher:
        slots = asyncio.Semaphore(8)

        async def one(address: str) -> bool:
            from index.errors import InputError
            from index.feeds.discovery import find_feed

            now = datetime.now(UTC)
            async with slots:
                try:
                    found = await find_feed(fetcher, address, now)
                except InputError as error:
                    sys.stdout.write(f"{address}\n    {error}\n")
                    return False
            sys.stdout.write("".join(f"{line}\n" for line in lines_on(found, address, now)))
            return True

        return (await asyncio.gather(*map(one, addresses))).count(False)


def lines_on(found: "FoundFeed", asked: str, now: datetime) -> Iterator[str]:
    """What a person wants to know before adding a feed."""
    from index.feeds.page import is_teaser
    from index.feeds.schedule import fresh_for, pace_of

    parsed, articles = found.parsed, found.parsed.articles
    yield f"{parsed.title}  {found.url}" if parsed.title else found.url
    if found.url != asked:
        yield f"    found from {asked}"
    dates = [article.published for article in articles if article.published]
    newest = f", newest {max(dates):%Y-%m-%d %H:%M} UTC" if dates else ", without dates" if articles else ""
    yield f"    {parsed.kind}, {len(articles):,} {'article' if len(articles) == 1 else 'articles'}{newest}"
    if parsed.refused:
        yield f"    {parsed.refused:,} entries without title and text"
    if articles:
        teasers = sum(map(is_teaser, articles))
        yield (
            f"    {teasers:,} of them teasers, whose pages are read for the full text" if teasers else "    full texts"
        )
    wait = max(pace_of(dates, now), fresh_for(found.fetched.headers, parsed.ttl_minutes, now))
    yield f"    read about every {round(wait.total_seconds() / 60):,} minutes"
