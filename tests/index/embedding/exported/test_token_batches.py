"""Batches hold every sequence once, alike in length and within the budget."""

from hypothesis import given
from hypothesis import strategies as st

from index.embedding.exported.token_batches import token_batches

LENGTHS = st.lists(st.integers(0, 300), max_size=60)


@given(LENGTHS, st.integers(1, 600))
def test_every_sequence_once_and_within_the_budget(lengths: list[int], budget: int) -> None:
    sequences = [[number] * length for number, length in enumerate(lengths)]

    batches = list(token_batches(sequences, budget))

    assert sorted(place for places, _ in batches for place in places) == list(range(len(lengths)))
    for places, taken in batches:
        assert taken == [sequences[place] for place in places]
        assert len(taken) == 1 or len(taken) * max(map(len, taken)) <= budget


@given(LENGTHS, st.integers(1, 600))
def test_alike_in_length(lengths: list[int], budget: int) -> None:
    batches = [[len(s) for s in taken] for _, taken in token_batches([[1] * n for n in lengths], budget)]

    assert [n for batch in batches for n in batch] == sorted(lengths, reverse=True)
