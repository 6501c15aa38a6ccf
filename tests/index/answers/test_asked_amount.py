"""A number counts when it is a number of what was asked for."""

import pytest

from index.answers.asked_amount import ANY_NUMBER, amount_told
from index.passage_index.tantivy_words import stems


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many houses did the quake destroy?", "It destroyed at least 300 houses and a bridge."),
        ("How many people died in the fire?", "At least fifteen were killed, the mayor said."),
        ("How old is the new mayor?", "Anna Bell, 47, was sworn in on Monday."),
        ("How old was the pupil?", "The victim was eighteen-years-old."),
        ("How much did the bridge cost?", "It was built for $40 million."),
        ("How long is the tunnel?", "The tunnel of 12 kilometres opens today."),
    ],
)
def test_the_amount_that_was_asked_for(question: str, sentence: str) -> None:
    assert amount_told(question, sentence, stems) == 1.0


def test_a_number_of_something_else_is_worth_less() -> None:
    told = amount_told("How many houses did the quake destroy?", "The quake on January 7 cut the power.", stems)
    assert told == ANY_NUMBER
    assert amount_told("How many houses did the quake destroy?", "Ships stayed in the harbour.", stems) == 0.0


def test_a_number_of_people_is_not_one_of_the_dead() -> None:
    house = "The house was home to 1,000 people."
    for question in ("How many people died?", "How many were killed?", "How many dead?"):
        assert amount_told(question, house, stems) == ANY_NUMBER
        assert amount_told(question, "A total of 39 are confirmed dead.", stems) == 1.0
    assert amount_told("How many people lived there?", house, stems) == 1.0
    assert amount_told("How many houses did the fire that killed him destroy?", "It took 300 houses.", stems) == 1.0


def test_no_amount_is_asked_for() -> None:
    assert amount_told("Who is the mayor?", "Anna Bell is.", stems) == ANY_NUMBER
