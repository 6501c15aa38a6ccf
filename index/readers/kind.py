"""What kind of file it is: its content decides where name and content disagree."""

import json
import re
from enum import Enum
from pathlib import PurePath

from index.errors import InputError


class Kind(Enum):
    """A format that can be read."""

    JSONL = "JSON lines"
    JSON = "JSON"
    JSON_FEED = "a JSON Feed"
    DELIMITED = "a table"
    TEXT = "text"
    MARKDOWN = "Markdown"
    HTML = "a web page"
    FEED = "a feed"


_BY_SUFFIX = {
    ".jsonl": Kind.JSONL,
    ".ndjson": Kind.JSONL,
    ".json": Kind.JSON,
    ".csv": Kind.DELIMITED,
    ".tsv": Kind.DELIMITED,
    ".txt": Kind.TEXT,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".xml": Kind.FEED,
    ".rss": Kind.FEED,
    ".atom": Kind.FEED,
    ".rdf": Kind.FEED,
}
SUFFIXES = " ".join(_BY_SUFFIX)

_IMAGE = "an image, not text"
_ARCHIVE = "an archive; unpack it and import what is in it"
_FOREIGN = (  # (where in the file, how it begins, what it is)
    (0, b"\x89PNG\r\n\x1a\n", _IMAGE),
    (0, b"\xff\xd8\xff", _IMAGE),
    (0, b"GIF8", _IMAGE),
    (0, b"II*\x00", _IMAGE),
    (0, b"MM\x00*", _IMAGE),
    (8, b"WEBP", _IMAGE),
    (0, b"%PDF-", "a PDF document; save it as text or a web page first"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document; save it as text first"),
    (0, b"PK\x03\x04", "a zip archive or an office document; unpack it or save it as text first"),
    (257, b"ustar", _ARCHIVE),
    (0, b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (0, b"Rar!\x1a\x07", _ARCHIVE),
    (0, b"\x1f\x8b", "gzip inside gzip; unpack it once"),
    (0, b"BZh", "compressed with bzip2; unpack it or use gzip"),
    (0, b"\xfd7zXZ\x00", "compressed with xz; unpack it or use gzip"),
    (0, b"\x28\xb5\x2f\xfd", "compressed with zstd; unpack it or use gzip"),
    (0, b"SQLite format 3\x00", "a database, not text"),
    (0, b"PAR1", "a Parquet table; save it as CSV or JSON first"),
    (0, b"\x7fELF", "a program, not text"),
    (0, b"ID3", "sound, not text"),
    (4, b"ftyp", "a film, not text"),
)
_FIRST_TAG = re.compile(r"(?:\s|<!--.*?-->|<\?.*?\?>)*+<(?:!doctype\s+)?([a-z_][\w.:-]*)", re.IGNORECASE | re.DOTALL)
_JSON_START = re.compile(r'\[\s*(?:\]|\{\s*["}])|\{\s*["}]')
_FEED_ROOTS = ("rss", "feed", "rdf", "channel")
_JSON_FEED = re.compile(r'"version"\s*:\s*"https?:(?:\\?/){2}(?:www\.)?jsonfeed\.org')


def kind_of_name(name: str) -> Kind | None:
    """The kind that the file's name promises."""
    return _BY_SUFFIX.get(PurePath(name).suffix.lower())


def refuse_foreign(head: bytes) -> None:
    """Raise InputError where the bytes are known to be no text at all."""
    for offset, mark, what in _FOREIGN:
        if head.startswith(mark, offset):
            raise InputError(f"this is {what}")


def kind_of(name: str, text: str) -> Kind:
    """The kind of the file `name` whose content begins with `text`; InputError where neither tells."""
    named = kind_of_name(name)
    start = text.lstrip("\ufeff \t\r\n")
    found = _kind_of_markup(start)
    if found is None and _JSON_START.match(start):
        found = _kind_of_json(start, named)
    kind = found or named
    if kind is None and PurePath(name).suffix:
        raise InputError(f"its name ends in none of {SUFFIXES}, with or without .gz")
    return kind or Kind.TEXT


def _kind_of_markup(start: str) -> Kind | None:
    first = _FIRST_TAG.match(start)
    root = first[1].lower().rpartition(":")[2] if first else ""
    if root == "html":
        return Kind.HTML
    return Kind.FEED if root in _FEED_ROOTS else None


def _kind_of_json(start: str, named: Kind | None) -> Kind:
    """One document, or one object on each line."""
    lines = [line for line in start.split("\n", 2) if line.strip()]
    if named is Kind.JSONL:
        return Kind.JSON if start.startswith("[") or lines[0].strip() == "{" else Kind.JSONL
    if len(lines) > 1 and lines[0].startswith("{") and _is_json(lines[0]):
        return Kind.JSONL
    return Kind.JSON_FEED if _JSON_FEED.search(start) else Kind.JSON


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
