"""`newsdesk ask`: the answer for people and for programs, within a time and from an outlet, at a clock."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli.import_articles import import_paths
from bot.cli.options import open_desk
from config import Settings
from index.answers.confidence import FACTS
from index.answers.quotes import FEATURES
from tests.bot.cli.conftest import Run, write_lines

CLOCK = ("--now", "2026-03-10T12:00:00Z")
BOATS = "How many boats sank in Norvik?"


def test_for_people(towns: Path, run: Run) -> None:
    done = run("--data-dir", towns, "ask", BOATS, *CLOCK)
    assert (done.code, done.err) == (0, "")
    assert "Twelve boats sank, the harbour master said. [1]" in done.out
    assert "1. Coast Courier <https://coast.example/2026/harbour>" in done.out


def test_for_programs(towns: Path, run: Run) -> None:
    answer = run("--data-dir", towns, "ask", BOATS, "--json", *CLOCK).json
    assert list(answer)[:2] == ["answered", "answer"]
    assert answer["answered"] is True
    assert answer["answer"] == " ".join(quote["text"] for quote in answer["quotes"])
    assert "Twelve boats sank" in answer["answer"]
    assert answer["question"] == BOATS
    assert answer["asked"] == "2026-03-10T12:00:00Z"
    assert answer["window"] == {"since": None, "until": None}
    assert 0 < answer["confidence"] <= 1
    source = dict(answer["sources"][answer["quotes"][0]["source"] - 1])
    assert source.pop("article_id") > 0
    assert source == {
        "title": "Storm closes the harbour of Norvik",
        "url": "https://coast.example/2026/harbour",
        "outlet": "Coast Courier",
        "published": "2026-03-02T09:00:00Z",
    }
    assert (answer["subject"], answer["current"]) == (BOATS, 0.5)
    grounds = next(each for each in answer["grounds"] if each["place"] == 1)
    assert set(grounds["arms"]) <= {"article words", "passage words", "vectors", "leads"}
    assert 0 < grounds["score"] <= 1
    assert 0 < grounds["relevance"] <= 1
    assert {each["article_id"] for each in answer["grounds"]} >= {s["article_id"] for s in answer["sources"]}
    assert answer["confidence"] >= answer["threshold"] > 0
    assert set(answer["facts"]) == set(FACTS)
    scores = [quote["score"] for quote in answer["quotes"]]
    assert scores == sorted(scores, reverse=True)
    assert all(set(quote["facts"]) == set(FEATURES) for quote in answer["quotes"])
    assert set(answer["passages"][0]) == {"passage_id", "text", "score", "source"}
    assert all(set(headline) == {"source", "story_id", "outlets", "score"} for headline in answer["headlines"])


def test_what_no_source_tells(towns: Path, run: Run) -> None:
    done = run("--data-dir", towns, "ask", "Who won the chess championship in Lisbon?", *CLOCK)
    assert done.code == 0
    assert done.out.startswith("That is not in my sources.\n")
    answer = run("--data-dir", towns, "ask", "Who won the chess championship in Lisbon?", "--json", *CLOCK).json
    assert (answer["answered"], answer["answer"], answer["quotes"], answer["sources"]) == (False, "", [], [])


def test_a_day_given_as_the_end_is_in_the_time(towns: Path, run: Run) -> None:
    asked = ("--data-dir", towns, "ask", BOATS, "--json", *CLOCK)
    assert run(*asked, "--since", "2026-03-02", "--until", "2026-03-02").json["answered"]
    assert run(*asked, "--until", "2026-03-02").json["window"] == {"since": None, "until": "2026-03-03T00:00:00Z"}
    assert not run(*asked, "--since", "2026-03-03").json["answered"]
    assert not run(*asked, "--until", "2026-03-01").json["answered"]
    assert not run(*asked, "--until", "2026-03-02T00:00").json["answered"]


def test_an_outlet_however_it_is_written(towns: Path, run: Run) -> None:
    asked = ("--data-dir", towns, "ask", "What happened in the harbour of Norvik?", *CLOCK)
    answer = run(*asked, "--json", "--source", "inland post").json
    assert {source["outlet"] for source in answer["sources"]} == {"Inland Post"}
    unknown = run(*asked, "--source", "Nobody's Gazette")
    assert unknown.code == 0
    assert unknown.out.startswith("That is not in what I have from Nobody's Gazette.\n")


def test_the_clock_places_what_a_question_says_of_time(towns: Path, run: Run) -> None:
    asked = ("--data-dir", towns, "ask", "What was closed in Norvik yesterday?", "--json", "--now")
    answer = run(*asked, "2026-03-03").json
    assert answer["window"] == {"since": "2026-03-02T00:00:00Z", "until": "2026-03-03T00:00:00Z"}
    assert answer["answered"]
    assert run(*asked, "2026-02-20").json["window"]["since"] == "2026-02-19T00:00:00Z"


def test_nothing_that_was_published_after_the_clock_is_told(towns: Path, run: Run) -> None:
    answer = run("--data-dir", towns, "ask", BOATS, "--json", "--now", "2026-02-25").json
    assert not answer["answered"]
    assert all("harbour" not in headline["source"]["title"] for headline in answer["headlines"])


def test_another_language(towns: Path, run: Run) -> None:
    done = run("--data-dir", towns, "ask", "Was kosten die Arbeiten an der Brücke von Westbay?", *CLOCK)
    assert done.code == 0
    assert "neun Millionen Kronen" in done.out
    for question in (
        "Скільки човнів затонуло в Норвіку?",
        "ノルヴィクで何隻の船が沈みましたか？",
        "كم عدد القوارب التي غرقت؟",
    ):
        done = run("--data-dir", towns, "ask", question, *CLOCK)
        assert (done.code, done.err) == (0, "")
        assert done.out


@pytest.mark.parametrize("question", ["", " \t\n ", "\u200b", "?!…", "😀" * 4096])
def test_a_question_without_words(towns: Path, run: Run, question: str) -> None:
    done = run("--data-dir", towns, "ask", question)
    assert (done.code, done.out) == (1, "")
    assert done.sentence == "newsdesk: There are no words in that question; ask about something in the news."


def test_a_question_too_long(towns: Path, run: Run) -> None:
    done = run("--data-dir", towns, "ask", "harbour " * 1000)
    assert (done.code, done.out) == (1, "")
    assert "2,000 are the most" in done.sentence


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--since", "someday"), "Invalid value for '--since': 'someday' is not a day or a time"),
        (("--until", "2026-02-31"), "Invalid value for '--until': '2026-02-31' is not a day or a time"),
        (("--now", ""), "Invalid value for '--now': '' is not a day or a time"),
        (("--since", "2026-03-02", "--until", "2026-03-01"), "--since lies after --until"),
        (("--nonsense",), "No such option: --nonsense"),
    ],
)
def test_options_that_make_no_sense(towns: Path, run: Run, options: tuple[str, ...], said: str) -> None:
    done = run("--data-dir", towns, "ask", "Who?", *options)
    assert (done.code, done.out) == (2, "")
    assert said in done.sentence
    assert done.sentence.endswith("; see `newsdesk ask --help`.")


def test_before_anything_was_imported(folder: Path, run: Run) -> None:
    done = run("--data-dir", folder, "ask", BOATS)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("That is not in my sources.\n")


def test_what_another_process_stored_but_did_not_index(filled: Path, tmp_path: Path, run: Run) -> None:
    """Words are taken over at once; vectors wait for a process that embeds, and the person is told."""
    news = write_lines(tmp_path / "more.jsonl", {"title": "Zebras win the regatta", "text": "Zebras won the regatta."})
    with open_desk(Settings(data_dir=filled)) as desk:
        import_paths(desk.newsdesk, [news], datetime(2026, 3, 10, tzinfo=UTC), Counter())
    done = run("--data-dir", filled, "ask", "Who won the regatta?")
    assert done.sentence == (
        "newsdesk: 1 article waits to be indexed; `newsdesk import` or `newsdesk run` goes on with it."
    )
    assert "Zebras" in done.out
    assert run("--data-dir", filled, "import", news).code == 0
    assert run("--data-dir", filled, "ask", "Who won the regatta?").err == ""
