"""What every format's reader takes and gives: an opened file in, drafts of articles out."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from index.errors import InputError

MEGABYTE = 1 << 20
MAX_RECORD = 16 * MEGABYTE  # one line, row or object; the longest article is a few megabytes
MAX_DOCUMENT = 16 * MEGABYTE  # a file that is read whole: a text, a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An opened file. `stream` holds its bytes, unpacked, from the beginning; `head` is a copy of the first of them.

    `name` is the file's name without a closing `.gz`; `encoding` is what its text is most likely written in.
    """

    name: str
    stream: io.BufferedIOBase
    head: bytes
    encoding: str
    now: datetime

    def read_whole(self, most: int = MAX_DOCUMENT) -> bytes:
        """All the bytes; InputError if there are more than `most`."""
        data = self.stream.read(most + 1)
        if len(data) > most:
            size = f"{most // MEGABYTE} MB" if most >= MEGABYTE else f"{most >> 10} KB"
            raise InputError(f"it has more than {size}, the most that a file of this kind may have")
        return data


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article as its file gives it, not yet checked. `place` is where in the file, such as "line 7"."""

    place: str = ""
    title: str = ""
    text: str = ""
    url: str | None = None
    published: str | datetime | None = None
    source: str | None = None
    language: str | None = None
    external_id: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that cannot be read, and why, in words that follow "file, place:"."""

    place: str
    reason: str


Drafts = Iterator[Draft | Broken]
