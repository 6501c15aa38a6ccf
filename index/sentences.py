"""Sentences: where they begin and end in a text."""

import re
from typing import NamedTuple

import sentencex

MAX_SENTENCE = 1_000  # characters; what is longer is a list or a table without full stops

_BREAK = re.compile(r"[;:,\n]\s|\s")


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
        position = offset
        for piece in sentencex.segment(code, paragraph):
            spans.extend(_bounded(text, position, position + len(piece)))
            position += len(piece)
        offset += len(paragraph) + 1
    return spans


def _bounded(text: str, start: int, stop: int) -> list[Span]:
    """The span without outer white space, in several pieces where it is longer than any sentence."""
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    pieces: list[Span] = []
    while stop - start > MAX_SENTENCE:
        breaks = [match.end() for match in _BREAK.finditer(text, start + MAX_SENTENCE // 2, start + MAX_SENTENCE)]
        cut = breaks[-1] if breaks else start + MAX_SENTENCE
        pieces.append(Span(start, cut))
        start = cut
    if start < stop:
        pieces.append(Span(start, stop))
    return pieces
