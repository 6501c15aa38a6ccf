"""From any address to a feed: the one that stands there, that its page names, or that lies where feeds usually lie."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from index.errors import InputError
from index.feeds.fetcher import Fetched, Fetcher
from index.feeds.parsing import ParsedFeed, read_body_of
from index.readers.encoding import decode, encoding_of
from index.readers.html import declared_encoding

MOST_LINKED = 6  # feeds that a page names, the first ones
USUAL = ("/feed", "/rss", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml", "/feed.json")

_FEED_TYPE = re.compile(r"application/(?:(?:rss|atom|rdf)\+xml|feed\+json)|text/xml", re.IGNORECASE)
_FEED_LINK = re.compile(
    r"(?:/(?:feed|rss|atom)s?/?|\.(?:rss|atom|rdf)|(?:feed|rss|atom)\w*\.(?:xml|json))$", re.IGNORECASE
)
_COMMENTS = re.compile(r"comment|kommentar|commentaire", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed, where it was found, and what is in it."""

    url: str
    fetched: Fetched
    parsed: ParsedFeed


async def find_feed(fetcher: Fetcher, url: str, now: datetime) -> FoundFeed:
    """The feed at `url` or of the site there; FetchError when nothing answers, InputError when there is none."""
    fetched = await fetcher.fetch(url)
    body = fetched.body or b""
    try:
        return FoundFeed(fetched.lasting_url, fetched, read_body_of(body, fetched.url, fetched.headers, now))
    except InputError as error:
        reason = error
    candidates = linked_feeds(body, fetched.url)
    if candidates or b"<html" in body[:4096].lower():
        candidates += [urljoin(fetched.url, path) for path in USUAL]
    for candidate in dict.fromkeys(candidates):
        try:
            inner = await fetcher.fetch(candidate)
            parsed = read_body_of(inner.body or b"", inner.url, inner.headers, now)
        except InputError:
            continue
        return FoundFeed(inner.lasting_url, inner, parsed)
    if candidates:
        raise InputError("this is a web page, and no feed is found from there")
    raise reason


def linked_feeds(body: bytes, url: str) -> list[str]:
    """The addresses of feeds that a page at `url` names, its own before those of comments, in its order."""
    import lxml.html  # not needed to read feeds
    from lxml.etree import LxmlError

    markup, _ = decode(body, declared_encoding(body) or encoding_of(body[: 1 << 16]) or "utf-8")
    try:
        page: Any = lxml.html.document_fromstring(markup.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except (LxmlError, ValueError):
        return []
    base = urljoin(url, next(iter(page.xpath("//base/@href")), ""))
    named = [
        (link.get("href"), link.get("title") or "")
        for link in page.iter("link")
        if "alternate" in (link.get("rel") or "").lower() and _FEED_TYPE.search(link.get("type") or "")
    ]
    named += [(link.get("href"), "") for link in page.iter("a") if _FEED_LINK.search(link.get("href") or "")]
    named.sort(key=lambda link: bool(_COMMENTS.search(f"{link[0]} {link[1]}")))
    found = dict.fromkeys(_address(base, href) for href, _ in named if href)
    return [address for address in found if address][:MOST_LINKED]


def _address(base: str, href: str) -> str | None:
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return None
