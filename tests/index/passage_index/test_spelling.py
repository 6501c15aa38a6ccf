"""Misspelt words find the word that was meant, and others are left alone."""

import pytest

from index.passage_index.spelling import may_be_misspelt, respelt

KNOWN = [("pelosi", 9), ("zelenskiy", 40), ("zelensky", 90), ("chirac", 3), ("christchurch", 5), ("march", 80)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("pelossi", "pelosi"), ("zelinsky", "zelensky"), ("chriac", "chirac"), ("chritschurch", "christchurch")],
)
def test_a_slip_of_the_finger(typed: str, meant: str) -> None:
    assert respelt(typed, KNOWN) == meant


def test_among_equals_the_more_frequent_word() -> None:
    assert respelt("zelenski", KNOWN) == "zelensky"


@pytest.mark.parametrize("typed", ["bolsonaro", "pel", "chicago"])
def test_what_resembles_nothing_stays(typed: str) -> None:
    assert respelt(typed, KNOWN) is None


def test_short_words_and_numbers_are_no_misspellings() -> None:
    assert not may_be_misspelt("usa")
    assert not may_be_misspelt("2026")
    assert may_be_misspelt("pelossi")
