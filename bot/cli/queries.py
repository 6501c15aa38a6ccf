"""Files of queries: one on each line, with an id and perhaps a clock of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from index.articles.dates import parse_date
from index.errors import InputError
from index.question.question import check_question

FORM = "`id<TAB>query` or `id<TAB>query<TAB>now`"


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for, under which number; `now` is the clock for it where the file names one."""

    number: str
    text: str
    now: datetime | None = None


def read_queries(path: Path, now: datetime) -> Iterator[Query | str]:
    """The query of each line, or why it is none: one sentence with the file and the line.

    Lines with nothing on them are passed over. `now` places years of two digits. InputError for a file that cannot be
    read at all.
    """
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    try:
                        yield _query(line, now)
                    except InputError as error:
                        yield f"{path}, line {number}: {error}"
    except OSError as error:
        raise InputError(f"The file {path} cannot be read: {error.strerror}.") from None


def _query(line: bytes, now: datetime) -> Query:
    try:
        parts = [part.strip() for part in line.decode("utf-8-sig").split("\t")]
    except UnicodeDecodeError:
        raise InputError("this is not text in UTF-8") from None
    if len(parts) not in (2, 3) or not parts[0] or not parts[1]:
        raise InputError(f"this is not {FORM}")
    check_question(parts[1])
    clock = parts[2] if len(parts) == 3 else ""
    return Query(parts[0], parts[1], parse_date(clock, now=now) if clock else None)
