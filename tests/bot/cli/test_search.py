"""`newsdesk search`: a table, JSON and TREC runs, for one query and for files of them."""

import codecs
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Run

CLOCK = ("--now", "2026-03-10")


def test_a_table_of_articles_with_their_best_passages(towns: Path, run: Run) -> None:
    done = run("--data-dir", towns, "search", "painting in the museum", "-k", "2", *CLOCK)
    assert (done.code, done.err) == (0, "")
    heading, first, passage, *_ = done.out.splitlines()
    assert heading.split() == ["score", "published", "outlet", "headline", "and", "passage"]
    assert first.split(maxsplit=4)[1:] == ["2026-02-20", "Inland", "Post", "Museum of Tollen shows a found painting"]
    assert passage.strip().startswith("The museum of Tollen shows a painting by Ida Brandt")


def test_nothing_found(towns: Path, run: Run) -> None:
    done = run("--data-dir", towns, "search", "harbour", "--since", "2027-01-01", *CLOCK)
    assert (done.code, done.out, done.err) == (0, "Nothing found.\n", "")


def test_json(towns: Path, run: Run) -> None:
    found = run("--data-dir", towns, "search", "storm in the harbour", "--format", "json", *CLOCK).json
    assert (found["id"], found["query"]) == ("1", "storm in the harbour")
    first = found["articles"][0]
    assert set(first) == {"id", "url", "title", "source", "published", "score", "arms", "passages"}
    assert first["id"] in ("harbour-1", "harbour-2")
    assert first["published"] in ("2026-03-02T09:00:00Z", "2026-03-02T15:00:00Z")
    assert set(first["arms"]) == {"article words", "passage words", "vectors", "leads"}
    assert "harbour of Norvik" in first["passages"][0]["text"]
    scores = [article["score"] for article in found["articles"]]
    assert scores == sorted(scores, reverse=True)


def test_a_document_is_named_by_its_id_or_else_its_address_or_else_a_number(towns: Path, run: Run) -> None:
    done = run("--data-dir", towns, "search", "Norvik Tollen Westbay Brücke mill", "--format", "trec", *CLOCK)
    lines = [line.split() for line in done.out.splitlines()]
    assert all(len(line) == 6 for line in lines)
    assert {(number, q0, name) for number, q0, _, _, _, name in lines} == {("1", "Q0", "newsdesk")}
    assert [int(rank) for _, _, _, rank, _, _ in lines] == list(range(1, len(lines) + 1))
    documents = {document for _, _, document, _, _, _ in lines}
    assert {"harbour-1", "harbour-2", "https://inland.example/2026/museum", "hafen_3"} < documents
    assert any(document.startswith("article-") for document in documents)


def test_many_queries_in_one_run(towns: Path, tmp_path: Path, run: Run) -> None:
    """With a mark in front, with line ends of two kinds, some with a clock of their own."""
    queries = tmp_path / "queries.tsv"
    lines = b"a\tstorm in the harbour\r\n\r\nb 2\tfound painting\t2026-03-01\nc\tstorm in the harbour\t2026-02-25"
    queries.write_bytes(codecs.BOM_UTF8 + lines)
    done = run("--data-dir", towns, "search", "--queries", queries, "--format", "trec", "-k", "3", *CLOCK)
    assert (done.code, done.err) == (0, "")
    first = {line.split()[0]: line.split()[2] for line in reversed(done.out.splitlines())}
    assert first["a"] in ("harbour-1", "harbour-2")
    assert first["b_2"] == "https://inland.example/2026/museum"
    assert "harbour" not in first["c"]  # nobody knew of the storm then
    table = run("--data-dir", towns, "search", "--queries", queries, "-k", "1", *CLOCK)
    assert [line for line in table.out.splitlines() if line[0] in "abc"] == [
        "a: storm in the harbour", "b 2: found painting", "c: storm in the harbour",
    ]  # fmt: skip


def test_lines_that_are_no_queries_are_named_and_the_others_answered(towns: Path, tmp_path: Path, run: Run) -> None:
    queries = tmp_path / "queries.tsv"
    queries.write_bytes(
        b"a\tharbour\nno tab here\nb\t\n\tno id\nc\tharbour\tsomeday\n"
        b"d\tone\ttwo\tthree\ne\t?!\nf\t\xff\xfe\ng\tmuseum\n"
    )
    done = run("--data-dir", towns, "search", "--queries", queries, "--format", "trec", "-k", "1", *CLOCK)
    assert done.code == 0
    assert [line.split()[0] for line in done.out.splitlines()] == ["a", "g"]
    form = "this is not `id<TAB>query` or `id<TAB>query<TAB>now`"
    assert [line.removeprefix(f"{queries}, ") for line in done.err.splitlines()] == [
        f"line 2: {form}",
        f"line 3: {form}",
        f"line 4: {form}",
        "line 5: its date 'someday' cannot be read",
        f"line 6: {form}",
        "line 7: There are no words in that question; ask about something in the news.",
        "line 8: this is not text in UTF-8",
    ]


def test_files_without_queries(towns: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "empty.tsv").touch()
    for path, said in (
        (tmp_path / "empty.tsv", "holds no query that could be asked"),
        (tmp_path / "nowhere.tsv", "cannot be read: No such file or directory"),
        (tmp_path, "cannot be read: Is a directory"),
    ):
        done = run("--data-dir", towns, "search", "--queries", path)
        assert (done.code, done.out) == (1, "")
        assert done.sentence == f"newsdesk: The file {path} {said}."


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "give either a query or --queries FILE"),
        (("harbour", "--queries", "queries.tsv"), "give either a query or --queries FILE"),
        (("harbour", "-k", "0"), "Invalid value for '-k'"),
        (("harbour", "-k", "1001"), "Invalid value for '-k'"),
        (("harbour", "-k", "many"), "Invalid value for '-k'"),
        (("harbour", "--format", "xml"), "'xml' is not one of 'table', 'json', 'trec'"),
    ],
)
def test_options_that_make_no_sense(towns: Path, run: Run, options: tuple[str, ...], said: str) -> None:
    done = run("--data-dir", towns, "search", *options)
    assert (done.code, done.out) == (2, "")
    assert said in done.sentence


def test_as_many_as_are_wanted(towns: Path, run: Run) -> None:
    for most in (1, 2, 1000):
        found = run("--data-dir", towns, "search", "harbour", "--format", "json", "-k", most, *CLOCK).json
        assert len(found["articles"]) == min(most, len(found["articles"]))
    assert len(found["articles"]) > 2


def test_an_outlet_and_a_time(towns: Path, run: Run) -> None:
    searched = ("--data-dir", towns, "search", "harbour of Norvik", "--format", "json", *CLOCK)
    assert {a["source"] for a in run(*searched, "--source", "Inland Post").json["articles"]} == {"Inland Post"}
    late = run(*searched, "--since", "2026-03-09").json["articles"]
    # An article without a date is as old as its import.
    assert {article["url"] for article in late} == {"https://coast.example/2026/breakwater", None}
