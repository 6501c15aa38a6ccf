"""Several processes on one data folder, and processes that end before their time."""

import os
import select
import signal
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.bot.cli.conftest import Done, Run, Start, ended, write_lines

if TYPE_CHECKING:
    import subprocess

pytestmark = pytest.mark.files

DATABASE = "newsdesk.sqlite"


def ships(path: Path, numbers: Iterable[int]) -> Path:
    """A file with one article for each number."""
    return write_lines(
        path, *({"id": f"ship-{n}", "title": f"Ship {n} came into port {n * 7919 % 997}"} for n in numbers)
    )


def count(folder: Path, table: str = "articles") -> int:
    """How many rows a table has; 0 while it is not there yet."""
    with (
        suppress(sqlite3.OperationalError),
        closing(sqlite3.connect(f"file:{folder / DATABASE}?mode=ro", uri=True)) as db,
    ):
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608
    return 0


def wait_for_rows(process: "subprocess.Popen[str]", folder: Path, table: str) -> int:
    """Wait until the process has stored something in a table, or has ended; how many rows there are."""
    assert process.stdout
    while not (rows := count(folder, table)) and process.poll() is None:
        select.select([process.stdout], [], [], 0.02)
    return rows


def tally(done: Done) -> dict[str, int]:
    """The numbers that an import reports, by name."""
    return {name: int(number.replace(",", "")) for number, name in map(str.split, done.out.strip(".\n").split(", "))}


def assert_complete(run: Run, folder: Path, articles: int) -> None:
    """Each article is stored once, sound, and found once."""
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert count(folder) == count(folder, "passages") == count(folder, "vectors") == articles
    status = run("--data-dir", folder, "status")
    assert ["waiting", "to", "be", "indexed", "0"] in [line.split() for line in status.out.splitlines()]


def test_two_imports_at_once_and_a_question_meanwhile(folder: Path, tmp_path: Path, start: Start, run: Run) -> None:
    left = start("--data-dir", folder, "import", ships(tmp_path / "left.jsonl", range(150)))
    right = start("--data-dir", folder, "import", ships(tmp_path / "right.jsonl", range(100, 250)))
    wait_for_rows(left, folder, "articles")
    asked = run("--data-dir", folder, "ask", "Which ship came into port 0?")
    assert asked.code == 0
    assert "Traceback" not in asked.err
    done = [ended(left), ended(right)]
    assert [each.code for each in done] == [0, 0]
    assert sum(tally(each)["new"] for each in done) == 250
    assert sum(tally(each)["known"] for each in done) == 50
    assert_complete(run, folder, 250)


def test_killed_at_any_point_an_import_loses_nothing_and_goes_on(
    folder: Path, tmp_path: Path, start: Start, run: Run
) -> None:
    """Killed while it stores, when it has reported, and while it embeds; then left to end."""
    file = ships(tmp_path / "ships.jsonl", range(400))

    def kill(process: "subprocess.Popen[str]") -> None:
        process.kill()
        process.wait()

    process = start("--data-dir", folder, "import", file)
    seen = wait_for_rows(process, folder, "articles")
    kill(process)
    assert count(folder) >= seen > 0

    process = start("--data-dir", folder, "import", file)
    assert process.stdout
    reported = tally(Done(0, process.stdout.readline(), ""))
    kill(process)
    assert reported["new"] + reported["known"] == 400 == count(folder)

    process = start("--data-dir", folder, "import", file)
    embedded = wait_for_rows(process, folder, "vectors")
    kill(process)
    assert count(folder, "vectors") >= embedded > 0

    last = run("--data-dir", folder, "import", file)
    assert (last.code, last.out, last.err) == (0, "0 new, 0 changed, 400 known, 0 refused.\n", "")
    assert_complete(run, folder, 400)


def test_interrupted_an_import_says_so_in_a_word(folder: Path, tmp_path: Path, start: Start) -> None:
    process = start("--data-dir", folder, "import", ships(tmp_path / "ships.jsonl", range(1500)))
    assert process.stdout
    assert process.stdout.readline() == "1,500 new, 0 changed, 0 known, 0 refused.\n"
    process.send_signal(signal.SIGINT)
    done = ended(process)
    assert done.code == 130
    assert done.sentence == "newsdesk: Stopped."
    assert count(folder) == 1500


def test_a_reader_that_has_enough(filled: Path, tmp_path: Path, run_process: Run) -> None:
    queries = tmp_path / "queries.tsv"
    queries.write_text("".join(f"{n}\tharbour of Norvik\n" for n in range(400)))
    searching = ("--data-dir", filled, "search", "--queries", queries, "--format", "json")
    done = run_process(*searching, before=("sh", "-c", '"$@" | head -n 1', "sh"))
    assert done.err == ""
    assert done.out.count("\n") == 1


def test_output_that_has_no_room_or_is_closed(run_process: Run) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123 -- it is no file
        done = run_process("config", stdout=full)
    assert done.code == 1
    assert "disk is full" in done.sentence
    closed = run_process("config", before=("sh", "-c", '"$@" >&-', "sh"))
    assert (closed.code, closed.err) == (0, "")


def test_arguments_that_are_no_text(filled: Path, run: Run) -> None:
    done = run(
        "--data-dir", filled, "ask", os.fsdecode(b"What closed the harbour\xff of Norvik?"), "--now", "2026-03-10"
    )
    assert done.code == 0, done.err
    assert "storm" in done.out
