import csv
import io
from datetime import UTC, datetime

import pytest

from tests.index.readers.conftest import ReadFile, articles, only_article, refusals, titles

HEADER = ["id", "Title", "body", "pubDate"]
ROWS = [["1", "Harbour reopens", "Ships came in; cranes, too.", "2025-03-01"], ["2", "Bridge closes", "A\n\nB", ""]]


def table(delimiter: str = ",", rows: list[list[str]] = ROWS) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows([HEADER, *rows])
    return written.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", ["news.csv", "news.tsv"])
def test_the_delimiter_is_found(read: ReadFile, name: str, delimiter: str) -> None:
    results = read(name, table(delimiter))
    first, second = articles(results)
    assert (first.external_id, first.title, first.text) == ("1", "Harbour reopens", "Ships came in; cranes, too.")
    assert first.published == datetime(2025, 3, 1, tzinfo=UTC)
    assert (second.text, second.published) == ("A\n\nB", None)
    assert [result.where for result in results] == [f"{name}, line 2", f"{name}, line 3"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings(read: ReadFile, encoding: str) -> None:
    rows = [["1", "Zürich wählt „früh“", "", ""]]
    assert titles(read("news.csv", table(";", rows).encode(encoding))) == ["Zürich wählt „früh“"]


def test_line_ends_of_old_macs_and_blank_lines(read: ReadFile) -> None:
    assert titles(read("news.csv", "title,url\rHarbour reopens,\r\rBridge closes,\r")) == [
        "Harbour reopens",
        "Bridge closes",
    ]
    assert titles(read("news.csv", "\n\ntitle,url\n\nHarbour reopens,\n")) == ["Harbour reopens"]


def test_rows_with_too_many_or_too_few_columns_cost_no_other(read: ReadFile) -> None:
    results = read("news.csv", "title,text\na,1\nb,2,3\nc\nd,4\n")
    assert titles(results) == ["a", "d"]
    assert refusals(results) == [
        "news.csv, line 3: it has 3 columns where the header has 2",
        "news.csv, line 4: it has 1 columns where the header has 2",
    ]


def test_a_quotation_mark_that_is_not_closed_costs_one_line(read: ReadFile) -> None:
    results = read("news.csv", 'title,text\na,1\n"b,2\nc,3\nd,"4 ""x"" 5"\n')
    assert titles(results) == ["a", "c", "d"]
    assert [sentence[:16] for sentence in refusals(results)] == ["news.csv, line 3"]


def test_one_that_is_never_closed_costs_one_line(read: ReadFile) -> None:
    results = read("news.csv", 'title,text\na,1\nb,"2\nc,3\n')
    assert titles(results) == ["a", "c"]
    assert refusals(results) == ["news.csv, line 3: a quotation mark in it is not closed"]


def test_a_long_field_is_read(read: ReadFile) -> None:
    text = "word " * 100_000
    assert only_article(read("news.csv", table(rows=[["1", "Long", text, ""]]))).text == text.strip()


def test_a_row_too_long_is_refused(read: ReadFile) -> None:
    results = read("news.csv", f'title,text\na,1\nb,"{"word " * 4_000_000}"\nc,2\n')
    assert titles(results) == ["a", "c"]
    (sentence,) = refusals(results)
    assert sentence.startswith("news.csv, line 3: the row has more than 16 MB or 10,000 lines")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("a,b\n1,2\n", "its first line names no column for a title or a text (it names: a, b)"),
        ("\n\n", "it has no header that names its columns"),
        ("title,text\n", "there is no article in it"),
    ],
)
def test_what_is_no_table_of_articles_is_one_sentence(read: ReadFile, content: str, reason: str) -> None:
    assert refusals(read("news.csv", content)) == [f"news.csv: {reason}"]
