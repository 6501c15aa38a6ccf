import gzip

import pytest

from index.errors import InputError
from index.readers.kind import Kind, kind_of
from tests.index.readers.conftest import ReadFile, only_article, refusals, titles

PAGE = "<!DOCTYPE html><html><head><title>Strike at Vell ends</title></head><body><p>All is well.</p></body></html>"
FEED = '<?xml version="1.0"?><!-- made by hand --><rss version="2.0"><channel><item><title>Strike at Vell ends</title>'
LINES = '{"title": "Strike at Vell ends"}\n{"title": "Bridge closes"}'
ARRAY = '[\n  {"title": "Strike at Vell ends"}\n]'
IMAGE = b"\x89PNG\r\n\x1a\n" + bytes(50)


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.txt", "a.csv", "a.xml", "a.md", "a", "a.php"])
def test_a_page_under_another_name(read: ReadFile, name: str) -> None:
    assert only_article(read(name, PAGE)).title == "Strike at Vell ends"


@pytest.mark.parametrize("name", ["a.json", "a.html", "a.txt", "a.rss"])
def test_a_feed_under_another_name(read: ReadFile, name: str) -> None:
    assert only_article(read(name, FEED)).title == "Strike at Vell ends"


@pytest.mark.parametrize("name", ["a.json", "a.txt", "a.csv", "a.html", "a.xml", "a.ndjson", "a"])
def test_json_lines_under_another_name(read: ReadFile, name: str) -> None:
    assert titles(read(name, LINES)) == ["Strike at Vell ends", "Bridge closes"]


@pytest.mark.parametrize("name", ["a.jsonl", "a.txt", "a.csv", "a.dat"])
def test_an_array_under_another_name(read: ReadFile, name: str) -> None:
    assert only_article(read(name, ARRAY)).title == "Strike at Vell ends"


def test_an_object_over_several_lines_named_as_lines(read: ReadFile) -> None:
    assert only_article(read("a.jsonl", '{\n "title": "Strike at Vell ends"\n}\n')).title == "Strike at Vell ends"


@pytest.mark.parametrize("suffix", ["txt", "json", "jsonl", "csv", "html", "md", "xml"])
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (IMAGE, "this is an image, not text"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "this is an image, not text"),
        (b"%PDF-1.7\n%\xe2\xe3", "this is a PDF document; save it as text or a web page first"),
        (b"PK\x03\x04" + bytes(50), "this is a zip archive or an office document; unpack it or save it as text first"),
        (gzip.compress(gzip.compress(b"a", mtime=0), mtime=0), "this is gzip inside gzip; unpack it once"),
        (b"SQLite format 3\x00" + bytes(50), "this is a database, not text"),
    ],
)
def test_what_is_no_text_is_named(read: ReadFile, suffix: str, content: bytes, reason: str) -> None:
    assert refusals(read(f"photo.{suffix}", content)) == [f"photo.{suffix}: {reason}"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
@pytest.mark.parametrize(
    ("name", "content"), [("a.json", LINES), ("a.json", ARRAY), ("a.txt", PAGE), ("a.jsonl", LINES)]
)
def test_with_a_mark_of_its_encoding(read: ReadFile, name: str, content: str, encoding: str) -> None:
    assert titles(read(name, content.encode(encoding)))[0] == "Strike at Vell ends"


@pytest.mark.parametrize(
    ("name", "start", "kind"),
    [
        ("a.txt", "[UPDATE] Strike ends", Kind.TEXT),
        ("a.txt", "{so to speak} Strike ends", Kind.TEXT),
        ("a.txt", "<3 is a heart", Kind.TEXT),
        ("a.md", "<!-- a note --> # Strike\n\n<html> is a tag", Kind.MARKDOWN),
        ("a.md", "# Strike\n<html>", Kind.MARKDOWN),
        ("a.json", "Strike ends", Kind.JSON),
        ("a.jsonl", '{"title": ', Kind.JSONL),
        ("a.xml", "\ufeff\n<?xml version='1.0'?>\n<!DOCTYPE html>", Kind.HTML),
        ("a.html", "<!-- x --><html>", Kind.HTML),
        ("a.xml", "<a:feed xmlns:a='http://www.w3.org/2005/Atom'>", Kind.FEED),
        ("a.xml", "<!DOCTYPE rdf:RDF [<!ENTITY x 'y'>]><rdf:RDF>", Kind.FEED),
        ("a.xml", "<opml>", Kind.FEED),
        ("a", "Strike ends", Kind.TEXT),
        ("a.json", '{"version": "https:\\/\\/jsonfeed.org\\/version\\/1", "items": []}', Kind.JSON_FEED),
    ],
)
def test_content_and_name_together_tell(name: str, start: str, kind: Kind) -> None:
    assert kind_of(name, start) is kind


def test_neither_tells() -> None:
    with pytest.raises(InputError, match=r"its name ends in none of \.jsonl"):
        kind_of("a.log", "Strike ends")


@pytest.mark.parametrize(
    "start", ["<!--" * 100_000, "<?" * 100_000, " " * 200_000, "<!-- " + "- " * 100_000, "[" * 200_000]
)
def test_a_hostile_beginning_ends(start: str) -> None:
    assert kind_of("a.txt", start) is Kind.TEXT
