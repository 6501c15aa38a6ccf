"""Questions with known answers, from a file of JSON lines."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from index.articles.dates import parse_date
from index.errors import InputError


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """A question, strings of which an answer holds one, addresses or ids of articles that answer, and the clock.

    With neither answers nor articles the sources are known not to tell.
    """

    question_id: str
    question: str
    answers: tuple[str, ...]
    gold: frozenset[str]
    now: datetime

    @property
    def answerable(self) -> bool:
        """Whether the sources are known to tell."""
        return bool(self.answers or self.gold)


def read_questions(path: Path, now: datetime) -> Iterator[KnownQuestion]:
    """The questions of a file; each may name its own clock (`now` or `date`), the others are asked at `now`.

    Fields: question, answers (or answer), gold_urls (or gold), id. InputError names the line that is none.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield _question(line, f"{path}, line {number}", number, now)
    except OSError as error:
        raise InputError(f"The file {path} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise InputError(f"The file {path} is not text in UTF-8.") from None


def _question(line: str, where: str, number: int, now: datetime) -> KnownQuestion:
    try:
        found = json.loads(line)
    except ValueError:
        raise InputError(f"{where}: this is not JSON.") from None
    if not isinstance(found, dict) or not isinstance(found.get("question"), str):
        raise InputError(f"{where}: it has no `question`.")
    clock = found.get("now") or found.get("date")
    return KnownQuestion(
        question_id=str(found.get("id") or number),
        question=found["question"],
        answers=_strings(found, "answers", "answer"),
        gold=frozenset(_strings(found, "gold_urls", "gold")),
        now=parse_date(clock, now=now) if clock else now,
    )


def _strings(found: dict[str, Any], *names: str) -> tuple[str, ...]:
    value = next((found[name] for name in names if found.get(name)), ())
    return tuple(map(str, cast("list[Any]", value))) if isinstance(value, list | tuple) else (str(value),)
