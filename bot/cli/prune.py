"""`newsdesk prune`: removes what is kept no longer."""

import sys
from typing import Annotated

import typer

from bot.cli.options import Options, open_desk
from bot.cli.times import Now, now_utc


def prune(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would be removed, and remove nothing.")] = False,
    now: Now = None,
) -> None:
    """Remove the articles of feeds that are older or more than is to be kept; `newsdesk run` does so each hour.

    How much is kept is set by keep_days and keep_articles, for one feed by `newsdesk feeds set`.
    """
    from index.feeds.pruning import find_excess
    from index.feeds.retention import Kept

    options: Options = context.obj
    settings = options.settings()
    kept = Kept(settings.keep_days, settings.keep_articles)
    moment = now or now_utc()
    with open_desk(settings) as desk:
        excess = find_excess(desk.database, kept, moment)
        for one in excess:
            sys.stdout.write(f"{len(one.article_ids):,} of {one.name or 'feeds that are not on the list any more'}\n")
        if dry_run:
            sys.stdout.write(f"{sum(len(one.article_ids) for one in excess):,} articles would be removed.\n")
            return
        removed = desk.newsdesk.prune(kept, moment)
        desk.newsdesk.refresh()
    sys.stdout.write(f"{removed:,} articles removed.\n")
