"""`newsdesk fetch`: one round over the feeds that are due."""

import sys
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from bot.cli.import_articles import index_all
from bot.cli.options import Options, open_desk

if TYPE_CHECKING:
    from bot.cli.options import Desk


def fetch(context: typer.Context) -> None:
    """Read each feed that is due, once, and bring what is new into the index."""
    import asyncio

    options: Options = context.obj
    with open_desk(options.settings()) as desk:
        tally = asyncio.run(_round(desk))
        index_all(desk.newsdesk)
    sys.stdout.write(summary(tally) + "\n")


async def _round(desk: "Desk") -> Counter[str]:
    from index.feeds.intake import open_intake

    async with open_intake(desk.settings, desk.database, desk.newsdesk, lambda: datetime.now(UTC)) as intake:
        await intake.start_due()
        await intake.finish()
        return intake.take_tally()


def summary(tally: Counter[str]) -> str:
    """What the round brought, in one line."""
    asked = tally["read"] + tally["unchanged"] + tally["failed"]
    if not asked:
        return "No feed is due; `newsdesk feeds list` shows when each is."
    found = ", ".join(f"{tally[name]:,} {name}" for name in ("new", "changed", "known", "refused"))
    failed = f" {tally['failed']:,} failed: see `newsdesk feeds list`." if tally["failed"] else ""
    return f"{asked:,} {'feed' if asked == 1 else 'feeds'} asked, {tally['unchanged']:,} unchanged; {found}.{failed}"
