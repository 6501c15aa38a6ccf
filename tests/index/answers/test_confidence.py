"""Confidence: what answers stands out from what resembles it."""

import pytest

from index.answers.confidence import FACTS, FEW, Confidence, confidence_facts
from index.answers.quotes import FEATURES, ScoredSentence
from index.passage_index.tantivy_words import stems

BEST = ScoredSentence("Twelve boats sank in Norvik.", 1, 5.0, tuple(1.0 for _ in FEATURES))


def facts(cosines: list[float], words: list[float]) -> dict[str, float]:
    found = confidence_facts("Boats in Norvik", BEST, BEST.text, cosines, words, {"boat": 3.0, "norvik": 5.0}, stems)
    return dict(zip(FACTS, found, strict=True))


def test_what_stands_out_is_told_by_the_sixth_to_tenth() -> None:
    alone = facts([0.7, *[0.4] * 9], [17.6, *[0.0] * 9])
    assert alone["meaning above"] == pytest.approx(0.3)
    assert alone["words above"] == pytest.approx(1.0)
    of_many = facts([0.7] * 5 + [0.4] * 5, [17.6] * 5 + [0.0] * 5)  # five outlets tell of the same event
    assert of_many == alone


def test_among_few_articles_nothing_stands_out_by_being_alone() -> None:
    assert facts([0.46, 0.1], [])["meaning above"] == pytest.approx(0.46 - FEW)
    assert facts([], [])["meaning above"] == pytest.approx(0.0)


def test_the_probability_grows_with_what_stands_out() -> None:
    model = Confidence.load()
    near, far = facts([0.6, *[0.3] * 9], [10.0]), facts([0.6] * 10, [10.0] * 10)
    assert model.probability(tuple(near.values())) > model.probability(tuple(far.values()))
