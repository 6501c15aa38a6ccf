"""The word that a misspelt one was meant to be, among the words that the articles have."""

from collections.abc import Iterable

from rapidfuzz.distance import DamerauLevenshtein

SHORTEST = 4  # letters; shorter words resemble too many others
LONG = 7  # letters, from which on two of them may be wrong
PREFIX = 2  # letters that are taken to be right


def may_be_misspelt(word: str) -> bool:
    """Whether it is worth looking for another spelling of an unknown word."""
    return len(word) >= SHORTEST and word.isalpha()


def respelt(word: str, known: Iterable[tuple[str, int]]) -> str | None:
    """The word of `known` (with its number of articles) that `word` was meant to be; None where none is near enough.

    Near is the restricted edit distance with transpositions (Damerau 1964): one, or two in a long word; among equals
    the more frequent word.
    """
    most = 2 if len(word) >= LONG else 1
    near = (
        (DamerauLevenshtein.distance(word, other, score_cutoff=most), -count, other)
        for other, count in known
        if abs(len(other) - len(word)) <= most and other.isalpha()
    )
    best = min((each for each in near if each[0] <= most), default=None)
    return best[2] if best else None
