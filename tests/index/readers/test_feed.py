from datetime import UTC, datetime
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread

import pytest

from tests.index.readers.conftest import ReadFile, articles, notes, only_article, refusals, titles

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Harbour Post &amp; Mail</title><language>en-gb</language>
<item>
  <guid isPermaLink="false">post-1</guid><link>https://harbour.example/1</link>
  <title>Strike ends &#8211; at last</title>
  <description>Ships come in.</description>
  <content:encoded><![CDATA[<p>Ships come in.</p><p>Crews &amp; cranes work.</p><script>x()</script>]]>
  </content:encoded>
  <pubDate>Sat, 01 Mar 2025 10:00:00 +0100</pubDate>
</item>
<item><title>Bridge closes</title><source url="https://bridge.example/">Bridge News</source></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Hafenpost</title>
<entry><id>urn:1</id><title type="html">Streik &lt;b&gt;endet&lt;/b&gt;</title><updated>2025-03-01T10:00:00Z</updated>
<link href="https://hafen.example/1"/><summary>Schiffe laufen ein.</summary></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Harbour Post</title></channel>
<item rdf:about="https://harbour.example/1"><title>Strike ends</title><link>https://harbour.example/1</link>
<dc:date>2025-03-01T10:00:00Z</dc:date></item></rdf:RDF>"""


def rss(items: str) -> str:
    return f'<rss version="2.0"><channel><title>Harbour Post</title>{items}</channel></rss>'


def test_rss(read: ReadFile) -> None:
    first, second = articles(read("feed.xml", RSS))
    assert (first.external_id, first.url, first.title) == (
        "post-1",
        "https://harbour.example/1",
        "Strike ends – at last",
    )
    assert first.text == "Ships come in.\n\nCrews & cranes work."
    assert first.published == datetime(2025, 3, 1, 9, tzinfo=UTC)
    assert (first.source, first.language) == ("Harbour Post & Mail", "en-gb")
    assert (second.source, second.external_id, second.published) == ("Bridge News", None, None)


@pytest.mark.parametrize("name", ["feed.atom", "feed.xml", "feed.txt"])
def test_atom(read: ReadFile, name: str) -> None:
    article = only_article(read(name, ATOM))
    assert (article.title, article.text) == ("Streik endet", "Schiffe laufen ein.")
    assert (article.external_id, article.source, article.language) == ("urn:1", "Hafenpost", "de")
    assert article.published == datetime(2025, 3, 1, 10, tzinfo=UTC)


def test_rdf(read: ReadFile) -> None:
    article = only_article(read("feed.rdf", RDF))
    assert (article.title, article.source) == ("Strike ends", "Harbour Post")
    assert article.published == datetime(2025, 3, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16", "koi8-r"])
def test_encodings(read: ReadFile, encoding: str) -> None:
    name = "Порт" if encoding == "koi8-r" else "Hafen Zürich"
    feed = f'<?xml version="1.0" encoding="{encoding}"?>' + rss(f"<item><title>{name}</title></item>")
    assert titles(read("feed.xml", feed.encode(encoding))) == [name]


def test_an_id_that_all_entries_share_is_none(read: ReadFile) -> None:
    item = "<item><guid>same</guid><title>{}</title></item>"
    shared, own = item.format("a") + item.format("b"), "<item><guid>own</guid><title>c</title></item>"
    assert [article.external_id for article in articles(read("feed.xml", rss(shared + own)))] == [None, None, "own"]


def test_a_date_that_cannot_be_read_is_left_out(read: ReadFile) -> None:
    results = read("feed.xml", rss("<item><title>a</title><pubDate>some day</pubDate></item>"))
    assert only_article(results).published is None
    assert notes(results) == ["its date 'some day' cannot be read; kept without it"]


def test_an_entry_without_title_and_text_costs_no_other(read: ReadFile) -> None:
    results = read("feed.xml", rss("<item><link>https://x.example/1</link></item><item><title>b</title></item>"))
    assert titles(results) == ["b"]
    assert refusals(results) == ["feed.xml, entry 1: it has neither a title nor a text"]


def test_ill_formed_feeds_are_read_as_far_as_they_go(read: ReadFile) -> None:
    assert titles(read("feed.xml", rss("<item><title>Fish & chips</title></item><item><title>b</title>")[:-16])) == [
        "Fish & chips",
        "b",
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (rss(""), "this feed has no entries"),
        ('<?xml version="1.0"?><opml version="2.0"><body/></opml>', "this is a list of feeds (OPML), not news"),
        ('<?xml version="1.0"?><urlset><url/></urlset>', "this is neither RSS nor RDF nor Atom"),
        ("<rss" + " " * 34_000_000, "it has more than 32 MB, the most that a file of this kind may have"),
    ],
)
def test_what_is_no_news_is_one_sentence(read: ReadFile, content: str, reason: str) -> None:
    assert refusals(read("feed.xml", content)) == [f"feed.xml: {reason}"]


def test_entities_do_not_grow(read: ReadFile) -> None:
    entities = '<!ENTITY e0 "lol">' + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    feed = f'<?xml version="1.0"?><!DOCTYPE rss [{entities}]>' + rss("<item><title>laughs &e9;</title></item>")
    (title,) = titles(read("feed.xml", feed))
    assert len(title) < 100


def test_entities_from_outside_are_not_fetched(read: ReadFile) -> None:
    asked: list[bytes] = []

    class Listener(BaseRequestHandler):
        def handle(self) -> None:
            asked.append(self.request.recv(100))

    with ThreadingTCPServer(("127.0.0.1", 0), Listener) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}"
        entities = f'<!ENTITY p SYSTEM "file:///etc/hostname"><!ENTITY % q SYSTEM "{address}/q"> %q;'
        outside = f'SYSTEM "{address}/a.dtd" [{entities}]'
        feed = f'<?xml version="1.0"?><!DOCTYPE rss {outside}>' + rss(
            f'<item><title>Kept &p;</title><link>{address}/1</link><source url="{address}/2">S</source></item>'
        )
        assert titles(read("feed.xml", feed)) == ["Kept"]
        server.shutdown()
    assert asked == []


def test_many_nested_tags_are_harmless(read: ReadFile) -> None:
    deep = "&lt;div&gt;" * 10_000 + "Ships come in."
    assert (
        only_article(read("feed.xml", rss(f"<item><description>{deep}</description></item>"))).text == "Ships come in."
    )
    assert len(read("feed.xml", rss("<item><title>a</title><description>" + "<a>" * 10_000))) == 1
