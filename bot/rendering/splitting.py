"""Splits what is too long for one message: between blocks, else between lines, else between sentences, else words."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.rendering.printable import printable
from bot.reply import Block, Line
from index.articles.sentences import sentence_spans

Fits = Callable[[Sequence[Block]], bool]

_GLUE = "\u200d\ufe0e\ufe0f"  # joins what stands on both its sides, or changes the look of what stands before
_BLANK = re.compile(r"\s+")


def split_blocks(blocks: Sequence[Block], fits: Fits) -> list[list[Block]]:
    """The blocks in as few messages as they need, in order. One character of text must always fit."""
    pages: list[list[Block]] = [[]]
    for unit in _units(blocks):
        if fits([*pages[-1], *unit]):
            pages[-1].extend(unit)
        elif fits(unit):
            pages.append(list(unit))
        else:
            for block in unit:
                _add_by_lines(pages, block, fits)
    return [page for page in pages if page]


def _units(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Blocks together with those joined to them."""
    unit: list[Block] = []
    for block in blocks:
        if unit and not block.joined:
            yield unit
            unit = []
        unit.append(block)
    if unit:
        yield unit


def _add_by_lines(pages: list[list[Block]], block: Block, fits: Fits) -> None:
    """Add as many lines of the block to the last page as fit there, the others to new ones."""
    begun = False  # whether the last page ends with a part of this block
    for line in block.lines:
        for piece in split_line(line, lambda part: fits([replace(block, lines=(part,))])):
            part = replace(block, lines=(*(pages[-1][-1].lines if begun else ()), piece))
            before = pages[-1][:-1] if begun else pages[-1]
            if fits([*before, part]):
                pages[-1] = [*before, part]
            else:
                pages.append([replace(block, lines=(piece,))])
            begun = True


def split_line(line: Line, fits: Callable[[Line], bool]) -> Iterator[Line]:
    """The line in pieces that fit, cut after a sentence where one ends, else after a word, else between characters."""
    while not fits(line):
        text = "".join(run.text for run in line)
        room = bisect_right(range(1, len(text) + 1), 0, key=lambda length: 0 if fits(cut(line, 0, length)) else 1)
        end = _good_end(text, max(1, room))
        yield cut(line, 0, end)
        line = cut(line, end + len(text[end:]) - len(text[end:].lstrip()), len(text))
    yield line


def cut(line: Line, start: int, stop: int) -> Line:
    """The characters of a line from `start` to `stop`, each in the look it has."""
    runs, position = [], 0
    for run in line:
        text = run.text[max(0, start - position) : max(0, stop - position)]
        if text:
            runs.append(replace(run, text=text))
        position += len(run.text)
    return tuple(runs)


def _good_end(text: str, room: int) -> int:
    """Where to cut `text`, at most at `room`."""
    ends = [span.stop for span in sentence_spans(printable(text)) if span.stop <= room]
    if ends:
        return ends[-1]
    blanks = [found.end() for found in _BLANK.finditer(text, 0, room)]
    if blanks:
        return blanks[-1]
    end = room
    while end > 1 and (unicodedata.combining(text[end]) or text[end] in _GLUE or text[end - 1] == "\u200d"):
        end -= 1
    return end
