"""Data folders and databases that cannot be used: one sentence, and what was stored stays."""

import os
import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Done, Run, write_lines

pytestmark = pytest.mark.files

DATABASE = "newsdesk.sqlite"


def many(path: Path, count: int) -> Path:
    """A file with so many articles, of about 600 characters each; to recognise their language would take a file."""
    texts = (f"Ship {number} came into the harbour of Norvik. " + "It was late. " * 40 for number in range(count))
    return write_lines(
        path, *({"id": f"ship-{n}", "title": f"Report {n}", "text": t, "language": "en"} for n, t in enumerate(texts))
    )


def stored(folder: Path) -> int:
    """How many articles the database holds; it is sound."""
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(database.execute("SELECT count(*) FROM articles").fetchone()[0])


def reported(done: Done) -> int:
    """How many articles the import said it stored."""
    return int(done.out.split(" new")[0].replace(",", ""))


def test_a_database_of_a_newer_version(filled: Path, run: Run) -> None:
    with closing(sqlite3.connect(filled / DATABASE)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999' WHERE rowid = 1")
    done = run("--data-dir", filled, "ask", "Who?")
    assert done.code == 1
    assert "was written by a newer Newsdesk" in done.sentence


def test_a_database_that_is_none(folder: Path, run: Run) -> None:
    (folder / DATABASE).write_bytes(b"This is no database. " * 500)
    done = run("--data-dir", folder, "status")
    assert done.code == 1
    assert str(folder / DATABASE) in done.sentence
    assert "is damaged or not a Newsdesk database" in done.sentence


@pytest.mark.parametrize("command", [("ask", "What closed the harbour of Norvik?"), ("import",), ("status",)])
def test_a_database_that_is_damaged_in_the_middle(filled: Path, run: Run, command: tuple[str, ...]) -> None:
    with closing(sqlite3.connect(filled / DATABASE)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with (filled / DATABASE).open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom((filled / DATABASE).stat().st_size - 4096))
    news = (
        [write_lines(filled.parent / "more.jsonl", {"title": "More", "text": "More."})]
        if command == ("import",)
        else []
    )
    done = run("--data-dir", filled, *command, *news)
    assert done.code == 1
    assert "is damaged or not a Newsdesk database" in done.sentence


def test_a_data_folder_that_is_a_file(tmp_path: Path, run: Run) -> None:
    (tmp_path / "file").write_text("I am a file.")
    for command in (["status"], ["demo", "What?"], ["import", str(tmp_path / "file")]):
        done = run("--data-dir", tmp_path / "file", *command)
        assert done.code == 1
        assert str(tmp_path / "file") in done.sentence


@pytest.fixture
def as_others() -> tuple[str, ...]:
    """What makes the superuser a person to whom permissions apply."""
    if os.geteuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("the superuser may read everything, and setpriv is not there to change that")
    powers = "-dac_override,-dac_read_search"
    return ("setpriv", f"--inh-caps={powers}", f"--bounding-set={powers}")


@pytest.mark.parametrize("mode", [0o000, 0o500])
def test_a_data_folder_that_may_not_be_used(
    filled: Path, run_process: Run, as_others: tuple[str, ...], mode: int
) -> None:
    filled.chmod(mode)
    try:
        environment = {**os.environ, "NEWSDESK_DATA_DIR": str(filled)}
        done = run_process("ask", "What closed the harbour?", before=as_others, env=environment)
    finally:
        filled.chmod(0o700)
    assert done.code == 1
    assert str(filled) in done.sentence


def test_files_that_may_not_grow(folder: Path, tmp_path: Path, run_process: Run) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (900_000, 900_000))

    news = many(tmp_path / "ships.jsonl", 800)
    done = run_process("--data-dir", folder, "import", news, preexec_fn=limit)
    assert done.code == 1
    assert "disk" in done.sentence
    assert "what was stored before is safe" in done.sentence
    assert 0 < stored(folder) == reported(done)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no disk can be mounted here: {mounted.stderr.strip()}")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk(small_disk: Path, folder: Path, tmp_path: Path, run_process: Run, run: Run) -> None:
    data = small_disk / "data"
    data.mkdir()
    (data / "models").symlink_to(folder / "models")
    news = many(tmp_path / "ships.jsonl", 800)
    done = run_process("--data-dir", data, "import", news)
    assert done.code == 1
    assert "disk is full" in done.sentence
    assert "what was stored before is safe" in done.sentence
    assert 0 < stored(data) == reported(done)
    asked = run("--data-dir", data, "ask", "What came into the harbour?")
    assert asked.code == 0
    assert "Traceback" not in asked.err
