import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData

from bot.tables import metadata
from index.storage.database import Database
from index.storage.tables import metadata as news_metadata

pytestmark = pytest.mark.every_database


def test_migrations_make_the_tables(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        both = MetaData(naming_convention=metadata.naming_convention)
        for table in (*metadata.tables.values(), *news_metadata.tables.values()):
            table.to_metadata(both)
        assert compare_metadata(context, both) == []
