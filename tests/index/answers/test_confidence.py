"""Confidence: what answers stands out from what resembles it."""

import pytest

from index.answers.confidence import ALONE, FACTS, NO_NAMES, Confidence, confidence_facts
from index.answers.quotes import ScoredSentence
from index.passage_index.tantivy_words import stems

ARTICLE = "Twelve boats sank in Norvik."


def facts(scores: list[float], *, nearest: float = 0.6, question: str = "Boats in Norvik") -> dict[str, float]:
    """Of sentences with these scores, each of another article."""
    scored = [ScoredSentence(ARTICLE, number, score, ()) for number, score in enumerate(scores)]
    rarity = {"boat": 3.0, "norvik": 5.0}
    return dict(zip(FACTS, confidence_facts(question, scored, ARTICLE, nearest, rarity, stems), strict=True))


def test_what_stands_out_is_told_by_the_articles_further_down() -> None:
    alone = facts([9.0, *[2.0] * 7])
    assert alone["stands out"] == pytest.approx(7.0)
    assert facts([9.0] * 3 + [2.0] * 5) == alone  # three outlets tell of the same event
    assert facts([9.0] * 8)["stands out"] == pytest.approx(0.0)


def test_among_few_articles_nothing_stands_out_by_being_alone() -> None:
    assert facts([9.0])["stands out"] == pytest.approx(ALONE)
    assert facts([9.0, 8.0, 8.0, 8.0])["stands out"] == pytest.approx((1.0 + 4 * ALONE) / 5)


def test_words_and_names_that_the_article_has() -> None:
    assert facts([9.0])["article words"] == pytest.approx(1.0)
    assert facts([9.0])["names"] == pytest.approx(1.0)
    assert facts([9.0], question="Boats in Norvik and Esk in 2025")["names"] == pytest.approx(1 / 3)
    assert facts([9.0], question="boats")["names"] == pytest.approx(NO_NAMES)


def test_the_probability_grows_with_what_stands_out() -> None:
    model = Confidence.load()
    near, far = facts([9.0, *[1.0] * 7]), facts([9.0, *[7.0] * 7])
    assert model.probability(tuple(near.values())) > model.probability(tuple(far.values()))


def test_nothing_read_tells_nothing() -> None:
    assert Confidence.load().probability(()) == 0
    assert not Confidence.load().tells(())
