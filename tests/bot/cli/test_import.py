"""`newsdesk import`."""

import csv
import gzip
import io
import json
import os
import pty
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.cli import import_articles
from bot.cli.options import open_desk
from config import Settings
from index.articles.storing import Outcome
from index.newsdesk import Newsdesk
from tests.bot.cli.conftest import Run, Start, write_lines
from tests.bot.cli.towns import ARTICLES

NOW = datetime(2026, 3, 3, tzinfo=UTC)
MILL = {"title": "Old mill of Tollen opens", "text": "The old mill opened on Sunday.", "published": "2026-03-01"}
BRIDGE = {"title": "New bridge for Westbay", "text": "Westbay gets a new bridge.", "published": "2026-03-02"}
PAGE = """<!doctype html><html><head><title>New bridge for Westbay</title></head><body><article>
<h1>New bridge for Westbay</h1><p>Westbay gets a new bridge over the river Lun, the town council said on Monday.</p>
<p>It will cost nine million, and the work will take two years, from April of this year until the spring.</p>
</article></body></html>"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Coast Courier</title>
<item><title>New bridge for Westbay</title><link>https://coast.example/bridge</link>
<description>Westbay gets a new bridge.</description></item>
<item><title>Old mill of Tollen opens</title><link>https://coast.example/mill</link></item></channel></rss>"""
SEED = """Norvik harbour is closed

The harbour of Norvik was closed on Monday after a storm, and twelve boats sank.


Museum of Tollen Shows a Painting That Was Lost
Council of Norvik Plans a New Breakwater
Ferries to Tollen Leave From Westbay Until Friday
"""


def table() -> str:
    rows = io.StringIO()
    writer = csv.DictWriter(rows, ["title", "text", "published"])
    writer.writeheader()
    writer.writerows([MILL, BRIDGE])
    return rows.getvalue()


FILES = {
    "news.jsonl": (f"{json.dumps(MILL)}\n{json.dumps(BRIDGE)}\n", 2),
    "news.json": (json.dumps({"articles": [MILL, BRIDGE]}), 2),
    "news.csv": (table(), 2),
    "news.txt": (SEED, 4),
    "news.md": ("# New bridge for Westbay\n\nWestbay gets a new bridge over the river Lun.\n", 1),
    "news.html": (PAGE, 1),
    "news.xml": (FEED, 2),
}


@pytest.mark.parametrize("name", FILES)
def test_each_format_packed_or_not(folder: Path, tmp_path: Path, run: Run, name: str) -> None:
    content, articles = FILES[name]
    (tmp_path / name).write_text(content, encoding="utf-8")
    done = run("--data-dir", folder, "import", tmp_path / name)
    assert (done.code, done.out, done.err) == (0, f"{articles} new, 0 changed, 0 known, 0 refused.\n", "")
    (tmp_path / "packed").mkdir()
    (tmp_path / "packed" / f"{name}.gz").write_bytes(gzip.compress(content.encode()))
    again = run("--data-dir", folder, "import", tmp_path / "packed" / f"{name}.gz")
    assert (again.code, again.out) == (0, f"0 new, 0 changed, {articles} known, 0 refused.\n")


