import pytest
import tantivy

from index.passage_index.kept_length import FILLER, ROUNDED, filled_up, kept_length
from index.passage_index.tantivy_words import stems


@pytest.mark.parametrize(
    ("words", "length"),
    [(0, 0), (1, 1), (40, 40), (41, 40), (42, 42), (56, 56), (59, 56), (88, 88), (95, 88), (151, 144)],
)
def test_the_length_before(words: int, length: int) -> None:
    assert kept_length(words) == length
    assert len(filled_up(["rain"] * words)) == length * 3 // 2


def test_nobody_asks_for_the_filler() -> None:
    assert FILLER not in stems(f"rain {FILLER} {FILLER.upper()}")


def test_how_much_is_rounded_off() -> None:
    lengths = [round(100 * 1.01**n) for n in range(400)]
    assert sum(lengths) / sum(map(kept_length, lengths)) == pytest.approx(ROUNDED, abs=0.005)


def test_they_are_the_lengths_that_tantivy_keeps() -> None:
    """A word's score in a text changes with the text's length where the length that is kept changes."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", index_option="freq")
    builder.add_integer_field("length", fast=True)
    index = tantivy.Index(builder.build())
    writer = index.writer(15_000_000, 1)
    most = 700
    for length in range(1, most):
        writer.add_document(tantivy.Document(words="hit " + "x " * (length - 1), length=length))
    writer.commit()
    index.reload()
    searcher = index.searcher()
    hits = searcher.search(tantivy.Query.term_query(index.schema, "words", "hit"), most).hits
    lengths = searcher.fast_field_values("length", [address for _, address in hits])
    scores = dict(zip(lengths, (score for score, _ in hits), strict=True))
    kept = [length for length in range(1, most) if scores[length] != scores.get(length - 1)]
    assert kept == [length for length in range(1, most) if kept_length(length) == length]
