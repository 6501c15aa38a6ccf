"""Titles are alike by the rare words they share."""

import math

import pytest

from index.stories.word_likeness import FEW, UNKNOWN, RareWords, weighted, word_likeness

RARITY = {"storm": 3.0, "hits": 2.0, "norvik": 6.0, "tollen": 6.0}


def test_a_shared_name_counts_more_than_a_shared_kind_of_event() -> None:
    words = RareWords(str.split, lambda stems: {stem: RARITY[stem] for stem in stems}, among=FEW)
    texts = ["storm hits norvik", "storm hits tollen", "norvik storm", ""]
    here, there, shorter, nothing = map(weighted, words.of(texts))
    assert word_likeness(here, shorter) > word_likeness(here, there) > 0
    assert word_likeness(here, here) == pytest.approx(1.0)
    assert word_likeness(here, nothing) == 0.0


def test_each_word_is_looked_up_once_and_what_the_index_does_not_know_is_rare() -> None:
    asked: list[str] = []

    def rarity(stems: list[str]) -> dict[str, float]:
        asked.extend(stems)
        return {"storm": 3.0}

    words = RareWords(str.split, rarity, among=FEW)
    assert words.of(["storm brann storm"]) == words.of(["brann storm"]) == [{"storm": 3.0, "brann": UNKNOWN}]
    assert asked == ["storm", "brann"]


def test_among_a_few_articles_a_shared_name_counts_though_most_of_them_have_it() -> None:
    def rarity(stems: list[str]) -> dict[str, float]:
        """Of three articles two have the name, and one each of the other words."""
        return {stem: math.log(4 / (2.5 if stem == "norvik" else 1.5)) for stem in stems}

    words = RareWords(str.split, rarity, among=3)
    assert word_likeness(*map(weighted, words.of(["storm norvik", "norvik gale"]))) > 0.4
    assert words.of(["norvik"])[0]["norvik"] == pytest.approx(math.log((FEW + 1) / 2.5))
    many = RareWords(str.split, rarity, among=2 * FEW)
    assert many.of(["norvik"])[0]["norvik"] == pytest.approx(math.log(4 / 2.5))


def test_the_forms_of_a_russian_word_are_one_word() -> None:
    words = RareWords(str.split, lambda stems: dict.fromkeys(stems, 3.0), among=FEW)
    one, other = map(weighted, words.of(["школьники эпидемии", "школьников эпидемией"]))
    assert word_likeness(one, other) == pytest.approx(1.0)


def test_the_rarest_words_that_others_have_too() -> None:
    """Of 500 articles one has the first word, two the second one, and so on; none has the last."""
    holding = {"norvik": 1, "estrella": 2, "ferry": 10, "storm": 50}

    def rarity(stems: list[str]) -> dict[str, float]:
        return {stem: math.log((FEW + 1) / (holding[stem] + 0.5)) for stem in stems if stem in holding}

    words = RareWords(str.split, rarity, among=FEW)
    assert words.rarest("storm norvik ferry estrella tempest ferry", 2) == ["estrella", "ferry"]
    assert words.rarest("norvik tempest", 2) == []
