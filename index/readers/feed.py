"""RSS, RDF and Atom, from a file and never from the network."""

import io
import re
from calendar import timegm
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from index.errors import InputError
from index.readers.draft import MEGABYTE, Draft, Drafts, Source
from index.readers.markup import plain_text, without_markup

MAX_FEED = 32 * MEGABYTE
HEAD = 1 << 16  # bytes in which a document type may stand
SHARED = 3  # entries with one address, which is then that of none of them

_ENTITY = re.compile(rb"<!ENTITY\s[^<>]*>", re.IGNORECASE)  # declarations; a feed needs none, and a bomb does


def read_feed(source: Source) -> Drafts:
    """One draft an entry, from the outlet and in the language that the feed names."""
    data = source.read_whole(MAX_FEED)
    parsed = parse_feed(data)
    if not parsed.entries:
        raise InputError(_why_empty(parsed, data))
    yield from feed_drafts(parsed)


def parse_feed(data: bytes, headers: Mapping[str, str] | None = None) -> Any:
    """What feedparser makes of a feed; `headers` are those that it came with, which tell its encoding and its place."""
    import feedparser  # needed for this format only

    # Wrapped, since plain bytes and texts are first tried as an address and a path.
    wrapped = io.BytesIO(_ENTITY.sub(b"", data[:HEAD]) + data[HEAD:])
    try:
        return feedparser.parse(wrapped, sanitize_html=False, response_headers=headers)
    except Exception as error:  # noqa: BLE001, a feed may break the library in any way, and costs only itself
        raise InputError("this feed cannot be read ({reason})", reason=type(error).__name__) from None


def feed_drafts(parsed: Any) -> Iterator[Draft]:
    """One draft an entry of a parsed feed."""
    # Some feeds give all their entries one id, or the address of the site.
    ids = Counter(entry.get("id") for entry in parsed.entries)
    links = Counter(entry.get("link") for entry in parsed.entries)
    for number, entry in enumerate(parsed.entries, start=1):
        draft = _draft(entry, parsed.feed, f"entry {number}")
        if ids[draft.external_id] > 1:
            draft = replace(draft, external_id=None)
        yield draft if links[draft.url] < SHARED else replace(draft, url=None)


def _draft(entry: Any, feed: Any, place: str) -> Draft:
    return Draft(
        place=place,
        title=without_markup(entry.get("title") or ""),
        text=_text(entry),
        url=entry.get("link") or None,
        published=_moment(entry, "published") or _moment(entry, "updated"),
        source=without_markup((entry.get("source") or {}).get("title") or feed.get("title") or "") or None,
        language=entry.get("language") or feed.get("language") or None,
        external_id=entry.get("id") or None,
    )


def _text(entry: Any) -> str:
    """The longest of what the entry gives: its content in full, or its summary."""
    parts = [part.get("value") or "" for part in entry.get("content", ())]
    texts = [plain_text(part) for part in (*parts, entry.get("summary") or "") if part.strip()]
    return max(texts, key=len, default="")


def _moment(entry: Any, name: str) -> str | datetime | None:
    if name not in entry:  # the library would give another date in its place
        return None
    parsed, written = entry.get(f"{name}_parsed"), entry.get(name)
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else written or None
    except (ValueError, OverflowError):
        return written or None


def _why_empty(parsed: Any, data: bytes) -> str:
    if parsed.version:
        return "this feed has no entries"
    if b"<opml" in data[:4096].lower():
        return "this is a list of feeds (OPML), not news"
    return "this is neither RSS nor RDF nor Atom"
