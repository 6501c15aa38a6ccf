"""`newsdesk feeds`: the feeds that are read again and again."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.cli.options import Options
    from config import Settings
    from index.feeds.feed import Feed
    from index.feeds.feed_store import FeedStore

feeds = typer.Typer(help="The feeds that are read again and again; alone: list them.")


@feeds.callback(invoke_without_command=True)
def feeds_command(context: typer.Context) -> None:
    """The feeds that are read again and again; alone: list them."""
    if context.invoked_subcommand is None:
        list_feeds(context)


@feeds.command("add")
def add(
    context: typer.Context,
    urls: Annotated[list[str], typer.Argument(help="Addresses of feeds (RSS, Atom or JSON Feed).")],
    title: Annotated[str | None, typer.Option(help="What to call it in place of its own title.")] = None,
    folder: Annotated[str | None, typer.Option(help="Folder to list it in.")] = None,
) -> None:
    """Add feeds; `newsdesk fetch` or `newsdesk run` reads them."""
    from index.article import clean_line
    from index.errors import InputError
    from index.feeds.address_safety import check_address

    settings = _settings(context)
    addresses = [url if "://" in url else f"https://{url}" for url in urls]
    for address in addresses:
        try:
            check_address(address, settings.allowed_host_names)
        except InputError as error:
            raise InputError(f"{clean_line(address)} cannot be added: {error}.") from None
    with open_feeds(settings) as store:
        for address in addresses:
            named = {"title": clean_line(title or "") or None, "folder": clean_line(folder or "") or None}
            new = store.add(address, datetime.now(UTC), **named)
            sys.stdout.write(f"{address} {'added' if new else 'is on the list already'}.\n")


@feeds.command("remove")
def remove(
    context: typer.Context, urls: Annotated[list[str], typer.Argument(help="Addresses as `feeds list` shows them.")]
) -> None:
    """Remove feeds; the articles that came from them stay."""
    missing = False
    with open_feeds(_settings(context)) as store:
        for url in urls:
            removed = store.remove(url)
            missing = missing or not removed
            sys.stdout.write(f"{url} {'removed' if removed else 'is not on the list'}.\n")
    if missing:
        raise typer.Exit(1)


@feeds.command("list")
def list_feeds(context: typer.Context) -> None:
    """List the feeds with when each is read next and what is wrong with it."""
    with open_feeds(_settings(context)) as store:
        listed = store.all()
    for folder in dict.fromkeys(feed.folder for feed in listed):
        if folder:
            sys.stdout.write(f"{folder}\n")
        for feed in (feed for feed in listed if feed.folder == folder):
            sys.stdout.write("".join(f"{'  ' if folder else ''}{line}\n" for line in lines_on(feed)))
    if not listed:
        sys.stdout.write("There are no feeds; `newsdesk feeds add ADDRESS` adds one.\n")


def lines_on(feed: "Feed") -> Iterator[str]:
    """What a person wants to know of a feed."""
    yield f"{feed.title}  {feed.url}" if feed.title else feed.url
    if feed.last_error:
        times = f" ({feed.failures} times in a row)" if feed.failures > 1 else ""
        yield f"    {feed.last_error}{times}"
    yield "    given up" if feed.retired else f"    next check {feed.next_check:%Y-%m-%d %H:%M} UTC"


def _settings(context: typer.Context) -> "Settings":
    options: Options = context.obj
    return options.settings()


@contextmanager
def open_feeds(settings: "Settings") -> "Iterator[FeedStore]":
    """The list of feeds, without the model and the index, which it does not need."""
    from bot.migrations import MIGRATIONS as BOT_MIGRATIONS
    from index.database import MIGRATIONS, Database
    from index.feeds.feed_store import FeedStore

    database = Database(settings.database_address, [MIGRATIONS, BOT_MIGRATIONS])
    try:
        yield FeedStore(database)
    finally:
        database.close()
