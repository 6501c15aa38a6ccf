"""The commands as a person uses them, each in a process of its own, on a few articles."""

import gzip
import json
import os
import signal
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest

pytestmark = pytest.mark.files

COUNT = 600  # articles in an import that is killed
ARTICLES = (
    {
        "id": "harbour-1",
        "url": "https://coast.example/harbour-1",
        "title": "Storm closes the harbour of Norvik",
        "text": "The harbour of Norvik was closed on Monday after a storm. Twelve boats sank, the harbour master said.",
        "published": "2026-02-02T09:00:00Z",
        "source": "Coast Courier",
    },
    {
        "id": "museum-1",
        "url": "https://inland.example/museum-1",
        "title": "Museum of Tollen shows a found painting",
        "text": "The museum of Tollen shows a painting by Ida Brandt, lost for eighty years. It is there until May.",
        "published": "2026-01-20",
        "source": "Inland Post",
    },
    {"id": "headline-1", "title": "Norvik Council Plans New Breakwater for 40 Million", "published": "2026-02-03"},
)
CLOCK = ("--now", "2026-02-03T18:00:00Z")


def newsdesk(folder: Path, *arguments: str, text: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one command on `folder`."""
    return subprocess.run(
        command(folder, arguments),
        input=text,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "160", **environment},
        check=False,
        timeout=240,
    )


def command(folder: Path, arguments: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "bot.cli.main", "--data-dir", str(folder), *arguments]


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """What was said on standard error, which is one line and no trace."""
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the articles in it."""
    place = tmp_path_factory.mktemp("everyday")
    path = place / "news.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(article) + "\n" for article in ARTICLES)
    done = newsdesk(place / "data", "import", str(path))
    assert (done.returncode, done.stdout) == (0, "3 new, 0 changed, 0 known, 0 refused.\n"), done.stderr
    return place / "data"


def test_what_is_imported_again_is_known_and_a_bad_line_is_named(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "more.jsonl"
    changed = {**ARTICLES[1], "text": "The museum of Tollen shows it until June."}
    path.write_text("\n".join([json.dumps(ARTICLES[0]), "{broken", json.dumps(changed)]), encoding="utf-8")
    copy = tmp_path / "data"
    assert newsdesk(copy, "import", str(path)).returncode == 0
    done = newsdesk(copy, "import", str(path))
    assert done.returncode == 0
    assert done.stdout == "0 new, 0 changed, 2 known, 1 refused.\n"
    assert "more.jsonl, line 2" in done.stderr


def test_a_file_that_is_not_there_is_a_failure(folder: Path) -> None:
    done = newsdesk(folder, "import", str(folder / "nothing.jsonl"))
    assert done.returncode == 1
    assert "nothing.jsonl" in one_sentence(done)


def test_an_answer_as_people_see_it(folder: Path) -> None:
    done = newsdesk(folder, "ask", "How many boats sank in Norvik?", *CLOCK)
    assert done.returncode == 0, done.stderr
    assert "Twelve boats sank, the harbour master said. [1]" in done.stdout
    assert "Coast Courier" in done.stdout


def test_an_answer_for_programs(folder: Path) -> None:
    done = newsdesk(folder, "ask", "How many boats sank in Norvik?", "--json", *CLOCK)
    answer = json.loads(done.stdout)
    assert answer["answered"] is True
    assert "Twelve boats" in answer["answer"]
    assert answer["sources"][0]["url"] == "https://coast.example/harbour-1"
    assert answer["asked"].startswith("2026-02-03T18:00:00")


def test_time_and_outlet_bound_the_answer(folder: Path) -> None:
    question = "What does the museum of Tollen show?"
    late = json.loads(newsdesk(folder, "ask", question, "--json", "--since", "2026-02-01", *CLOCK).stdout)
    assert "painting" not in late["answer"]
    there = json.loads(newsdesk(folder, "ask", question, "--json", "--source", "inland post", *CLOCK).stdout)
    assert "painting" in there["answer"]


def test_what_no_source_tells_is_said(folder: Path) -> None:
    done = newsdesk(folder, "ask", "Who won the chess championship in Lisbon?", *CLOCK)
    assert done.returncode == 0
    assert "not in my sources" in done.stdout


@pytest.mark.parametrize("question", ["   ", "😀" * 4096, "?!"])
def test_a_question_without_words_is_one_sentence(folder: Path, question: str) -> None:
    done = newsdesk(folder, "ask", question)
    assert done.returncode == 1
    assert "no words" in one_sentence(done)


def test_many_searches_as_a_run_file(folder: Path, tmp_path: Path) -> None:
    queries = tmp_path / "queries.tsv"
    queries.write_text("a\tstorm in the harbour\nb\tfound painting\t2026-02-03\nc\tnew breakwater\n", encoding="utf-8")
    done = newsdesk(folder, "search", "--queries", str(queries), "--format", "trec", "-k", "2", *CLOCK)
    first = {line.split()[0]: line.split() for line in reversed(done.stdout.splitlines())}
    assert [first[number][2] for number in "abc"] == ["harbour-1", "museum-1", "headline-1"]
    assert all(line.split()[1] == "Q0" and len(line.split()) == 6 for line in done.stdout.splitlines())


def test_a_broken_line_of_queries_is_named(folder: Path, tmp_path: Path) -> None:
    queries = tmp_path / "queries.tsv"
    queries.write_text("a\tstorm\nno tab here\n", encoding="utf-8")
    done = newsdesk(folder, "search", "--queries", str(queries), "--format", "trec", *CLOCK)
    assert done.stdout.startswith("a Q0 harbour-1 1 ")
    assert "line 2" in one_sentence(done)


def test_brief_chat_and_status(folder: Path) -> None:
    brief = newsdesk(folder, "brief", "--period", "7d", *CLOCK)
    assert "Storm closes the harbour of Norvik" in brief.stdout
    chat = newsdesk(folder, "chat", text="/help\nWho painted the picture in Tollen?\n#2\n/quit\n")
    assert "/brief" in chat.stdout
    assert "Ida Brandt" in chat.stdout
    status = newsdesk(folder, "status")
    assert "articles" in status.stdout
    assert chat.returncode == brief.returncode == status.returncode == 0


def test_a_period_that_is_none_is_one_sentence(folder: Path) -> None:
    done = newsdesk(folder, "brief", "--period", "soon")
    assert done.returncode != 0
    assert "24h, 7d or 2w" in one_sentence(done)


def test_settings_are_shown_without_secrets_and_can_be_read_again(folder: Path) -> None:
    done = newsdesk(folder, "config", NEWSDESK_TELEGRAM_TOKEN="123456:very-secret", NEWSDESK_TIME_ZONE="Europe/Kyiv")
    assert "very-secret" not in done.stdout
    assert tomllib.loads(done.stdout)["time_zone"] == "Europe/Kyiv"


def test_without_a_token_the_bot_does_not_start(folder: Path) -> None:
    done = newsdesk(folder, "run", NEWSDESK_TELEGRAM_TOKEN="")
    assert done.returncode == 2
    assert "BotFather" in one_sentence(done)


def test_a_wrong_setting_is_named(folder: Path) -> None:
    done = newsdesk(folder, "status", NEWSDESK_TIME_ZONE="Mars/Base")
    assert done.returncode == 2
    assert "time_zone" in one_sentence(done)


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['newsdesk', '--help']\n"
        "from bot.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'torch', 'sentence_transformers', 'faiss', 'telegram', 'sqlalchemy', 'numpy'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {heavy}' if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "import" in done.stdout


def test_a_kill_in_the_middle_of_an_import_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(
            json.dumps({"id": f"n{i}", "title": f"Report {i} of the harbour office", "text": f"Ship {i} came in."})
            + "\n"
            for i in range(COUNT)
        )
    data = tmp_path / "data"
    process = subprocess.Popen(
        command(data, ["import", str(path)]), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    database = data / "newsdesk.sqlite-wal"
    while process.poll() is None and (not database.exists() or database.stat().st_size < 300_000):
        pass  # until something was written: the kill must come in the middle
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = newsdesk(data, "import", str(path))
    new, known = (int(done.stdout.split(", ")[place].split()[0].replace(",", "")) for place in (0, 2))
    assert done.returncode == 0, done.stderr
    assert new + known == COUNT
    assert "waiting to be indexed  0" in newsdesk(data, "status").stdout
