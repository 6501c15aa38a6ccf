"""Fusion on one scale, and recency after it."""

import numpy as np
import pytest

from index.search.ranking import ARM_WEIGHTS, freshness, fused, normalised, with_recency


def test_scores_come_to_one_scale() -> None:
    assert normalised({1: 30.0, 2: 10.0, 3: 20.0}) == {1: 1.0, 2: 0.0, 3: 0.5}
    assert normalised({1: 7.0}) == {1: 1.0}
    assert normalised({}) == {}


def test_an_arm_that_found_nothing_changes_no_order() -> None:
    both = fused({"article words": {1: 9.0, 2: 3.0}, "passage words": {}, "vectors": {1: 0.9, 2: 0.1}})
    assert both[1] > both[2]


def test_what_all_arms_put_first_has_the_whole_score() -> None:
    scores = fused({arm: {1: 2.0, 2: 1.0} for arm in ARM_WEIGHTS})
    assert scores[1] == pytest.approx(1.0)
    assert scores[2] == 0.0


def test_words_count_as_much_as_meaning() -> None:
    by_words, by_meaning = {1: 2.0, 2: 1.0}, {1: 0.1, 2: 0.9}
    scores = fused({"article words": by_words, "passage words": by_words, "vectors": by_meaning, "leads": by_meaning})
    assert scores == {1: pytest.approx(0.5), 2: pytest.approx(0.5)}


def test_freshness_halves_with_each_half_life_and_the_future_is_new() -> None:
    assert freshness(np.array([0.0, 1.0, 2.0, -0.5])).tolist() == pytest.approx([1.0, 0.5, 0.25, 1.0])


def test_a_question_about_the_past_ignores_the_date() -> None:
    assert with_recency(np.full(2, 0.6), np.array([0.0, 60.0]), 0.0).tolist() == [0.6, 0.6]


def test_what_is_new_but_hardly_bears_on_the_question_stays_behind() -> None:
    new, old = with_recency(np.array([0.2, 0.9]), np.array([0.0, 60.0]), 1.0)
    assert new < old


def test_the_more_current_the_question_the_more_a_fresh_article_gains() -> None:
    found = [with_recency(np.array([0.5, 0.6]), np.array([0.0, 4.0]), c) for c in (0.0, 0.5, 1.0)]
    gains = [float(new - old) for new, old in found]
    assert gains[0] < 0 < gains[1] < gains[2]
