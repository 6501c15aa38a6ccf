"""`newsdesk index`: is the passage index what the database says, and building it anew."""

import sys

import typer

from bot.cli.copying import migrations
from bot.cli.import_articles import index_all
from bot.cli.options import Options, open_desk

index = typer.Typer(help="The passage index: whether it is right, and building it anew.", no_args_is_help=True)


@index.command("verify")
def verify(context: typer.Context) -> None:
    """Compare the index with the database: how much it holds, and whether articles are found by what they are."""
    options: Options = context.obj
    with open_desk(options.settings()) as desk:
        found = desk.newsdesk.problems()
        waiting = desk.newsdesk.waiting()
    for sentence in found:
        sys.stdout.write(f"{sentence}\n")
    if found:
        sys.stdout.write("`newsdesk index rebuild` builds it anew.\n")
        raise typer.Exit(1)
    sys.stdout.write(f"The index is right; {waiting:,} articles wait to be taken over.\n")


@index.command("rebuild")
def rebuild(context: typer.Context) -> None:
    """Build the index anew from the database; nothing is embedded again."""
    options: Options = context.obj
    settings = options.settings()
    from contextlib import closing

    from index.archive import remove_index
    from index.storage.database import Database

    with closing(Database(settings.database_address, migrations())) as database:
        remove_index(settings, database)
    with open_desk(settings) as desk:
        index_all(desk.newsdesk)
        held = desk.newsdesk.status()
    sys.stdout.write(f"The index holds {held.articles:,} articles again.\n")
