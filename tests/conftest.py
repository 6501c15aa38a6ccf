"""What any test may ask for: the real data beside the checkout, databases, and a running double of Telegram."""

import shutil
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from hypothesis import settings

from bot.migrations import MIGRATIONS as BOT_MIGRATIONS
from index.storage.database import MIGRATIONS, Database
from tests.botapi import TelegramDouble
from tests.postgresql import PostgresqlServer, binaries, running_server

if TYPE_CHECKING:
    from tests.milvus import MilvusServer

settings.register_profile("untimed", deadline=None)  # a busy machine is no failure
settings.load_profile("untimed")

SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"


DATABASES = ("sqlite", "postgresql")
INDEXES = ("faiss", "milvus")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where tests keep their records and their passages that do not name an engine themselves."""
    parser.addoption("--database", choices=DATABASES, default=DATABASES[0], help="database that the tests work on")
    parser.addoption("--index", choices=INDEXES, default=INDEXES[0], help="passage index that the tests work on")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests marked `every_database` run once on each, those marked `files` on SQLite, the others on the chosen one."""
    if "dialect" in metafunc.fixturenames:
        both, files = map(metafunc.definition.get_closest_marker, ("every_database", "files"))
        chosen = ["sqlite"] if files else [metafunc.config.getoption("database")]
        metafunc.parametrize("dialect", DATABASES if both else chosen, indirect=True)


@pytest.fixture
def dialect(request: pytest.FixtureRequest) -> str:
    """What kind of database a test works on."""
    return str(request.param)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    """A running PostgreSQL server."""
    if binaries() is None:
        pytest.skip("the wheel with PostgreSQL is not installed")
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def milvus(tmp_path_factory: pytest.TempPathFactory) -> Iterator["MilvusServer"]:
    """A running Milvus server."""
    from tests.milvus import running_milvus  # which takes seconds, that most runs need not spend

    with running_milvus(tmp_path_factory.mktemp("milvus")) as server:
        yield server


@pytest.fixture
def new_index_url(request: pytest.FixtureRequest) -> Iterator[Callable[[], str | None]]:
    """Gives places for passage indexes: None for a data folder, or each time another empty place in Milvus."""
    with ExitStack() as places:
        yield lambda: places.enter_context(new_index(request))


@pytest.fixture
def index_url(new_index_url: Callable[[], str | None]) -> str | None:
    """Where the passage index of a test is."""
    return new_index_url()


@contextmanager
def new_address(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """The address of a database that is not made yet, of the kind that was chosen; a SQLite file is in `folder`."""
    if request.config.getoption("database") == "sqlite":
        yield f"sqlite:///{folder / 'newsdesk.sqlite'}"
        return
    server: PostgresqlServer = request.getfixturevalue("postgresql")
    with server.new_database() as name:
        yield server.address(name)


@contextmanager
def new_index(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """A passage index on the engine that was chosen."""
    if request.config.getoption("index") == "faiss":
        yield None
        return
    server: MilvusServer = request.getfixturevalue("milvus")
    with server.new_database() as url:
        yield url


@pytest.fixture(scope="session")
def migrations() -> list[Path]:
    """What makes the tables of a new database; the tests of the news have fewer."""
    return [MIGRATIONS, BOT_MIGRATIONS]


@pytest.fixture(scope="session")
def made() -> dict[tuple[str, int], Path | str]:
    """The new databases that were made already, by kind and number of migrations."""
    return {}


@pytest.fixture
def new_file(
    tmp_path_factory: pytest.TempPathFactory, migrations: list[Path], made: dict[tuple[str, int], Path | str]
) -> Path:
    """A SQLite file with all tables and nothing in them."""
    key = ("sqlite", len(migrations))
    if key not in made:
        file = tmp_path_factory.mktemp("database") / "newsdesk.sqlite"
        Database(f"sqlite:///{file}", migrations).close()
        made[key] = file
    return Path(made[key])


@pytest.fixture
def new_name(postgresql: PostgresqlServer, migrations: list[Path], made: dict[tuple[str, int], Path | str]) -> str:
    """The name of a PostgreSQL database with all tables and nothing in them, to be copied."""
    key = ("postgresql", len(migrations))
    if key not in made:
        name = f"new_{len(migrations)}"
        postgresql.execute(f"CREATE DATABASE {name}")
        Database(postgresql.address(name), migrations).close()
        made[key] = name
    return str(made[key])


@pytest.fixture
def address(dialect: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database with all tables and nothing in them; a SQLite file is in `tmp_path`."""
    if dialect == "sqlite":
        shutil.copy(request.getfixturevalue("new_file"), tmp_path)
        yield f"sqlite:///{tmp_path / 'newsdesk.sqlite'}"
    else:
        template: str = request.getfixturevalue("new_name")
        with request.getfixturevalue("postgresql").new_database(template) as name:
            yield request.getfixturevalue("postgresql").address(name)


@pytest.fixture
def database(address: str, migrations: list[Path]) -> Iterator[Database]:
    """An open database with all tables and nothing in them."""
    opened = Database(address, migrations)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data; tests that ask for it are skipped where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the folder ../shared/data is not there")
    return SHARED_DATA


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of 3 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("a small disk can be mounted by root only")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest_asyncio.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    """A running double of Telegram; a request that the double cannot answer fails the test."""
    async with TelegramDouble() as double:
        yield double
    double.check()
