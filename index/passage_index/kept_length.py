"""Texts as long for Milvus as they are for tantivy, so that BM25, which weighs a word by it, scores both the same.

tantivy keeps the length of a text in one byte, as Lucene does: exact up to 40 words, then rounded down to three binary
digits, by up to an eighth. Milvus keeps it exactly. So a text is filled up with a word that says nothing to one and a
half times the length that tantivy keeps: that is never less than it has. As BM25 compares lengths with their mean, a
factor that all have alike changes nothing.
"""

FILLER = "þ"  # which no stem holds: they are folded to ASCII, where this is "th"
EXACT = 40  # words, up to which every length is kept
ROUNDED = 1.044  # times as long as what is kept of it is a long text, in the mean over all lengths
STEPS = 8  # lengths that are kept, before the distance between them doubles


def kept_length(words: int) -> int:
    """The length that tantivy keeps of a text of so many words."""
    low, step = EXACT, 2
    while words >= low + STEPS * step:
        low, step = low + STEPS * step, 2 * step
    return words if words <= EXACT else low + (words - low) // step * step


def filled_up(words: list[str]) -> list[str]:
    """The words of a text, and the fillers."""
    return [*words, *[FILLER] * (kept_length(len(words)) * 3 // 2 - len(words))]
