from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from bot.migrations import MIGRATIONS as BOT_MIGRATIONS
from index.storage.database import MIGRATIONS, SCRIPTS, Database
from index.storage.schema import newest_revisions, present_revisions

BOTH = [MIGRATIONS, BOT_MIGRATIONS]


def test_the_newest_are_those_that_alembic_knows() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("version_locations", "\n".join(str(path) for path in BOTH))
    config.set_main_option("path_separator", "newline")
    assert newest_revisions(BOTH) == set(ScriptDirectory.from_config(config).get_heads())


def test_a_database_tells_where_it_stands(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'd.sqlite'}", BOTH)
    with database.read() as connection:
        assert present_revisions(connection) == newest_revisions(BOTH)
    database.close()
    empty = Database("sqlite://", [])
    with empty.read() as connection:
        assert present_revisions(connection) == set()
    empty.close()
