"""What people made of news: search results that three of them grouped into stories, and pairs marked same or not."""

import csv
import io
import json
import sys
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import dateparser

from tests.bench.corpora import SHARED

PEOPLE = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Result:
    """A result of a news search."""

    title: str
    description: str
    url: str
    date: datetime


@dataclass(frozen=True, slots=True)
class GroupedSearch:
    """The results of one search, and for each person the stories as sets of places in `results`.

    What a person put into no story is one by itself.
    """

    name: str
    results: tuple[Result, ...]
    people: tuple[tuple[frozenset[int], ...], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles as (title, text, address), and whether they tell the same story."""

    language: str
    articles: tuple[tuple[str, str, str], tuple[str, str, str]]
    same: bool


def grouped_searches() -> list[GroupedSearch]:
    """Ten searches of 2017, by name."""
    with tarfile.open(SHARED / "stories.tar.gz") as archive:
        names = sorted(n for n in archive.getnames() if n.startswith("dataset/") and n.endswith(".txt"))
        return [_search(archive, name) for name in names]


def pairs() -> list[Pair]:
    """Pairs in English and in Russian, of 2019 and 2020."""
    csv.field_size_limit(sys.maxsize)
    found = []
    with tarfile.open(SHARED / "same-story-pairs.tar.gz") as archive:
        for name in sorted(n for n in archive.getnames() if "/clustering_pairs/" in n and n.endswith(".tsv")):
            table = csv.DictReader(io.StringIO(_text(archive, name)), delimiter="\t")
            found += [_pair(name.rpartition("/")[2][:2], row) for row in table]
    return found


def _pair(language: str, row: dict[str, str]) -> Pair:
    one, other = ((row[f"INPUT:{n}_title"], row[f"INPUT:{n}_text"], row[f"INPUT:{n}_url"]) for n in ("first", "second"))
    return Pair(language, (one, other), row["GOLDEN:quality"] == "OK")


def _search(archive: tarfile.TarFile, name: str) -> GroupedSearch:
    results = tuple(_results(_json(archive, name)))
    people = tuple(
        tuple(_groups(_json(archive, name.replace("dataset/", f"gold{person}/")), len(results))) for person in PEOPLE
    )
    return GroupedSearch(name.removeprefix("dataset/").removesuffix(".txt"), results, people)


def _results(found: Sequence[dict[str, Any]]) -> Iterator[Result]:
    for result in found:
        told = result.get("meta") or {}
        date = dateparser.parse(result["date"], languages=["en"])
        if date is None:
            raise ValueError(f"the date {result['date']!r} cannot be read")
        title = str(told.get("title") or result["title"])
        yield Result(title, str(told.get("description") or ""), result["url"], date.replace(tzinfo=UTC))


def _groups(found: Sequence[Sequence[int]], count: int) -> Iterator[frozenset[int]]:
    """Groups number results from 1; a few numbers are beyond the last result."""
    grouped: set[int] = set()
    for group in found:
        places = {number - 1 for number in group if 0 < number <= count} - grouped
        grouped |= places
        if places:
            yield frozenset(places)
    yield from (frozenset({place}) for place in range(count) if place not in grouped)


def _json(archive: tarfile.TarFile, name: str) -> Any:
    text = _text(archive, name)
    return json.loads(text[: text.rindex("]") + 1])


def _text(archive: tarfile.TarFile, name: str) -> str:
    file = archive.extractfile(name)
    return file.read().decode("utf-8-sig") if file else ""
