"""`newsdesk feeds import` and `export`: lists of feeds as other readers keep them (OPML)."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.feeds import feed_settings, open_feeds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config import Settings
    from index.feeds.opml import ListedFeed


def import_list(
    context: typer.Context,
    path: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="A list of feeds (OPML).")] = None,
    starter: Annotated[bool, typer.Option("--starter", help="Add the feeds that Newsdesk suggests.")] = False,
) -> None:
    """Add the feeds of a list, with their titles and folders."""
    from config import STARTER_FEEDS
    from index.errors import InputError
    from index.feeds.opml import read_opml

    if (path is None) != starter:
        raise typer.BadParameter("Name one list: a FILE or --starter", ctx=context)
    place = STARTER_FEEDS if path is None else path
    try:
        listed = read_opml(place.read_bytes())
    except OSError as error:
        raise InputError(f"{place} cannot be read: {error.strerror}.") from None
    except InputError as error:
        raise InputError(f"{place}: {error}.") from None
    settings = feed_settings(context)
    fit = _fit(listed, settings)
    with open_feeds(settings) as store:
        added = store.add_all(fit, datetime.now(UTC))
    sys.stdout.write(
        f"{added:,} added, {len(fit) - added:,} on the list already, {len(listed) - len(fit):,} refused.\n"
    )


def export_list(
    context: typer.Context,
    path: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Where to write it; else it is printed.")
    ] = None,
) -> None:
    """Write all feeds as a list (OPML) that other readers take."""
    from index.feeds.opml import ListedFeed, write_opml
    from index.storage.durable import write_durably

    with open_feeds(feed_settings(context)) as store:
        listed = [
            ListedFeed(url=feed.url, title=feed.title, site=feed.site, folder=feed.folder)
            for feed in store.all()
            if not feed.retired
        ]
    written = write_opml(listed)
    if path is None:
        sys.stdout.write(written.decode())
    else:
        write_durably(path, written)


def _fit(listed: "Sequence[ListedFeed]", settings: "Settings") -> "list[ListedFeed]":
    """The feeds that may be fetched; of the others it is said why not."""
    from index.errors import InputError
    from index.feeds.address_safety import check_address

    fit = []
    for feed in listed:
        try:
            check_address(feed.url, settings.allowed_host_names)
            fit.append(feed)
        except InputError as error:
            sys.stderr.write(f"newsdesk: {feed.url}: {error}.\n")
    return fit
