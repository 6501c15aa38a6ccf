"""What the tests of the bot share: a database of their own, and a news desk that knows the sample."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from pydantic import SecretStr

from bot.migrations import MIGRATIONS as BOT_MIGRATIONS
from bot.sample import SAMPLE, SAMPLE_CLOCK
from config import Settings
from index.storage.database import MIGRATIONS, Database
from tests.conftest import new_address, new_index

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.newsdesk import Newsdesk


# What takes long here takes long because the machine has other things to do.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def newsdesk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Newsdesk]":
    from index.newsdesk import open_newsdesk  # takes seconds, which tests without it need not spend

    folder = tmp_path_factory.mktemp("sample")
    with new_address(request, folder) as address, new_index(request) as index_url:
        database = Database(address, [MIGRATIONS, BOT_MIGRATIONS])
        settings = Settings(data_dir=folder, index_url=SecretStr(index_url) if index_url else None)
        with open_newsdesk(settings, database) as desk:
            store_sample(desk)
            desk.index_pending(lambda: False)
            yield desk
        database.close()


def open_database(folder: Path) -> Database:
    return Database(f"sqlite:///{folder / 'newsdesk.sqlite'}", [MIGRATIONS, BOT_MIGRATIONS])


def store_sample(desk: "Newsdesk") -> None:
    from index.readers import Read, read_paths

    read = [item for item in read_paths([SAMPLE], now=SAMPLE_CLOCK) if isinstance(item, Read)]
    desk.store([(item.article, "sample") for item in read], SAMPLE_CLOCK)
