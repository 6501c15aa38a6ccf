"""Passages: whole sentences packed to the model's window."""

import hashlib
import math
from collections.abc import Callable, Sequence

from index.articles.sentences import Span, sentence_spans

SPECIAL_TOKENS = 2  # the marks a model puts around a text
MIN_BUDGET = 64  # tokens left for sentences, however long the title


def split_passages(
    title: str,
    text: str,
    language: str | None,
    *,
    window: int,
    count_tokens: Callable[[Sequence[str]], list[int]],
) -> list[Span]:
    """Spans of `text`, each of whole sentences and, with the title in front, at most `window` tokens.

    The sentences are spread evenly over the fewest passages that hold them. A sentence longer than the window is a
    passage of its own. A headline without a text is one empty span: its passage is the title.
    """
    sentences = sentence_spans(text, language)
    if not sentences:
        return [Span(0, 0)]
    counts = count_tokens([title, *(text[s.start : s.stop] for s in sentences)])
    budget = max(window - SPECIAL_TOKENS - counts[0], MIN_BUDGET)
    return _pack(sentences, counts[1:], budget)


def _pack(sentences: Sequence[Span], counts: Sequence[int], budget: int) -> list[Span]:
    total = sum(counts)
    target = total / math.ceil(total / budget) if total else budget
    spans: list[Span] = []
    start, used = sentences[0].start, 0
    for index, (sentence, count) in enumerate(zip(sentences, counts, strict=True)):
        # Half a sentence too many is nearer to the even share than half a sentence too few.
        if used and (used + count > budget or used + count / 2 > target):
            spans.append(Span(start, sentences[index - 1].stop))
            start, used = sentence.start, 0
        used += count
    spans.append(Span(start, sentences[-1].stop))
    return spans


def embedded_text(title: str, passage: str) -> str:
    """What is embedded for a passage: the title in front, which tells what its sentences are about."""
    return f"{title}\n{passage}" if passage else title


def passage_hash(title: str, passage: str) -> bytes:
    """16 bytes that name what is embedded; equal texts share their vector."""
    return hashlib.blake2b(embedded_text(title, passage).encode(), digest_size=16).digest()
