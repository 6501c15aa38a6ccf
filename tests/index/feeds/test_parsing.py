"""Whatever stands at a feed's address: it is read, or there is a reason in words."""

import json
import re
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from index.errors import InputError
from index.feeds.bounding import MOST_ENTRIES, MOST_TAGS, bounded
from index.feeds.discovery import linked_feeds
from index.feeds.opml import read_opml, write_opml
from index.feeds.page import read_page
from index.feeds.page_walls import SHORTEST
from index.feeds.parsing import ParsedFeed, read_body_of
from tests.index.conftest import NOW
from tests.index.feeds.conftest import rss

URL = "https://harbour.example/feed"


def parse(body: bytes) -> ParsedFeed:
    return read_body_of(body, URL, {}, NOW)


ITEM = (
    "<item><title>Ferry late</title><link>https://harbour.example/1</link><description>It waits.</description></item>"
)
ENTRY = "<entry><id>1</id><title>Ferry late</title><{0}>2025-07-09T10:00:00Z</{0}><summary>It waits.</summary></entry>"
RDF = 'rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns='
FORMATS = {
    "RSS 0.90": f'<{RDF}"http://my.netscape.com/rdf/simple/0.9/"><channel><title>Post</title></channel>{ITEM}</rdf:RDF>',
    "RSS 0.91": f'<rss version="0.91"><channel><title>Post</title>{ITEM}</channel></rss>',
    "RSS 0.92": f'<rss version="0.92"><channel><title>Post</title>{ITEM}</channel></rss>',
    "RSS 2.0": f'<rss version="2.0"><channel><title>Post</title>{ITEM}</channel></rss>',
    "RSS 1.0 (RDF)": f'<{RDF}"http://purl.org/rss/1.0/"><channel><title>Post</title></channel>{ITEM}</rdf:RDF>',
    "Atom 0.3": (
        f'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Post</title>{ENTRY.format("issued")}</feed>'
    ),
    "Atom 1.0": f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title>{ENTRY.format("updated")}</feed>',
    "JSON Feed": json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Post",
            "items": [{"id": "1", "title": "Ferry late", "content_text": "It waits."}],
        }
    ),
}


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format(kind: str) -> None:
    parsed = parse(FORMATS[kind].encode())
    assert (parsed.kind, parsed.title) == (kind, "Post")
    assert [(a.title, a.text, a.source) for a in parsed.articles] == [("Ferry late", "It waits.", "Post")]


@pytest.mark.parametrize(
    ("encoding", "title"),
    [
        ("utf-8", "Fähre – spät"),
        ("utf-8-sig", "Fähre – spät"),
        ("utf-16", "Fähre – spät"),
        ("iso-8859-15", "Fähre spät, 5 €"),
        ("windows-1252", "Fähre – spät"),
        ("koi8-r", "Паром"),
        ("shift_jis", "連絡船"),
        ("gb18030", "渡轮停航"),
        ("big5", "渡輪停航"),
    ],
)
def test_every_encoding(encoding: str, title: str) -> None:
    body = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?><rss version="2.0"><channel><item>\n'
    body += f"<title>{title}</title><description>{title}</description></item></channel></rss>"
    assert [article.title for article in parse(body.encode(encoding)).articles] == [title]


DATES = ["", "<pubDate>Thu, 10 Jul 2225 00:00:00 GMT</pubDate>", "<pubDate>soon</pubDate>", "<pubDate></pubDate>"]


@pytest.mark.parametrize("date", DATES)
def test_dates_that_cannot_be(date: str) -> None:
    body = f'<rss version="2.0"><channel><item><title>Ferry late</title>{date}</item></channel></rss>'
    assert [article.published for article in parse(body.encode()).articles] == [None]


def test_one_guid_for_all() -> None:
    items = "".join(f"<item><guid>same</guid><title>Ferry {n}</title></item>" for n in range(5))
    parsed = parse(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode())
    assert [article.external_id for article in parsed.articles] == [None] * 5


def test_one_link_for_all() -> None:
    items = "".join(
        f"<item><guid>{n}</guid><title>Ferry {n}</title><link>https://harbour.example/</link></item>" for n in range(5)
    )
    parsed = parse(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode())
    assert [article.url for article in parsed.articles] == [None] * 5


