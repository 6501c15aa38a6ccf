"""`newsdesk restore`: a new database from a backup."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.copying import migrations, rows_told, tables

if TYPE_CHECKING:
    from bot.cli.options import Options


def restore(
    context: typer.Context, file: Annotated[Path, typer.Argument(help="A file that `newsdesk backup` wrote.")]
) -> None:
    """Fill a new database from a backup, whichever kind of database that came from."""
    options: Options = context.obj
    settings = options.settings()
    from index.storage import backups

    with rows_told("Restoring") as told:
        backups.restore(file, settings.database_address, tables(), migrations(), told)
    sys.stdout.write(f"{file} is restored; the index is built from it by the next command that needs it.\n")
