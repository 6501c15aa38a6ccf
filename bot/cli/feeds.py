"""`newsdesk feeds`: the feeds that are read again and again."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from bot.cli.options import Options
    from config import Settings
    from index.feeds.feed import Feed
    from index.feeds.feed_store import FeedStore

NO_FEEDS = "There are no feeds; `newsdesk feeds add ADDRESS` adds one, `newsdesk feeds import --starter` some.\n"


def feeds_command(context: typer.Context) -> None:
    """The feeds that are read again and again; alone: list them."""
    if context.invoked_subcommand is None:
        list_feeds(context)


def add(
    context: typer.Context,
    urls: Annotated[list[str], typer.Argument(help="Addresses of feeds (RSS, Atom, JSON Feed) or of sites.")],
    title: Annotated[str | None, typer.Option(help="What to call it in place of its own title.")] = None,
    folder: Annotated[str | None, typer.Option(help="Folder to list it in.")] = None,
    unseen: Annotated[bool, typer.Option("--unseen", help="Add without looking what is there.")] = False,
) -> None:
    """Add feeds; of a site its feed is found. `newsdesk fetch` or `newsdesk run` reads them."""
    import asyncio

    from index.articles.article import clean_line
    from index.errors import InputError
    from index.feeds.adding import feed_to_add, whole_address
    from index.feeds.address_safety import check_address
    from index.feeds.opml import ListedFeed

    settings = feed_settings(context)
    named = {"title": clean_line(title or "") or None, "folder": clean_line(folder or "") or None}
    addresses = [whole_address(url) for url in urls]
    with open_feeds(settings) as store:
        try:
            for address in addresses:  # all of them before the first is added
                check_address(address, settings.allowed_host_names)
            for address in addresses:
                feed, remark = ListedFeed(url=address, **named), ""
                if not unseen:
                    feed, trouble = asyncio.run(feed_to_add(feed, settings, datetime.now(UTC)))
                    remark = f", unread as yet: {trouble}" if trouble else f": {feed.title}" if feed.title else ""
                new = store.add_all([feed], datetime.now(UTC))
                sys.stdout.write(f"{feed.url} {'added' if new else 'is on the list already'}{remark}.\n")
        except InputError as error:
            raise InputError(f"{clean_line(address)} cannot be added: {error}.") from None


def remove(
    context: typer.Context, urls: Annotated[list[str], typer.Argument(help="Addresses as `feeds list` shows them.")]
) -> None:
    """Remove feeds; the articles that came from them stay."""
    with open_feeds(feed_settings(context)) as store:
        _for_each(urls, store.remove, "removed")


def change(
    context: typer.Context,
    urls: Annotated[list[str], typer.Argument(help="Addresses as `feeds list` shows them.")],
    pages: Annotated[
        Literal["auto", "always", "never"] | None,
        typer.Option(help="When to take the full text from an article's page; auto: where the feed gives a teaser."),
    ] = None,
    keep_days: Annotated[int | None, typer.Option(min=0, help="Days to keep its articles; 0 is for good.")] = None,
    keep_articles: Annotated[int | None, typer.Option(min=0, help="Newest articles to keep; 0 is all.")] = None,
) -> None:
    """Set how full texts are found and how much is kept of feeds, in place of what the settings say."""
    chosen = {"pages": pages, "keep_days": keep_days, "keep_articles": keep_articles}
    given = {name: value for name, value in chosen.items() if value is not None}
    if not given:
        raise typer.BadParameter("Name what to set: --pages, --keep-days or --keep-articles", ctx=context)
    with open_feeds(feed_settings(context)) as store:
        _for_each(urls, lambda url: store.change(url, **given), "set")


def list_feeds(context: typer.Context) -> None:
    """List the feeds with when each is read next and what is wrong with it."""
    with open_feeds(feed_settings(context)) as store:
        listed = store.all()
    for folder in dict.fromkeys(feed.folder for feed in listed):
        if folder:
            sys.stdout.write(f"{folder}\n")
        for feed in (feed for feed in listed if feed.folder == folder):
            sys.stdout.write("".join(f"{'  ' if folder else ''}{line}\n" for line in lines_on(feed)))
    if not listed:
        sys.stdout.write(NO_FEEDS)


def lines_on(feed: "Feed") -> Iterator[str]:
    """What a person wants to know of a feed."""
    yield f"{feed.title}  {feed.url}" if feed.title else feed.url
    if feed.trouble:
        times = f" ({feed.failures} times in a row)" if feed.failures > 1 else ""
        yield f"    {feed.trouble}{times}"
    kept = [f"{feed.keep_days:,} days"] if feed.keep_days else []
    kept += [f"{feed.keep_articles:,} articles"] if feed.keep_articles else []
    own = [f"pages {feed.pages.value}"] if feed.pages.value != "auto" else []
    own += [f"keeps {' and '.join(kept)}"] if kept else []
    if own:
        yield f"    {', '.join(own)}"
    asked = f"asked {feed.checked:%Y-%m-%d %H:%M}, " if feed.checked else ""
    yield "    given up" if feed.retired else f"    {asked}next check {feed.next_check:%Y-%m-%d %H:%M} UTC"


def _for_each(urls: list[str], act: Callable[[str], bool], done: str) -> None:
    """Do it to each address, and end with 1 if one is not on the list."""
    missing = [url for url in urls if not _told(url, act(url), done)]
    if missing:
        raise typer.Exit(1)


def _told(url: str, known: bool, done: str) -> bool:
    sys.stdout.write(f"{url} {done if known else 'is not on the list'}.\n")
    return known


def feed_settings(context: typer.Context) -> "Settings":
    """The settings, with the options before the command."""
    options: Options = context.obj
    return options.settings()


@contextmanager
def open_feeds(settings: "Settings") -> "Iterator[FeedStore]":
    """The list of feeds, without the model and the index, which it does not need."""
    from bot.migrations import MIGRATIONS as BOT_MIGRATIONS
    from index.feeds.feed_store import FeedStore
    from index.storage.database import MIGRATIONS, Database

    database = Database(settings.database_address, [MIGRATIONS, BOT_MIGRATIONS])
    try:
        yield FeedStore(database)
    finally:
        database.close()
