import json
from datetime import UTC, datetime
from typing import Any

import pytest

from index.articles.article import Article
from tests.index.readers.conftest import ReadFile, only_article

MARCH = datetime(2025, 3, 1, 10, tzinfo=UTC)


@pytest.fixture
def article_of(read: ReadFile) -> Any:
    def article(**record: object) -> Article:
        return only_article(read("news.jsonl", json.dumps({"title": "Harbour reopens"} | record)))

    return article


@pytest.mark.parametrize("name", ["id", "guid", "_id", "doc_id", "docId", "UUID", "article-id", "external_id"])
def test_names_of_the_id(article_of: Any, name: str) -> None:
    assert article_of(**{name: "a1"}).external_id == "a1"


@pytest.mark.parametrize(
    "name", ["url", "link", "href", "canonical_url", "web_url", "webUrl", "permalink", "URL", "external_url"]
)
def test_names_of_the_address(article_of: Any, name: str) -> None:
    assert article_of(**{name: "https://wire.example/1"}).url == "https://wire.example/1"


@pytest.mark.parametrize(
    "name", ["text", "body", "content", "article", "full_text", "content_text", "maintext", "articleBody"]
)
def test_names_of_the_text(article_of: Any, name: str) -> None:
    assert article_of(**{name: "Ships came in."}).text == "Ships came in."


@pytest.mark.parametrize(
    "name",
    "published date publishedAt published_at pubDate date_published datetime time timestamp created Created-At".split(),
)
def test_names_of_the_date(article_of: Any, name: str) -> None:
    assert article_of(**{name: "2025-03-01T10:00:00Z"}).published == MARCH


@pytest.mark.parametrize("name", ["source", "outlet", "publisher", "site", "source_name", "publication", "domain"])
def test_names_of_the_outlet(article_of: Any, name: str) -> None:
    assert article_of(**{name: "Harbour Post"}).source == "Harbour Post"


@pytest.mark.parametrize("name", ["description", "summary", "teaser", "abstract", "lead"])
def test_a_summary_stands_for_a_text_that_is_not_there(article_of: Any, name: str) -> None:
    assert article_of(**{name: "Ships came in."}).text == "Ships came in."
    assert article_of(**{name: "Ships came in.", "text": "In full."}).text == "In full."


@pytest.mark.parametrize("name", ["headline", "name", "Title"])
def test_names_of_the_title(read: ReadFile, name: str) -> None:
    assert only_article(read("news.jsonl", json.dumps({name: "Bridge closes"}))).title == "Bridge closes"


def test_the_first_of_equal_names_counts_unless_empty(read: ReadFile) -> None:
    record = '{"Title": "", "title": "Bridge closes", "TITLE": "Other", "text": null, "body": "It rusts."}'
    article = only_article(read("news.jsonl", record))
    assert (article.title, article.text) == ("Bridge closes", "It rusts.")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"id": None, "name": "Harbour Post"}, "Harbour Post"),
        ([{"title": "Harbour Post"}], "Harbour Post"),
        ("https://www.harbour.example/", "harbour.example"),
        ("None", "wire.example"),
        (True, "wire.example"),
        (None, "wire.example"),
    ],
)
def test_outlets_in_many_forms(article_of: Any, value: object, expected: str) -> None:
    assert article_of(source=value, url="https://www.wire.example/1").source == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(17, "17"), (17.0, "17"), ({"$oid": "5f"}, "5f"), (True, None), ("", None), ([], None), (0, "0")],
)
def test_ids_in_many_forms(article_of: Any, value: object, expected: str | None) -> None:
    assert article_of(id=value).external_id == expected


def test_an_id_that_is_an_address_serves_as_one(article_of: Any) -> None:
    assert article_of(id="https://wire.example/9").url == "https://wire.example/9"


@pytest.mark.parametrize(
    "value",
    [1740823200, 1740823200.0, 1740823200000, "1740823200", {"$date": "2025-03-01T10:00:00Z"}, ["2025-03-01T10:00Z"]],
)
def test_dates_in_many_forms(article_of: Any, value: object) -> None:
    assert article_of(published=value).published == MARCH


def test_a_list_of_paragraphs_is_a_text(article_of: Any) -> None:
    assert article_of(text=["One.", "", None, "Two."]).text == "One.\n\nTwo."


def test_markup_in_fields_is_taken_out(article_of: Any) -> None:
    article = article_of(
        headline="",
        content={"rendered": "<p>Fish &amp; chips</p>\n<p>cost <b>more</b> than<br>ever</p><script>x()</script>"},
    )
    assert article.text == "Fish & chips\n\ncost more than\never"
    assert article_of(text="Three < four and &quot;five&quot; > 2").text == 'Three < four and "five" > 2'
    assert article_of(text="A <b>bold</b> line\n\nand another").text == "A bold line\n\nand another"


@pytest.mark.parametrize(
    ("content", "description", "expected"),
    [
        ("Ships ca… [+3191 chars]", "Ships came in on Monday.", "Ships came in on Monday."),
        ("Ships came in. Cranes worked. Nobo… [+99 chars]", "Ships came in.", "Ships came in. Cranes worked."),
        ("Ships came in. Nobo… [+99 chars]", None, "Ships came in."),
        ("Ships ca… [+3191 chars]", None, "Ships ca…"),
        ("He said [+3191 chars] and left.", "Short.", "He said [+3191 chars] and left."),
    ],
)
def test_a_text_cut_short_gives_way_to_whole_sentences(
    article_of: Any, content: str, description: str | None, expected: str
) -> None:
    assert article_of(content=content, description=description).text == expected


@pytest.mark.parametrize(("value", "expected"), [("en_US", "en-us"), ("DE", "de"), ("English (US)", None), (1, None)])
def test_languages(article_of: Any, value: object, expected: str | None) -> None:
    assert article_of(lang=value).language == expected


def test_deep_values_are_left(article_of: Any) -> None:
    deep: object = "x"
    for _ in range(50):
        deep = [deep]
    assert article_of(text=deep, summary="Kept.").text == "Kept."
