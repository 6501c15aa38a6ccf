"""What is in a feed that was fetched: its articles and what it says of itself."""

import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from index.articles.article import Article, check_url, clean_line
from index.errors import InputError
from index.feeds.bounding import bounded
from index.readers.draft import Broken, Draft, Source
from index.readers.encoding import decode, encoding_of
from index.readers.feed import feed_drafts, parse_feed
from index.readers.fields import as_text
from index.readers.json_feed import read_json_feed
from index.readers.kind import Kind, kind_of, refuse_foreign
from index.readers.paths import article_from

HEAD = 1 << 16  # bytes looked at to tell what it is

_HTML_TYPE = re.compile(r"<!doctype\s+html[^>]*>", re.IGNORECASE)
_KINDS = {
    "rss": "RSS",
    "rss090": "RSS 0.90",
    "rss091n": "RSS 0.91",
    "rss091u": "RSS 0.91",
    "rss092": "RSS 0.92",
    "rss093": "RSS 0.93",
    "rss094": "RSS 0.94",
    "rss10": "RSS 1.0 (RDF)",
    "rss20": "RSS 2.0",
    "atom": "Atom",
    "atom01": "Atom 0.1",
    "atom02": "Atom 0.2",
    "atom03": "Atom 0.3",
    "atom10": "Atom 1.0",
    "cdf": "CDF",
}  # as feedparser calls them


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """What a feed says. `kind` is its format; `refused` counts the entries that no article can be made of."""

    kind: str
    title: str | None = None
    site: str | None = None
    ttl_minutes: int | None = None
    articles: tuple[Article, ...] = ()
    refused: int = 0


def read_body_of(body: bytes, url: str, headers: Mapping[str, str], now: datetime) -> ParsedFeed:
    """The articles in a body that came from `url`; InputError says what it is instead of a feed."""
    if not body.strip():
        raise InputError("the answer is empty")
    refuse_foreign(body[:HEAD])
    encoding = encoding_of(body[:HEAD])
    start = body[:HEAD].decode(encoding or "latin-1", "replace")
    kind = kind_of("", start)
    if kind is Kind.HTML:  # unless a feed calls itself so
        kind = kind_of("", _HTML_TYPE.sub("", start, count=1))
    if kind is Kind.HTML:
        raise InputError("this is a web page, not a feed")
    if kind in (Kind.JSON_FEED, Kind.JSON):
        return _json_feed(body, encoding or "utf-8", now)
    told = {"content-location": url}
    if "content-type" in headers:
        told["content-type"] = headers["content-type"]
    parsed = parse_feed(bounded(body), told)
    if not parsed.version and not parsed.entries and kind is not Kind.FEED:
        raise InputError("this is not a feed")
    articles, refused = _articles(feed_drafts(parsed), now)
    return ParsedFeed(
        kind=_KINDS.get(parsed.version, "a feed of no known version"),
        title=clean_line(parsed.feed.get("title") or "") or None,
        site=_address(parsed.feed.get("link")),
        ttl_minutes=_number(parsed.feed.get("ttl")),
        articles=articles,
        refused=refused,
    )


def _json_feed(body: bytes, encoding: str, now: datetime) -> ParsedFeed:
    source = Source(name="feed.json", stream=io.BytesIO(body), head=body[:HEAD], encoding=encoding, now=now)
    articles, refused = _articles(read_json_feed(source), now)
    feed = json.loads(decode(body, encoding)[0], strict=False)
    return ParsedFeed(
        kind="JSON Feed",
        title=clean_line(as_text(feed.get("title"))) or None,
        site=_address(feed.get("home_page_url")),
        articles=articles,
        refused=refused,
    )


def _articles(drafts: Iterable[Draft | Broken], now: datetime) -> tuple[tuple[Article, ...], int]:
    found: list[Article] = []
    refused = 0
    for draft in drafts:
        try:
            if isinstance(draft, Draft):
                found.append(article_from(draft, now)[0])
            else:
                refused += 1
        except InputError:
            refused += 1
    return tuple(found), refused


def _address(link: Any) -> str | None:
    try:
        return check_url(link) if isinstance(link, str) and link else None
    except InputError:
        return None


def _number(text: Any) -> int | None:
    return int(text) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 9 else None