def test_a_feed_that_calls_itself_a_web_page() -> None:
    body = f'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x"><rss version="2.0"><channel>{ITEM}</channel></rss>'
    assert len(parse(body.encode()).articles) == 1


@pytest.mark.parametrize("kind", ["RSS 2.0", "RSS 1.0 (RDF)", "Atom 1.0"])
def test_more_entries_than_are_taken(kind: str) -> None:
    body = FORMATS[kind].encode()
    start, end = (re.search(mark, body) for mark in (rb"<(item|entry)>", rb"</(item|entry)>"))
    assert start
    assert end
    many = b"".join(body[start.start() : end.end()].replace(b"Ferry", b"F%d" % n) for n in range(MOST_ENTRIES + 9))
    cut = bounded(body[: start.start()] + many + body[end.end() :])
    assert len(re.findall(rb"<title>F\d", cut)) == MOST_ENTRIES
    assert etree.fromstring(cut) is not None


def test_hardly_anything_but_markup() -> None:
    with pytest.raises(InputError, match="tags"):
        parse(b"<rss><channel><item>" + b"<a>" * MOST_TAGS)


def test_entities_are_not_expanded() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    body = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    body += '<rss version="2.0"><channel><item><title>Ferry &l11; &file;</title></item></channel></rss>'
    assert [article.title for article in parse(body.encode()).articles] == ["Ferry &l11; &file;"]


def test_markup_that_is_not_closed() -> None:
    assert parse(f'<rss version="2.0"><channel>{"<item>" * 500}<title>Ferry</title></channel></rss>'.encode()).refused


def mutations() -> st.SearchStrategy[bytes]:
    """Feeds with pieces cut out, doubled, or overwritten."""
    bodies = st.sampled_from([rss("Ferry late", "Bridge shut"), *(body.encode() for body in FORMATS.values())])
    cut = st.tuples(st.integers(0, 1200), st.integers(0, 200), st.binary(max_size=30), st.integers(1, 3))
    return st.tuples(bodies, st.lists(cut, max_size=4)).map(_mutated)


def _mutated(told: tuple[bytes, list[tuple[int, int, bytes, int]]]) -> bytes:
    body, cuts = told
    for start, length, between, times in cuts:
        body = body[:start] + (body[start : start + length] + between) * times + body[start + 2 * length :]
    return body


quick = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(mutations() | st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with suppress(InputError):
        for article in parse(body).articles:
            assert article.title
            assert "\x00" not in article.title + article.text


@settings(quick, max_examples=15)
@given(mutations() | st.text("<>/='\" aéhtml!-[]&;", max_size=200).map(str.encode))
def test_any_page_gives_a_text_or_a_reason(body: bytes) -> None:
    linked_feeds(body, URL)
    with suppress(InputError):
        assert len(read_page(body, URL, {}, title="Ferry late", teaser="It waits.", now=NOW).text) >= SHORTEST


@quick
@given(mutations() | st.text("<>/='\" opmlutinexrUL&;", max_size=200).map(lambda text: f"<opml>{text}".encode()))
def test_any_list_is_read_or_refused(body: bytes) -> None:
    try:
        listed = read_opml(body)
    except InputError:
        return
    assert {feed.url for feed in read_opml(write_opml(listed))} == {feed.url for feed in listed}


def _messy(shared_data: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(shared_data / "feeds-messy.tar.gz") as archive:
        for member in archive:
            if member.isfile() and (opened := archive.extractfile(member)):
                yield member.name, opened.read()


def test_the_feeds_of_two_parsers_suites(shared_data: Path) -> None:
    refused = {}
    bodies = dict(_messy(shared_data))
    for name, body in bodies.items():
        try:
            read_body_of(body, URL, {}, datetime(2026, 1, 1, tzinfo=UTC))
        except InputError as error:
            refused[name] = str(error)
    assert len(bodies) == 3202
    assert all(refused.values())
    assert not [name for name in refused if _well_formed_feed(bodies[name])]


def _well_formed_feed(body: bytes) -> bool:
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError:
        return False
    return etree.QName(root).localname.lower() in ("rss", "feed", "rdf", "channel")
