from datetime import UTC, datetime

import pytest

from tests.index.readers.conftest import ReadFile, only_article, refusals

PARAGRAPHS = [
    f"The port of Vell opened gate {number} on Monday after a strike of nine days, as the harbour master told the "
    "council in the evening, and forty ships that had waited outside came in with grain for the upper town."
    for number in range(1, 6)
]
HEAD = """<meta charset="utf-8"><title>Strike at Vell ends | Harbour Post</title>
<meta property="og:title" content="Strike at Vell ends | Harbour Post">
<meta property="og:site_name" content="Harbour Post">
<link rel="canonical" href="https://harbour.example/2025/strike">"""


def page(head: str = HEAD, paragraphs: list[str] = PARAGRAPHS, language: str = "en-GB") -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="{language}"><head>{head}</head><body><nav><a href="/">Home</a></nav>'
        f"<article><h1>Strike at Vell ends</h1>{body}</article><footer>All rights reserved</footer></body></html>"
    )


def test_the_article_of_a_page(read: ReadFile) -> None:
    date = '<meta property="article:published_time" content="2025-03-01T11:30:00+01:00">'
    article = only_article(read("strike.html", page(HEAD + date)))
    assert article.title == "Strike at Vell ends"
    assert all(paragraph in article.text for paragraph in PARAGRAPHS)
    assert "rights reserved" not in article.text
    assert article.published == datetime(2025, 3, 1, 10, 30, tzinfo=UTC)
    assert (article.url, article.source) == ("https://harbour.example/2025/strike", "Harbour Post")
    assert (article.language, article.external_id) == ("en-gb", None)


def test_the_time_of_day_is_found_beside_the_date(read: ReadFile) -> None:
    data = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2025-03-01T10:30:00Z"}</script>'
    )
    address = HEAD.replace("2025/strike", "2025/03/01/strike")
    assert only_article(read("strike.html", page(address + data))).published == datetime(2025, 3, 1, 10, 30, tzinfo=UTC)


def test_a_page_without_address_is_named_by_its_file(read: ReadFile) -> None:
    article = only_article(read("strike.html", page("<title>Strike at Vell ends</title>", language="")))
    assert (article.external_id, article.url, article.published) == ("strike.html", None, None)
    assert (article.source, article.language) == ("strike.html", None)


def test_a_page_without_article_keeps_its_description(read: ReadFile) -> None:
    head = HEAD + '<meta name="description" content="Ships come in again.">'
    article = only_article(read("wall.html", f"<!DOCTYPE html><html><head>{head}</head><body></body></html>"))
    assert (article.title, article.text) == ("Strike at Vell ends | Harbour Post", "Ships come in again.")


@pytest.mark.parametrize(
    ("label", "encoding"),
    [("utf-8", "utf-8"), ("iso-8859-1", "cp1252"), ("windows-1250", "cp1250"), ("utf-16", "utf-16")],
)
def test_encodings(read: ReadFile, label: str, encoding: str) -> None:
    paragraphs = [paragraph.replace("Vell", "Vöhl") + " “So,” he said." for paragraph in PARAGRAPHS]
    markup = page(HEAD.replace("utf-8", label), paragraphs)
    assert "Vöhl" in only_article(read("strike.html", markup.encode(encoding))).text


def test_a_label_that_is_no_encoding_is_passed_over(read: ReadFile) -> None:
    for label in ("idna", "rot13", "no-such-thing", "utf-16"):
        assert only_article(read("strike.html", page(HEAD.replace("utf-8", label)))).title == "Strike at Vell ends"


def test_a_fragment_is_read(read: ReadFile) -> None:
    assert only_article(read("strike.html", f"<p>{PARAGRAPHS[0]}</p>")).text == PARAGRAPHS[0]


@pytest.mark.parametrize("tag", ["div", "b", "table", "ul", "span"])
def test_ten_thousand_nested_tags_are_harmless(read: ReadFile, tag: str) -> None:
    nested = f"<{tag}>" * 10_000 + PARAGRAPHS[0] + f"</{tag}>" * 10_000
    assert only_article(read("deep.html", page(paragraphs=[nested]))).title == "Strike at Vell ends"


def test_a_page_too_long_is_refused(read: ReadFile) -> None:
    (sentence,) = refusals(read("long.html", page(paragraphs=["word " * 1_000_000])))
    assert sentence == "long.html: it has more than 4 MB, the most that a file of this kind may have"


def test_a_page_with_nothing_on_it_is_refused(read: ReadFile) -> None:
    assert refusals(read("empty.html", "<html></html>")) == ["empty.html: it has neither a title nor a text"]
