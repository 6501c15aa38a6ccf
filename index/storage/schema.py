"""Whether a database has the newest schema, told from the migrations without loading what carries them out.

That takes longer to load than a question takes to answer, and a database is up to date nearly always.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, column, inspect, select, table

TABLE = "alembic_version"
_REVISION = re.compile(r'^(revision|down_revision) = "(\w+)"$', re.MULTILINE)


def newest_revisions(migrations: Sequence[Path]) -> set[str]:
    """The last migration of each line, in folders of migrations."""
    found: dict[str, set[str]] = {"revision": set(), "down_revision": set()}
    for folder in migrations:
        for script in folder.glob("[0-9]*.py"):
            for name, revision in _REVISION.findall(script.read_text(encoding="utf-8")):
                found[name].add(revision)
    return found["revision"] - found["down_revision"]


def present_revisions(connection: Connection) -> set[str]:
    """The migrations that a database stands at; none for an empty one."""
    if not inspect(connection).has_table(TABLE):
        return set()
    return set(connection.execute(select(column("version_num")).select_from(table(TABLE))).scalars())
