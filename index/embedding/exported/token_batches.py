"""Batches of token sequences: alike in length, so that next to nothing is padded, and small enough for the caches."""

from collections.abc import Iterator, Sequence

Batch = tuple[list[int], list[list[int]]]


def token_batches(sequences: Sequence[list[int]], budget: int) -> Iterator[Batch]:
    """(places, sequences) of each batch, longest first. Padded, a batch has `budget` tokens at most or one sequence."""
    places = sorted(range(len(sequences)), key=lambda place: len(sequences[place]), reverse=True)
    start = 0
    while start < len(places):
        size = max(1, budget // max(1, len(sequences[places[start]])))
        taken = places[start : start + size]
        yield taken, [sequences[place] for place in taken]
        start += size
