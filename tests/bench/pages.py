"""Prints how often title, date and paragraphs of news pages are found, beside trafilatura's defaults.

    python -m tests.bench.pages

The pages and what their publishers' own parsers find in them are in ../shared/data/pages.tar.gz. A title is right when
it is the expected one but for blanks and quotation marks, a date when it is the same day there, a paragraph when it
stands in the text.
"""

import json
import logging
import re
import tarfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from index.errors import InputError
from index.readers.encoding import decode, encoding_of
from index.readers.html import declared_encoding, page_draft
from index.readers.paths import article_from
from tests.bench.corpora import SHARED

NOW = datetime(2026, 11, 1, tzinfo=UTC)
PLAIN = str.maketrans("‘’“”«»„", '\'\'"""""')
SHORTEST = 40  # characters of a paragraph that is looked for


def main() -> None:
    """Run and print."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    ours, theirs = Counter[str](), Counter[str]()
    for markup, expected in pages():
        try:
            article, _ = article_from(page_draft(markup, name="page", now=NOW), NOW)
            _count(ours, expected, article.title, article.published, article.text)
        except InputError:
            _count(ours, expected, "", None, "")
        found: Any = trafilatura.bare_extraction(markup, with_metadata=True)
        date = datetime.fromisoformat(f"{found.date}T12:00:00+00:00") if found and found.date else None
        _count(theirs, expected, (found and found.title) or "", date, (found and found.text) or "")
    for name, counted in (("Newsdesk", ours), ("trafilatura", theirs)):
        shares = {what: counted[what] / counted["pages"] for what in ("title", "date")}
        recall = counted["found"] / counted["paragraphs"]
        print(f"{name}: {counted['pages']} pages, title {shares['title']:.3f}, date {shares['date']:.3f}, ", end="")
        print(f"{counted['paragraphs']:,} paragraphs, {recall:.3f} found")


def pages() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each page with what is expected of it: of a publisher's versions that whose paragraphs stand in it."""
    with tarfile.open(SHARED / "pages.tar.gz") as archive:
        files = {m.name: archive.extractfile(m).read() for m in archive if m.isfile()}  # type: ignore[union-attr]
    for name in sorted(files):
        told = files.get(re.sub(r"(_\d+)*\.html$", ".json", name)) if name.endswith(".html") else None
        if told is None:
            continue
        markup, _ = decode(files[name], declared_encoding(files[name]) or encoding_of(files[name]) or "utf-8")
        plain = _plain(re.sub(r"<[^>]+>", "", markup))
        versions = json.loads(told).values()
        best = max(versions, key=lambda version: sum(one[:SHORTEST] in plain for one in paragraphs(version)))
        if any(one[:SHORTEST] in plain for one in paragraphs(best)):
            yield markup, best


def paragraphs(expected: dict[str, Any]) -> list[str]:
    """The paragraphs that are long enough to be told from others."""
    body = expected.get("body") or {}
    parts = list(body.get("summary") or ())
    for section in body.get("sections") or ():
        parts += section.get("paragraphs") or ()
    return [plain for part in parts if len(plain := _plain(part)) >= SHORTEST]


def _count(counted: Counter[str], expected: dict[str, Any], title: str, date: datetime | None, text: str) -> None:
    wanted = paragraphs(expected)
    plain = _plain(text)
    day = datetime.fromisoformat(expected["publishing_date"]) if expected.get("publishing_date") else None
    counted["pages"] += 1
    counted["title"] += _plain(title) == _plain(expected.get("title") or "")
    counted["date"] += date is not None and day is not None and date.astimezone(day.tzinfo).date() == day.date()
    counted["paragraphs"] += len(wanted)
    counted["found"] += sum(one in plain for one in wanted)


def _plain(text: str) -> str:
    return " ".join(text.translate(PLAIN).split()).lower()


if __name__ == "__main__":
    main()