def test_a_folder_with_what_is_below_it(folder: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "news" / "deeper").mkdir(parents=True)
    write_lines(tmp_path / "news" / "a.jsonl", MILL)
    (tmp_path / "news" / "deeper" / "b.json").write_text(json.dumps([BRIDGE]))
    (tmp_path / "news" / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    done = run("--data-dir", folder, "import", tmp_path / "news")
    assert (done.code, done.out) == (0, "2 new, 0 changed, 0 known, 1 refused.\n")
    assert done.sentence.startswith("news/picture.png: ")


def test_what_is_known_and_what_has_changed(filled: Path, tmp_path: Path, run: Run) -> None:
    changed = {
        **ARTICLES[0],
        "text": "The harbour of Norvik is open again. Thirteen boats sank, the harbour master said.",
    }
    done = run("--data-dir", filled, "import", write_lines(tmp_path / "more.jsonl", changed, *ARTICLES[1:], MILL))
    assert (done.code, done.out, done.err) == (0, "1 new, 1 changed, 5 known, 0 refused.\n", "")
    answer = run("--data-dir", filled, "ask", "How many boats sank in Norvik?", "--now", "2026-03-10")
    assert "Thirteen boats sank" in answer.out
    assert "Twelve boats sank" not in answer.out


def test_what_is_bad_is_named_and_what_is_good_is_kept(folder: Path, tmp_path: Path, run: Run) -> None:
    news = write_lines(
        tmp_path / "news.jsonl",
        MILL,
        '{"title": "broken',
        {"title": "", "text": " "},
        {"title": "No date", "text": "It has none."},
        {"title": "Far future", "text": "It is not yet.", "published": "2199-01-01"},
        {"title": "Strange address", "text": "It rings.", "url": "https://coast.example/\x07bell"},
        {"text": "It has no title. This is the second sentence."},
        5,
        BRIDGE,
    )
    done = run("--data-dir", folder, "import", news)
    assert (done.code, done.out) == (0, "6 new, 0 changed, 0 known, 3 refused.\n")
    assert done.err.splitlines() == [
        "news.jsonl, line 2: this is not JSON (Unterminated string starting at)",
        "news.jsonl, line 3: it has neither a title nor a text",
        "news.jsonl, line 5: its date 2199-01-01 lies in the future; kept without it",
        "news.jsonl, line 6: its address has control characters or white space in it; kept without it",
        "news.jsonl, line 8: this is a number, not an object with fields such as title and text",
    ]


def test_of_many_bad_lines_the_first_are_named(folder: Path, tmp_path: Path, run: Run) -> None:
    done = run("--data-dir", folder, "import", write_lines(tmp_path / "news.jsonl", *["{"] * 1234, MILL))
    assert (done.code, done.out) == (0, "1 new, 0 changed, 0 known, 1,234 refused.\n")
    assert len(done.err.splitlines()) == 21
    assert done.err.endswith("\n… and 1,214 more like these.\n")


def test_files_of_which_nothing_can_be_used(folder: Path, tmp_path: Path, run: Run) -> None:
    """Each is one sentence; the command fails, for nothing was good."""
    (tmp_path / "empty.txt").touch()
    (tmp_path / "picture.jsonl").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (tmp_path / "noise.txt").write_bytes(os.urandom(5000))
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(json.dumps(MILL).encode() * 500)[:60])
    with gzip.open(tmp_path / "bomb.jsonl.gz", "wb", 1) as bomb:
        for _ in range(40):
            bomb.write(b"a" * 1_000_000)
    with (tmp_path / "huge.txt").open("wb") as huge:
        huge.write(b"It goes on and on. \n" * 20_000)
        huge.truncate(100_000_000)
    said = {
        "empty.txt": "it is empty",
        "picture.jsonl": "this is an image, not text",
        "noise.txt": "this is binary data, not text",
        "cut.jsonl.gz": "its gzip data ends too early",
        "bomb.jsonl.gz": "it unpacks to more than 200 times its size, as only a decompression bomb does",
        "huge.txt": "it has more than 16 MB, the most that a file of this kind may have",
        "nowhere.txt": "there is no such file or folder",
    }
    done = run("--data-dir", folder, "import", *(tmp_path / name for name in said))
    assert (done.code, done.out) == (1, "0 new, 0 changed, 0 known, 7 refused.\n")
    assert done.err.splitlines() == [f"{name}: {reason}" for name, reason in said.items()]


def test_a_clock_of_the_past_finds_the_present_in_the_future(folder: Path, tmp_path: Path, run: Run) -> None:
    done = run("--data-dir", folder, "import", write_lines(tmp_path / "news.jsonl", MILL), "--now", "2026-01-01")
    assert done.code == 0
    assert done.sentence == "news.jsonl, line 1: its date 2026-03-01 lies in the future; kept without it"


def test_the_bar_is_for_a_terminal_only(folder: Path, tmp_path: Path, start: Start) -> None:
    screen, terminal = pty.openpty()
    process = start(
        "--data-dir", folder, "import", write_lines(tmp_path / "news.jsonl", MILL, "{"), stderr=terminal,
        env={**os.environ, "TERM": "xterm"},
    )  # fmt: skip
    os.close(terminal)
    shown = b""
    try:
        while data := os.read(screen, 4096):
            shown += data
    except OSError:  # how a terminal ends
        os.close(screen)
    assert process.wait() == 0
    assert b"Reading" in shown
    assert b"Indexing" in shown
    assert b"news.jsonl, line 2: this is not JSON" in shown


class Ended:
    """A news desk in a process that ends when it has stored so many batches."""

    def __init__(self, desk: Newsdesk, after: int) -> None:
        self.import_marks = desk.import_marks
        self.end_import = desk.end_import
        self.batches = 0
        self._desk = desk
        self._after = after

    def store(self, *given: Any, **named: Any) -> list[Outcome]:
        if self.batches == self._after:
            raise KeyboardInterrupt
        self.batches += 1
        return self._desk.store(*given, **named)


def test_what_was_ended_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_articles, "BATCH", 2)
    one, other = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    lines = [json.dumps({"title": f"Ferry {n} is late", "url": f"https://coast.example/{n}"}) for n in range(6)]
    one.write_text("\n".join([*lines[:2], "broken", lines[2]]))
    other.write_text("\n".join(lines[3:]))
    with open_desk(Settings(data_dir=tmp_path / "data")) as desk:

        def counted(after: int) -> tuple[Counter[str], int]:
            ended, tally = Ended(desk.newsdesk, after), Counter[str]()
            with suppress(KeyboardInterrupt):
                import_articles.import_paths(ended, [one, other], NOW, tally)  # type: ignore[arg-type]
            return +tally, ended.batches

        assert counted(after=2) == ({"new": 3, "refused": 1}, 2)
        assert counted(after=1) == ({"new": 2}, 1)
        assert counted(after=9) == ({"new": 1, "known": 6}, 1)
        assert counted(after=9) == ({"known": 6, "refused": 1}, 4)  # after its end an import begins anew
        counted(after=1)
        one.write_text("\n".join([*reversed(lines[:2]), lines[2]]))
        assert counted(after=9) == ({"known": 6}, 3)
        assert desk.newsdesk.import_marks() == {}
