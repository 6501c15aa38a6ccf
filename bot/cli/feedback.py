"""`newsdesk feedback`: what people said of answers, as questions for `newsdesk eval`."""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.cli.options import Options


def feedback(
    context: typer.Context,
    wrong: Annotated[
        bool, typer.Option("--wrong", help="Those called wrong; correct answers and gold_urls before measuring.")
    ] = False,
) -> None:
    """Print the answers that people called right, as JSON lines that `newsdesk eval` reads."""
    from bot.feedback import Feedback
    from bot.migrations import MIGRATIONS as BOT_MIGRATIONS
    from index.storage.database import MIGRATIONS, Database

    options: Options = context.obj
    database = Database(options.settings().database_address, [MIGRATIONS, BOT_MIGRATIONS])
    try:
        for question in Feedback(database).questions(right=not wrong):
            sys.stdout.write(json.dumps(question, ensure_ascii=False) + "\n")
    finally:
        database.close()
