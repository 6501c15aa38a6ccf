"""Opening a file: unpacked, recognised, and ready for the reader of its format."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from index.errors import InputError
from index.readers import gzip
from index.readers.counting import CountedFile
from index.readers.delimited import read_delimited
from index.readers.draft import Drafts, Source
from index.readers.encoding import encoding_of
from index.readers.feed import read_feed
from index.readers.files import unpacked_name
from index.readers.html import read_html
from index.readers.json import read_json
from index.readers.json_feed import read_json_feed
from index.readers.jsonl import read_jsonl
from index.readers.kind import Kind, kind_of, kind_of_name, refuse_foreign
from index.readers.markdown import read_markdown
from index.readers.text import read_text

HEAD = 1 << 18  # bytes looked at to tell what a file is; most first lines fit

_READERS: dict[Kind, Callable[[Source], Drafts]] = {
    Kind.JSONL: read_jsonl,
    Kind.JSON: read_json,
    Kind.JSON_FEED: read_json_feed,
    Kind.DELIMITED: read_delimited,
    Kind.TEXT: read_text,
    Kind.MARKDOWN: read_markdown,
    Kind.HTML: read_html,
    Kind.FEED: read_feed,
}


@contextmanager
def open_drafts(path: Path, now: datetime) -> Iterator[tuple[Drafts, CountedFile]]:
    """The drafts of a file, read as they are asked for, and the counter of the bytes read for them."""
    with CountedFile(path) as file:
        packed = file.read(len(gzip.MAGIC)) == gzip.MAGIC
        file.rewind()
        raw: io.RawIOBase = gzip.Gunzipped(file) if packed else file
        stream = io.BufferedReader(raw, HEAD)
        head = stream.peek(HEAD)
        if not head:
            raise InputError("it is empty")
        refuse_foreign(head)
        name = unpacked_name(path.name)
        encoding = encoding_of(head)
        if encoding is None and kind_of_name(name) is not Kind.FEED:
            raise InputError("this is binary data, not text")
        kind = kind_of(name, head.decode(encoding or "latin-1", "replace"))
        source = Source(name=name, stream=stream, head=head, encoding=encoding or "utf-8", now=now)
        yield _READERS[kind](source), file
