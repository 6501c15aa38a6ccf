"""Sentences: where they begin and end in a text."""

from collections.abc import Iterator
from typing import NamedTuple

import sentencex

MAX_SENTENCE = 1_000  # characters; what is longer is a list or a table without full stops
READ_AT_ONCE = 8_000  # characters; the time for a paragraph of opening quotation marks grows with its square


class Span(NamedTuple):
    """Characters `start` to `stop` (excluded) of a text."""

    start: int
    stop: int


def sentence_spans(text: str, language: str | None = None) -> list[Span]:
    """The sentences of `text`, in order, without the white space around them; a paragraph's end always ends one."""
    spans: list[Span] = []
    code = (language or "en").split("-")[0]
    offset = 0
    for paragraph in text.split("\n"):
        if paragraph and not paragraph.isspace():
            start = offset
            for piece in _segments(paragraph, code):
                stop = start + len(piece)
                if len(piece) > MAX_SENTENCE or piece[0].isspace():
                    spans.extend(_bounded(text, start, stop))
                else:
                    spans.append(Span(start, start + len(piece.rstrip())))
                start = stop
        offset += len(paragraph) + 1
    return spans


def _segments(paragraph: str, code: str) -> list[str]:
    """The sentences of a paragraph, with the white space after them."""
    found: list[str] = []
    if len(paragraph) <= READ_AT_ONCE:
        found += sentencex.segment(code, paragraph)
        return found
    start = 0
    while start < len(paragraph):
        pieces = sentencex.segment(code, paragraph[start : start + READ_AT_ONCE])
        if start + READ_AT_ONCE < len(paragraph) and len(pieces) > 1:
            pieces.pop()  # it may go on
        found += pieces
        start += sum(map(len, pieces))
    return found


def _bounded(text: str, start: int, stop: int) -> Iterator[Span]:
    """The span without outer white space, in several pieces where it is longer than any sentence."""
    while start < stop:
        if text[start].isspace():
            start += 1
            continue
        cut = stop
        if stop - start > MAX_SENTENCE:
            cut = max(text.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE), start)
            cut = cut if cut > start else start + MAX_SENTENCE
        end = cut
        while text[end - 1].isspace():
            end -= 1
        yield Span(start, end)
        start = cut
