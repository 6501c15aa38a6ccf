"""`newsdesk backup`: everything that is stored, in one file, while Newsdesk runs."""

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.copying import migrations, rows_told, tables

if TYPE_CHECKING:
    from bot.cli.options import Options


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The file to write; one that is there is replaced when all is done.")],
) -> None:
    """Write everything that is stored into one file; the index is left out, since it is built from it."""
    options: Options = context.obj
    from index.storage.backups import back_up
    from index.storage.database import Database

    with closing(Database(options.settings().database_address, migrations())) as database, rows_told("Copying") as told:
        rows = back_up(database, file.absolute(), tables(), migrations(), told)
    sys.stdout.write(f"{rows:,} rows in {file} ({file.stat().st_size / 1e6:,.1f} MB).\n")
