"""The lines of a file, one at a time and none without bound."""

from collections.abc import Iterator
from typing import NamedTuple

from index.readers.draft import MAX_RECORD, MEGABYTE, Source
from index.readers.encoding import as_lines, decode

TOO_LONG = f"the line has more than {MAX_RECORD // MEGABYTE} MB, the most that a line may have"


class Line(NamedTuple):
    """A line with its end, and its number from 1. `text` is None where the line is too long to take."""

    number: int
    text: str | None
    whole: bool  # False: some characters could not be read


def read_lines(source: Source) -> Iterator[Line]:
    """The lines of a file, the last one with or without an end."""
    stream, encoding = as_lines(source.stream, source.head, source.encoding)
    number = 0
    while data := stream.readline(MAX_RECORD + 1):
        number += 1
        if len(data) > MAX_RECORD:
            while data and not data.endswith(b"\n"):
                data = stream.readline(MAX_RECORD)
            yield Line(number, None, whole=True)
        else:
            yield Line(number, *decode(data, encoding))
