"""The full text of an article from its page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from index.articles.article import Article
from index.feeds.page_walls import WallError, check_page, check_text
from index.readers.encoding import decode, encoding_of, encoding_of_label
from index.readers.html import declared_encoding, page_draft
from index.readers.paths import article_from

TEASER = 800  # characters of a feed's entry, up to which it is taken for a teaser
HEAD = 1 << 16  # bytes looked at to tell the encoding

_CUT = re.compile(r"(?:…|\.\.\.|…\]|\.\.\.\]|(?:read|continue|weiter|lire|leer|читать)\b[^.]{0,40})\s*$", re.IGNORECASE)
_CHARSET = re.compile(r"charset=[\"']?([\w-]{2,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page says: its text, its canonical address and, where it names them, its time and language."""

    text: str
    url: str
    published: datetime | None
    language: str | None


def is_teaser(article: Article) -> bool:
    """Whether the feed gives only the beginning of an article that its page has whole."""
    return bool(article.url) and (len(article.text) < TEASER or bool(_CUT.search(article.text[-60:])))


def read_page(body: bytes, url: str, headers: Mapping[str, str], *, title: str, teaser: str, now: datetime) -> Page:
    """The article on a page that came from `url`; WallError where it is not there, with what stands in its place."""
    told = headers.get("content-type", "text/html")
    if not told.partition(";")[0].strip().lower().endswith(("html", "xml")):
        raise WallError("its page is not a web page")
    check_page(body, url)
    charset = _CHARSET.search(told)
    label = encoding_of_label(charset[1]) if charset else None
    markup, _ = decode(body, label or declared_encoding(body) or encoding_of(body[:HEAD]) or "utf-8")
    article, _ = article_from(page_draft(markup, name=url, now=now), now)
    check_text(article.text, title, teaser)
    return Page(
        text=article.text,
        url=_canonical(article.url, url),
        published=article.published,
        language=article.language,
    )


def _canonical(named: str | None, url: str) -> str:
    """The address that a page gives itself, where that can be right: on the same site, and not the site's front."""
    if named is None:
        return url
    site, own = ((urlsplit(address).hostname or "").removeprefix("www.") for address in (named, url))
    related = site == own or site.endswith(f".{own}") or own.endswith(f".{site}")
    return named if related and urlsplit(named).path.strip("/") else url
