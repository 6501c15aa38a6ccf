"""The article: one piece of news as it was read, before it is stored."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from index.articles.sentences import sentence_spans
from index.errors import InputError

MAX_TITLE = 500  # characters; the longest real titles seen are about 300
MAX_TEXT = 2_000_000  # characters; a very long book chapter, far above any news article
MAX_URL = 2_000  # characters, as most servers and browsers take
CLOCK_TOLERANCE = timedelta(days=2)  # publishers' clocks and zones are off by up to a day
EARLIEST = datetime(1600, 1, 1, tzinfo=UTC)  # before the first newspaper

# Breaks between lines and words; a surrogate stands for no character and no database takes it.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
# Nothing to see and nothing between: words are broken, joined or turned around with these.
_INVISIBLE = re.compile(r"[\xad\u200b\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_UNWANTED = re.compile(f"{_CONTROL.pattern}|{_INVISIBLE.pattern}")
_WHITE = re.compile(r"\s")
_MANY_NEWLINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article. A headline alone has an empty `text`. Times are aware and in UTC.

    `external_id` is the id its file or feed gives it; `source` is the outlet's name as readers know it.
    """

    title: str
    text: str = ""
    url: str | None = None
    published: datetime | None = None
    source: str | None = None
    language: str | None = None
    external_id: str | None = None

    def content_hash(self) -> str:
        """SHA-256, in hexadecimal, of what a reader sees; equal for equal titles and texts."""
        return hashlib.sha256(f"{self.title}\n{self.text}".encode()).hexdigest()


def clean_line(text: str) -> str:
    """`text` on one line, in NFC, without control, invisible and direction-changing characters, blanks folded."""
    return " ".join(_printable(text).split())


def clean_text(text: str) -> str:
    """`text` as `clean_line` does it, but in its lines, and with paragraphs parted by one empty line."""
    lines = _printable(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return _MANY_NEWLINES.sub("\n\n", "\n".join(" ".join(line.split()) for line in lines)).strip()


def _printable(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    return _CONTROL.sub(" ", _INVISIBLE.sub("", composed)) if _UNWANTED.search(composed) else composed


def make_article(
    *,
    title: str,
    text: str = "",
    url: str | None = None,
    published: datetime | None = None,
    source: str | None = None,
    language: str | None = None,
    external_id: str | None = None,
    now: datetime,
) -> tuple[Article, tuple[str, ...]]:
    """Clean and check what was read: the article, and what had to be left out of it, in words.

    Without a title the first sentence of the text serves as one. An address or a date that cannot be right is left
    out rather than the article. Raises InputError, in words that follow "file, line:", when nothing can be made of it.
    """
    body = clean_text(text)
    if len(body) > MAX_TEXT:
        raise InputError(f"the text has {len(body):,} characters; {MAX_TEXT:,} are the most an article may have")
    headline = clean_line(title) or title_from(body)
    if not headline:
        raise InputError("it has neither a title nor a text")
    left_out: list[str] = []
    address = moment = None
    try:
        address = check_url(url) if url and url.strip() else None
    except InputError as error:
        left_out.append(f"{error}; kept without it")
    try:
        moment = check_published(published, now) if published else None
    except InputError as error:
        left_out.append(f"{error}; kept without it")
    article = Article(
        title=shortened(headline, MAX_TITLE),
        text=body,
        url=address,
        published=moment,
        source=clean_line(source)[:200] or None if source else None,
        language=clean_line(language).lower()[:35] or None if language else None,
        external_id=clean_line(external_id)[:500] or None if external_id else None,
    )
    return article, tuple(left_out)


def title_from(body: str) -> str:
    """The first sentence-like piece of a text that has no title, at most 120 characters."""
    first = body.split("\n", 1)[0]
    sentences = sentence_spans(first)
    end = next((span.stop for span in sentences if span.stop >= 20), len(first))
    return shortened(first[:end], 120)


def shortened(text: str, most: int) -> str:
    """`text`, or its beginning up to a word's end with an ellipsis, at most `most` characters."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    return (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(" ,;:-–—") + "…"


def check_url(url: str) -> str:
    """An http or https address without white space or control characters; InputError otherwise."""
    address = url.strip()
    if len(address) > MAX_URL:
        raise InputError(f"its address has {len(address):,} characters; {MAX_URL:,} are the most")
    if _UNWANTED.search(address) or _WHITE.search(address):
        raise InputError("its address has control characters or white space in it")
    try:
        parts = urlsplit(address)
        # A port that is no number is found only by asking for it.
        usable = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise InputError(f"its address {shortened(address, 80)!r} is not an http or https address")
    return address


def check_published(published: datetime, now: datetime) -> datetime:
    """`published` in UTC (a naive time is taken as UTC); InputError when it lies in the future or before newspapers."""
    try:
        moment = (published if published.tzinfo else published.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        raise InputError(f"its date {published:%Y-%m-%d} is no date of an article") from None
    if moment > now + CLOCK_TOLERANCE:
        raise InputError(f"its date {moment:%Y-%m-%d} lies in the future")
    if moment < EARLIEST:
        raise InputError(f"its date {moment:%Y-%m-%d} is before the first newspaper")
    return moment
