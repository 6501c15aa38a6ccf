"""Plain text: an article in paragraphs and, after a run of blank lines, perhaps one headline on each line."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.readers.draft import Draft, Drafts, Source
from index.readers.encoding import DAMAGED, decode

FEWEST_HEADLINES = 3  # fewer short lines than these are as likely a byline or a heading
FEWEST_APART = 5  # lines with blank ones between them look like paragraphs
LONGEST_HEADLINE = 250  # characters
SHORTEST_HEADLINE = 15  # of most of them; names and single words are a list of something else
LONGEST_TITLE = 200
LONGEST_WRAPPED = 120  # characters of a line that an editor has broken
SHORTEST_WRAPPED = 55

_END = re.compile(r"[.!?…:;。！？।۔][\"'”’»)\]]*$")
_FULL_STOP = re.compile(r"(?<![A-Z.])[.。।۔][\"'”’»)\]]*$")  # a headline may end with "U.S." or "..."
_ITEM = re.compile(r"[-*•·–—]\s|\d+[.)]\s")


class Row(NamedTuple):
    """A line with something on it, its number from 1 and the blank lines before it."""

    number: int
    text: str
    gap: int


def read_text(source: Source) -> Drafts:
    """The article, named by its file so that a later version takes its place, and the headlines."""
    text, whole = decode(source.read_whole(), source.encoding)
    notes = () if whole else (DAMAGED,)
    article, headlines = split_rows(list(_rows(text)))
    if article:
        title, paragraphs = split_title(article)
        place = f"line {article[0].number}" if headlines else ""
        yield Draft(place=place, title=title, text="\n\n".join(paragraphs), external_id=source.name, notes=notes)
    for row in headlines:
        yield Draft(place=f"line {row.number}", title=row.text, notes=notes)


def split_rows(rows: Sequence[Row]) -> tuple[Sequence[Row], Sequence[Row]]:
    """The rows of the article, and the headlines that stand in sections of their own at the end."""
    sections = [index for index, row in enumerate(rows) if index and row.gap >= 2]
    end = len(rows)
    while sections and are_headlines(rows[sections[-1] : end]):
        end = sections.pop()
    return (rows[:0], rows) if _are_all_headlines(rows[:end]) else (rows[:end], rows[end:])


def _are_all_headlines(rows: Sequence[Row]) -> bool:
    """Whether there is no article: every line is a headline, and all stand equally close."""
    gaps = {row.gap for row in rows[1:]}
    if gaps == {0}:
        return are_headlines(rows, most_stopped=0.05)
    return len(gaps) == 1 and len(rows) >= FEWEST_APART and are_headlines(rows, most_stopped=0.0)


def are_headlines(rows: Sequence[Row], most_stopped: float = 0.2) -> bool:
    """Whether each of several lines is a headline, and not a piece of prose that an editor has broken into lines."""
    if len(rows) < FEWEST_HEADLINES or any(len(row.text) > LONGEST_HEADLINE for row in rows):
        return False
    stopped = sum(bool(_FULL_STOP.search(row.text)) for row in rows)
    begun_small = sum(row.text[0].islower() for row in rows)
    long_enough = sum(len(row.text) >= SHORTEST_HEADLINE for row in rows)
    return stopped <= most_stopped * len(rows) and begun_small <= 0.2 * len(rows) and long_enough > 0.5 * len(rows)


def split_title(rows: Sequence[Row]) -> tuple[str, list[str]]:
    """The title, a short first line with a blank one after it, and the paragraphs."""
    first = rows[0].text
    if len(rows) > 1 and rows[1].gap and len(first) <= LONGEST_TITLE and not _FULL_STOP.search(first):
        return first, paragraphs_of(rows[1:])
    return "", paragraphs_of(rows)


def paragraphs_of(rows: Sequence[Row]) -> list[str]:
    """One paragraph a line, or a blank line after each; lines that an editor has broken are joined."""
    paragraphs: list[str] = []
    last = ""
    for row in rows:
        if paragraphs and not row.gap and _goes_on(last, row.text):
            paragraphs[-1] += f" {row.text}"
        else:
            paragraphs.append(row.text)
        last = row.text
    return paragraphs


def _goes_on(line: str, following: str) -> bool:
    if _END.search(line) or _ITEM.match(following) or len(line) > LONGEST_WRAPPED:
        return False
    return following[0].islower() or len(line) >= SHORTEST_WRAPPED


def _rows(text: str) -> Iterator[Row]:
    gap = 0
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        if stripped := line.strip(" \t\ufeff\x00\xa0\f\v"):
            yield Row(number, stripped, gap)
            gap = 0
        else:
            gap += 1
