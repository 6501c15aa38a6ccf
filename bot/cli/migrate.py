"""`newsdesk migrate`: everything that is stored, from one database to another."""

import sys
from contextlib import ExitStack, closing
from typing import Annotated

import typer

from bot.cli.copying import migrations, rows_told, tables


def migrate(
    source: Annotated[str, typer.Argument(help="Where it is: an address such as sqlite:////data/newsdesk.sqlite.")],
    target: Annotated[str, typer.Argument(help="Where it goes: an empty one, postgresql://user:password@host/name.")],
) -> None:
    """Copy everything from one database to another, and compare the two.

    What was broken off goes on when it is called again. Newsdesk may run meanwhile: end it, call this once more for
    what came in, and start it with the new address.
    """
    from index.errors import StorageError
    from index.storage.database import Database, sqlite_file
    from index.storage.table_copies import copy_tables

    file = sqlite_file(source)
    if file is not None and not file.exists():
        raise StorageError(f"There is no database {file}.")
    with ExitStack() as opened:
        one, other = (opened.enter_context(closing(Database(each, migrations()))) for each in (source, target))
        with rows_told("Copying") as told:
            contents = copy_tables(one, other, tables(), told)
    width = max(map(len, contents))
    for name, held in contents.items():
        sys.stdout.write(f"{name:<{width}}  {held.rows:>12,} rows  {held.digest[:16]}\n")
    sys.stdout.write("Both databases hold the same.\n")
