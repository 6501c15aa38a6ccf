"""Words of like meaning are near, without running the model."""

import pytest

from index.answers.word_vectors import WordVectors


@pytest.fixture(scope="module")
def vectors() -> WordVectors:
    return WordVectors()


def test_the_same_words_are_nearest_and_like_ones_nearer_than_others(vectors: WordVectors) -> None:
    same, like, other = vectors.nearness("doctor", ["The doctor came.", "The physician came.", "The bridge fell."])
    assert same == pytest.approx(1.0, abs=1e-2)
    assert same > like > other


def test_one_text_or_many_is_the_same(vectors: WordVectors) -> None:
    texts = ["The ferry sank.", "Prices rose again in May.", "¿Qué pasó?"]
    assert vectors.nearness("ferry", texts) == pytest.approx(
        [vectors.nearness("ferry", [text])[0] for text in texts], abs=1e-6
    )


def test_nothing_is_near_to_nothing(vectors: WordVectors) -> None:
    assert vectors.nearness("", ["a text"]) == [0.0]
    assert vectors.nearness("ferry", []) == []
    assert vectors.nearness("ferry", ["", "ferry"])[0] == 0.0
