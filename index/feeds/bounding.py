"""Feeds that would take very long to read, made shorter or refused before that."""

import re

from index.errors import InputError

MOST_ENTRIES = 5_000  # of one feed at a time, the first ones
MOST_TAGS = 300_000  # of which a parser takes up to 75 microseconds each

_ENTRY = re.compile(rb"<(?:[\w-]{1,20}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_ROOT = re.compile(rb"<((?:[\w-]{1,20}:)?(?:rss|feed|rdf|channel))[\s>]", re.IGNORECASE)
_CHANNEL = re.compile(rb"<channel[\s>]", re.IGNORECASE)


def bounded(body: bytes) -> bytes:
    """A feed with its first entries only, if it has very many; InputError for one of hardly anything but markup."""
    for number, entry in enumerate(_ENTRY.finditer(body)):
        if number == MOST_ENTRIES:
            body = body[: entry.start()] + _closing(body)
            break
    if body.count(b"<") > MOST_TAGS:
        raise InputError("it has more than {number} tags, the most that a feed may have", number=MOST_TAGS)
    return body


def _closing(body: bytes) -> bytes:
    """What ends the elements that stand open between two entries."""
    root = _ROOT.search(body)
    if root is None:
        return b""
    inside = b"</channel>" if root[1].lower() == b"rss" and _CHANNEL.search(body) else b""
    return inside + b"</" + root[1] + b">"
