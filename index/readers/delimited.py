"""Tables: rows of values under a header, parted by commas, semicolons, tabs or bars."""

import csv
import dataclasses
from collections import deque
from collections.abc import Iterator

from index.errors import InputError
from index.readers.draft import MAX_RECORD, MEGABYTE, Broken, Draft, Drafts, Source
from index.readers.encoding import DAMAGED
from index.readers.fields import draft_of, known_names, names_an_article
from index.readers.lines import Line, read_lines

DELIMITERS = ",;\t|"
MAX_LINES = 10_000  # of one row; what goes on for longer is a quotation mark that was never closed


def read_delimited(source: Source) -> Drafts:
    """One draft a row. A broken row costs no other: after it reading goes on with its second line."""
    csv.field_size_limit(MAX_RECORD)  # the bound is the row's, below
    lines = _Lines(read_lines(source))
    delimiter = _delimiter(lines)
    rows = csv.reader(lines, delimiter=delimiter)
    header: list[str] | None = None
    while True:
        lines.of_row.clear()
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield Broken(lines.place, str(error))
            lines.read_again()
            continue
        if row is None:
            return
        if header is None:
            header = _checked([name.strip() for name in row])
        elif any(row):
            draft = _draft(header, row, lines)
            yield draft
            if isinstance(draft, Broken):
                lines.read_again()


def _draft(header: list[str], row: list[str], lines: "_Lines") -> Draft | Broken:
    if len(row) != len(header):
        return Broken(lines.place, f"it has {len(row)} columns where the header has {len(header)}")
    draft = draft_of(dict(zip(header, row, strict=True)), lines.place)
    damaged = any(not line.whole for line in lines.of_row)
    return dataclasses.replace(draft, notes=(DAMAGED,)) if damaged and isinstance(draft, Draft) else draft


def _delimiter(lines: "_Lines") -> str:
    """The one that parts the header into the most names that mean something, or at least into the most."""
    try:
        first = next(line for line in lines if line.strip())
    except (StopIteration, csv.Error):
        raise InputError("it has no header that names its columns") from None
    lines.put_back(lines.of_row[-1])
    headers = {delimiter: next(csv.reader([first], delimiter=delimiter), []) for delimiter in DELIMITERS}
    return max(DELIMITERS, key=lambda delimiter: (known_names(headers[delimiter]), len(headers[delimiter])))


def _checked(header: list[str]) -> list[str]:
    if names_an_article(header):
        return header
    found = ", ".join(header[:8])
    raise InputError(f"its first line names no column for a title or a text (it names: {found})")


class _Lines:
    """Lines for csv.reader; it keeps those of the row in hand, so that they can be read again."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._waiting: deque[Line] = deque()
        self._size = 0
        self.of_row: list[Line] = []

    @property
    def place(self) -> str:
        """Where the row in hand begins."""
        return f"line {self.of_row[0].number}"

    def put_back(self, line: Line) -> None:
        self._waiting.appendleft(line)

    def read_again(self) -> None:
        """Read the row in hand again, without its first line."""
        self._waiting.extendleft(reversed(self.of_row[1:]))

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else next(self._lines, None)
        if line is None:
            if self.of_row:
                raise csv.Error("a quotation mark in it is not closed")
            raise StopIteration
        self.of_row.append(line)
        self._size = len(line.text or "") + (self._size if len(self.of_row) > 1 else 0)
        if line.text is None or self._size > MAX_RECORD or len(self.of_row) > MAX_LINES:
            raise csv.Error(
                f"the row has more than {MAX_RECORD // MEGABYTE} MB or {MAX_LINES:,} lines; "
                "is a quotation mark not closed?"
            )
        return line.text
