"""Texts filled up to a length that every word index keeps as it is.

BM25 weighs a word by the length of its text. tantivy keeps that length in one byte, as Lucene does: exact up to 40 words,
then rounded down to three binary digits, by up to an eighth; Milvus keeps it exactly. A text that is filled up with words
that say nothing to the next length of those is as long for both, so both give it the same score.
"""

FILLER = "xqzx"  # which nobody writes and nobody asks for
EXACT = 40  # words, up to which every length is kept
STEPS = 8  # lengths that are kept, before the distance between them doubles


def exact_length(words: int) -> int:
    """The least length of at least so many words that is kept as it is."""
    low, step = EXACT, 2
    while words > low + STEPS * step:
        low, step = low + STEPS * step, 2 * step
    return words if words <= EXACT else low - (low - words) // step * step


def fillers(words: int) -> list[str]:
    """What a text of so many words lacks."""
    return [FILLER] * (exact_length(words) - words)
