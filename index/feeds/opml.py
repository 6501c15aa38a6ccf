"""Lists of feeds as readers exchange them: OPML, both ways, with titles and folders."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from index.articles.article import clean_line
from index.errors import InputError
from index.readers.encoding import decode, encoding_of, encoding_of_label

BETWEEN = " / "  # the folders that lie in one another, as they are named in one line
MOST_BYTES = 16 << 20
DEEPEST = 16  # folders in folders

_ROOT = re.compile(r"<opml\b", re.IGNORECASE)
_XML_URL = re.compile(r"""\sxmlUrl\s*=\s*"(https?://[^"<>\s]+)\"""", re.IGNORECASE)
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w-]{2,40})")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFeed:
    """A feed as a list names it."""

    url: str
    title: str | None = None
    site: str | None = None
    folder: str | None = None


def read_opml(data: bytes) -> list[ListedFeed]:
    """The feeds of a list, each address once; InputError where it is none. Broken markup is read as far as it goes."""
    from lxml import etree  # not needed to read feeds

    if len(data) > MOST_BYTES:
        raise InputError("it has more than {size} MB, the most that a list of feeds may have", size=MOST_BYTES >> 20)
    text, _ = decode(data, _encoding(data))
    start = _ROOT.search(text)
    if start is None:
        raise InputError("this is not a list of feeds (OPML)")
    # Many lists are not well formed: bare ampersands, quotes in quotes. A parser of HTML minds neither, and knows no
    # entities but those of characters.
    root: Any = etree.fromstring(text[start.start() :], etree.HTMLParser(huge_tree=True))
    outer = [outline for outline in root.iter("outline") if outline.getparent().tag != "outline"]
    found = {feed.url: feed for feed in reversed([feed for outline in outer for feed in _feeds(outline, ())])}
    listed = dict(reversed(found.items()))
    for address in map(html.unescape, _XML_URL.findall(text)):  # what markup inside a description has hidden
        listed.setdefault(clean_line(address), ListedFeed(url=clean_line(address)))
    return list(listed.values())


def write_opml(feeds: Iterable[ListedFeed]) -> bytes:
    """The list as OPML 2.0."""
    from lxml import etree

    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Feeds of Newsdesk"
    body = etree.SubElement(root, "body")
    folders: dict[tuple[str, ...], Any] = {(): body}
    for feed in feeds:
        path = tuple(feed.folder.split(BETWEEN)) if feed.folder else ()
        for depth in range(1, len(path) + 1):
            if path[:depth] not in folders:
                folders[path[:depth]] = etree.SubElement(folders[path[: depth - 1]], "outline", text=path[depth - 1])
        title = feed.title or feed.url
        told = {"type": "rss", "text": title, "title": title, "xmlUrl": feed.url}
        etree.SubElement(folders[path], "outline", told | ({"htmlUrl": feed.site} if feed.site else {}))
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return written


def _feeds(outline: Any, folders: tuple[str, ...]) -> Iterator[ListedFeed]:
    told = {name: clean_line(value) for name, value in outline.attrib.items()}
    name = told.get("title") or told.get("text") or ""
    # Of a link or of another list it is the plain address that stands there.
    url = told.get("xmlurl") or (told.get("url") if told.get("type", "").lower() in ("rss", "atom") else None)
    if url:
        yield ListedFeed(
            url=url,
            title=name if name and name != url else None,
            site=told.get("htmlurl") or None,
            folder=BETWEEN.join(folders) or None,
        )
    inner = (*folders, name) if name and not url else folders
    for child in outline.iterchildren("outline") if len(folders) < DEEPEST else ():
        yield from _feeds(child, inner)


def _encoding(data: bytes) -> str:
    declared = _DECLARED.match(data)
    label = encoding_of_label(declared[1].decode()) if declared else None
    return label or encoding_of(data) or "utf-8"
