"""How the tests run the command line: in this process where a process is not the point, else as people start it."""

import io
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli.main import main
from tests.bot.cli.towns import ARTICLES
from tests.postgresql import PostgresqlServer

INSTALLED = Path(sys.executable).with_name("newsdesk")
LIMIT = 240  # seconds after which a process that hangs is a failure


@dataclass(frozen=True, slots=True)
class Done:
    """What a command printed and ended with."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """What was said on standard error: one line, and no trace."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert "Traceback" not in self.err
        return lines[0]

    @property
    def json(self) -> Any:
        """What was printed, which is JSON."""
        return json.loads(self.out)


Run = Callable[..., Done]
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(autouse=True)
def surroundings(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home of its own, and no settings but those of the test, on the engines that were chosen."""
    for name in os.environ:
        if name.startswith("NEWSDESK_"):
            monkeypatch.delenv(name)
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "120")
    if not request.node.get_closest_marker("files"):
        if index_url := request.getfixturevalue("index_url"):
            monkeypatch.setenv("NEWSDESK_INDEX_URL", index_url)
        if request.config.getoption("database") == "postgresql":
            monkeypatch.setenv("NEWSDESK_DATABASE_URL", request.getfixturevalue("records"))


@pytest.fixture
def records(request: pytest.FixtureRequest, postgresql: PostgresqlServer) -> Iterator[str]:
    """The address of a PostgreSQL database with what a test's data folder would have in a file."""
    folder = next((name for name in ("folder", "filled", "towns") if name in request.fixturenames), "folder")
    template: str = request.getfixturevalue("new_name" if folder == "folder" else "towns_name")
    with postgresql.new_database(template) as name:
        yield postgresql.address(name)


@pytest.fixture(scope="session")
def towns_name(postgresql: PostgresqlServer, towns: Path) -> str:
    """The name of a PostgreSQL database with the news of the towns, to be copied."""
    postgresql.execute("CREATE DATABASE towns")
    subprocess.run(
        [INSTALLED, "migrate", f"sqlite:///{towns / 'newsdesk.sqlite'}", postgresql.address("towns")],
        env=unset(), capture_output=True, timeout=LIMIT, check=True,
    )  # fmt: skip
    return "towns"


def unset() -> dict[str, str]:
    """The environment without any settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith("NEWSDESK_")}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process."""
    root = logging.getLogger()
    handlers = list(root.handlers)

    def in_process(*arguments: object, stdin: str = "") -> Done:
        monkeypatch.setattr(sys, "argv", ["newsdesk", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        with pytest.raises(SystemExit) as ended:
            main()
        root.handlers[:] = handlers
        out, err = capsys.readouterr()
        return Done(int(ended.value.code or 0), out, err)

    return in_process


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts the installed command as a process of its own."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: object, before: tuple[str, ...] = (), **options: Any) -> "subprocess.Popen[str]":
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        # Where the tests run in the background of a shell, Ctrl-C is ignored, and by what they start as well.
        ignored = signal.signal(signal.SIGINT, signal.default_int_handler)
        process = subprocess.Popen([*before, str(INSTALLED), *map(str, arguments)], text=True, **pipes)
        signal.signal(signal.SIGINT, ignored)
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture
def run_process(start: Start) -> Run:
    """Runs the installed command as a process of its own, to its end."""

    def run(*arguments: object, stdin: str = "", **options: Any) -> Done:
        process = start(*arguments, **options)
        return ended(process, stdin)

    return run


def ended(process: "subprocess.Popen[str]", stdin: str | None = None) -> Done:
    """What a process printed and ended with, when it has ended."""
    out, err = process.communicate(stdin, timeout=LIMIT)
    return Done(process.returncode, out or "", err or "")


@pytest.fixture(scope="session")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the news of the towns, imported by the installed command. Only to be read."""
    place = tmp_path_factory.mktemp("towns")
    file = write_lines(place / "towns.jsonl", *ARTICLES)
    done = subprocess.run(
        [INSTALLED, "--data-dir", place / "data", "import", file, "--now", "2026-03-10"],
        env=unset(), capture_output=True, text=True, timeout=LIMIT, check=True,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == (f"{len(ARTICLES)} new, 0 changed, 0 known, 0 refused.\n", "")
    return place / "data"


@pytest.fixture
def folder(towns: Path, tmp_path: Path) -> Path:
    """A data folder with nothing in it but the exported model, which takes time to make."""
    shutil.copytree(towns / "models", tmp_path / "data" / "models", copy_function=os.link)
    return tmp_path / "data"


@pytest.fixture
def filled(towns: Path, tmp_path: Path) -> Path:
    """A data folder with the news of the towns, to be changed and broken."""
    return Path(shutil.copytree(towns, tmp_path / "filled"))


def write_lines(path: Path, *records: object) -> Path:
    """A file of JSON lines; a record that is text stands in it as it is."""
    lines = (record if isinstance(record, str) else json.dumps(record) for record in records)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path
