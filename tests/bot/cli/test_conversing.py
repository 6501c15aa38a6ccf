"""`newsdesk brief`, `chat`, `demo` and `run` without what it needs; `newsdesk status`."""

import re
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Run, Start, ended, write_lines

CLOCK = ("--now", "2026-03-10T12:00:00Z")


def test_a_brief_of_a_period(towns: Path, run: Run) -> None:
    day = run("--data-dir", towns, "brief", "--now", "2026-03-09T12:00:00Z")
    assert (day.code, day.err) == (0, "")
    assert "Norvik Council Plans New Breakwater for 40 Million" in day.out
    assert "Storm closes the harbour" not in day.out
    weeks = run("--data-dir", towns, "brief", "--period", "2w", *CLOCK)
    assert "harbour" in weeks.out
    assert weeks.out.count("Norvik harbour closed after storm") + weeks.out.count("Storm closes the harbour") <= 2


def test_a_brief_on_a_topic(towns: Path, run: Run) -> None:
    done = run("--data-dir", towns, "brief", "harbour of Norvik", "--period", "9d", *CLOCK)
    assert (done.code, done.err) == (0, "")
    assert "harbour" in done.out
    assert "Brücke" not in done.out


def test_a_brief_of_a_time_without_news(towns: Path, run: Run) -> None:
    done = run("--data-dir", towns, "brief", "--now", "2027-01-01")
    assert (done.code, done.err) == (0, "")
    assert done.out


@pytest.mark.parametrize("period", ["nonsense", "", "0h", "-1d", "9999999999999d", "24"])
def test_periods_that_are_none(towns: Path, run: Run, period: str) -> None:
    done = run("--data-dir", towns, "brief", f"--period={period}")
    assert (done.code, done.out) == (2, "")
    assert f"{period!r} is not a period; write hours, days or weeks up to a year" in done.sentence


def test_a_chat_through_a_pipe(filled: Path, run: Run) -> None:
    typed = f"/help\nHow many boats sank in Norvik?\n#2\n/brief 1w\n/nonsense\n#99\n{'😀' * 4096}\n/quit\nnot read\n"
    done = run("--data-dir", filled, "chat", stdin=typed)
    assert (done.code, done.err) == (0, "")
    assert "/brief" in done.out
    assert "Twelve boats sank, the harbour master said. [1]" in done.out
    assert "#1 More   #2 Sources" in done.out
    assert "Cited source" in done.out
    assert "I do not know the command /nonsense" in done.out
    assert "That button is from another time" in done.out
    assert "There are no words in that question" in done.out
    assert "not read" not in done.out


def test_a_chat_at_another_time(towns: Path, run: Run) -> None:
    told = run("--data-dir", towns, "chat", "--now", "2026-03-09T12:00:00Z", stdin="/brief 1d\n").out
    assert "Norvik Council Plans New Breakwater for 40 Million" in told
    assert "Breakwater" not in run("--data-dir", towns, "chat", "--now", "2027-01-01", stdin="/brief 1d\n").out


def test_a_chat_sees_what_is_imported_meanwhile(filled: Path, tmp_path: Path, run: Run, start: Start) -> None:
    """And does not keep the importing process from its work."""
    chat = start("--data-dir", filled, "chat")
    assert chat.stdin
    assert chat.stdout
    chat.stdin.write("/start\n")
    chat.stdin.flush()
    assert chat.stdout.readline()
    news = write_lines(tmp_path / "more.jsonl", {"title": "Zebras win the regatta", "text": "Zebras won the regatta."})
    imported = run("--data-dir", filled, "import", news)
    assert (imported.code, imported.err) == (0, "")
    assert "Zebras won the regatta." in ended(chat, "Who won the regatta?\n").out


def test_the_demo_answers_and_talks(folder: Path, run_process: Run) -> None:
    """The one thing that everybody tries first, as everybody does."""
    done = run_process("--data-dir", folder, "demo", stdin="When will Rubio meet Lavrov?\n#2\n/brief 7d\n")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("This is the sample, on 15 December 2025.")
    assert "Kuala Lumpur" in done.out
    assert "Cited source" in done.out
    assert (folder / "demo" / "newsdesk.sqlite").is_file()
    assert not (folder / "newsdesk.sqlite").exists()
    asked = run_process("--data-dir", folder, "demo", "How many drones did Russia launch?")
    assert (asked.code, asked.err) == (0, "")
    assert "728" in asked.out
    assert "[1]" in asked.out


@pytest.mark.files
def test_the_status(towns: Path, run: Run) -> None:
    done = run("--data-dir", towns, "status")
    assert (done.code, done.err) == (0, "")
    rows = dict(line.split("  ", 1) for line in done.out.splitlines())
    shown = {name: value.strip() for name, value in rows.items()}
    assert (shown["articles"], shown["passages"], shown["vectors"]) == ("6", "6", "6")
    assert shown["waiting to be indexed"] == "0"
    assert shown["newest article"] == "2026-03-09 08:00 UTC"
    assert shown["model"] == "all-MiniLM-L6-v2"
    assert shown["database"] == str(towns / "newsdesk.sqlite")
    assert shown["data folder"].startswith(f"{towns} (")
    assert {"newsdesk", "python", "python-telegram-bot", "faiss-cpu"} < set(shown)
    assert shown["reranker"] == "–"


def test_the_status_says_why_a_reranker_is_none(
    towns: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSDESK_RERANKER", str(tmp_path))
    shown = run("--data-dir", towns, "status").out
    assert re.search(f"reranker +none: The reranker {re.escape(str(tmp_path))} cannot be loaded: ", shown)


@pytest.mark.parametrize("token", [None, "", "   ", "not a token"])
def test_the_bot_without_a_token(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch, token: str | None) -> None:
    if token is not None:
        monkeypatch.setenv("NEWSDESK_TELEGRAM_TOKEN", token)
    done = run("--data-dir", folder, "run")
    assert (done.code, done.out) == (2, "")
    assert "NEWSDESK_TELEGRAM_TOKEN" in done.sentence
    assert not (folder / "newsdesk.sqlite").exists()
