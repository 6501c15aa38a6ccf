from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.article import (
    MAX_TEXT,
    MAX_TITLE,
    Article,
    check_published,
    check_url,
    clean_line,
    clean_text,
    make_article,
    shortened,
    title_from,
)
from index.errors import InputError

NOW = datetime(2025, 12, 20, 12, tzinfo=UTC)


def test_what_was_read_is_cleaned() -> None:
    article, left_out = make_article(
        title="  Strike\tat Vell \n ends ",
        text="One.\r\n\r\n\r\n\r\nTwo\u00a0 three.\rFour.",
        url=" https://harbour.example/1 ",
        published=datetime(2025, 3, 1, 11, tzinfo=timezone(timedelta(hours=1))),
        source=" Harbour\nPost ",
        language="en-GB",
        external_id=" a1 ",
        now=NOW,
    )
    assert left_out == ()
    assert article == Article(
        title="Strike at Vell ends",
        text="One.\n\nTwo three.\nFour.",
        url="https://harbour.example/1",
        published=datetime(2025, 3, 1, 10, tzinfo=UTC),
        source="Harbour Post",
        language="en-gb",
        external_id="a1",
    )


def test_what_cannot_be_right_is_left_out_with_a_word() -> None:
    article, left_out = make_article(title="a", url="ftp://x.example/", published=NOW + timedelta(days=3), now=NOW)
    assert (article.url, article.published) == (None, None)
    assert left_out == (
        "its address 'ftp://x.example/' is not an http or https address; kept without it",
        "its date 2025-12-23 lies in the future; kept without it",
    )


def test_without_title_the_first_sentence_serves() -> None:
    article, _ = make_article(title=" ", text="The U.S. envoy left Rome on Monday. Talks go on.\n\nMore.", now=NOW)
    assert article.title == "The U.S. envoy left Rome on Monday."
    assert article.text.startswith(article.title)


@pytest.mark.parametrize(("title", "text"), [("", ""), (" \n", "\x00\u200b"), ("\ufeff", " ")])
def test_neither_title_nor_text(title: str, text: str) -> None:
    with pytest.raises(InputError, match=r"^it has neither a title nor a text$"):
        make_article(title=title, text=text, now=NOW)


def test_limits() -> None:
    article, _ = make_article(
        title="word " * 1_000, text="a" * MAX_TEXT, source="s" * 900, external_id="i" * 900, now=NOW
    )
    assert len(article.title) <= MAX_TITLE
    assert article.title.endswith("word…")
    assert (len(article.source or ""), len(article.external_id or "")) == (200, 500)
    with pytest.raises(InputError, match="the text has 2,000,001 characters"):
        make_article(title="a", text="a" * (MAX_TEXT + 1), now=NOW)


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("a\u2028b\x00c\x1bd", "a b c d"),
        ("Sicher\u00adheit \u200bfür\ufeff alle", "Sicherheit für alle"),
        ("\u202egnorw\u202c", "gnorw"),
        ("e\u0301te\u0301", "été"),
        ("a\ud800b", "a b"),
        ("نمی\u200cخواهم", "نمی\u200cخواهم"),
        ("👩\u200d🚀", "👩\u200d🚀"),
    ],
)
def test_characters_that_nobody_sees(written: str, clean: str) -> None:
    assert clean_line(written) == clean
    assert clean_text(written) == clean


@given(st.text())
def test_cleaning_twice_is_cleaning_once(written: str) -> None:
    assert clean_text(clean_text(written)) == clean_text(written)
    assert clean_line(clean_line(written)) == clean_line(written)
    assert "\n" not in clean_line(written)
    assert "\n\n\n" not in clean_text(written)
    clean_text(written).encode()


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("", ""),
        ("Short.", "Short."),
        ("Yes. The strike at the port of Vell ended. More.", "Yes. The strike at the port of Vell ended."),
        ("The visit of the U.S. envoy was short. Then he left.", "The visit of the U.S. envoy was short."),
        ("word " * 100, "word " * 22 + "word…"),
    ],
)
def test_titles_from_texts(body: str, title: str) -> None:
    assert title_from(body) == title


def test_shortened() -> None:
    assert shortened("one two", 7) == "one two"
    assert shortened("one two, three", 10) == "one two…"
    assert shortened("onetwothree", 5) == "onet…"


@pytest.mark.parametrize(
    "url", ["https://wire.example/a?b=c#d", "HTTP://wire.example", "http://127.0.0.1:8000/", "http://[::1]/"]
)
def test_addresses(url: str) -> None:
    assert check_url(f" {url}\n") == url


@pytest.mark.parametrize(
    "url",
    [
        "wire.example/a",
        "//wire.example/a",
        "javascript:alert(1)",
        "http://",
        "http:///a",
        "http://[::1/a",
        "http://wire.example:port/",
        "http://wire.example:99999/",
        "http://wire.example/a b",
        "http://wire.example/\x07",
        "http://wire.example/\u202ea",
        "http://wire.example/\ud800",
        "http://wire.example/" + "a" * 2_000,
    ],
)
def test_what_is_no_address_is_one_sentence(url: str) -> None:
    with pytest.raises(InputError, match=r"^its address "):
        check_url(url)


def test_dates() -> None:
    assert check_published(datetime(2025, 3, 1), NOW) == datetime(2025, 3, 1, tzinfo=UTC)  # noqa: DTZ001
    assert check_published(NOW + timedelta(hours=40), NOW) > NOW
    for wrong in (
        NOW.replace(year=2199),
        NOW.replace(year=1599),
        datetime.min.replace(tzinfo=timezone(timedelta(hours=5))),
    ):
        with pytest.raises(InputError, match=r"^its date "):
            check_published(wrong, NOW)


def test_content_hash_is_of_what_a_reader_sees() -> None:
    first = Article(title="a", text="b", url="https://wire.example/1")
    assert first.content_hash() == Article(title="a", text="b", source="s").content_hash()
    assert first.content_hash() != Article(title="a", text="c").content_hash()
