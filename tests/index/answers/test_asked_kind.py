"""What kind of answer a question wants."""

import pytest

from index.answers.asked_kind import Kind, asked_kind, holds_kind
from index.passage_index.tantivy_words import stems


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many people were hurt?", Kind.AMOUNT),
        ("how much will the bridge cost", Kind.AMOUNT),
        ("When does the court decide?", Kind.TIME),
        ("On which day was it?", Kind.TIME),
        ("Where is the summit held?", Kind.PLACE),
        ("In which country was he born?", Kind.PLACE),
        ("Why did she resign?", Kind.REASON),
        ("What caused the fire?", Kind.REASON),
        ("Who won?", Kind.PERSON),
        ("Whose car was it?", Kind.PERSON),
        ("What did the minister say?", Kind.OTHER),
        ("latest on the strike", Kind.OTHER),
    ],
)
def test_kinds_of_questions(question: str, kind: Kind) -> None:
    assert asked_kind(question) is kind


@pytest.mark.parametrize(
    ("kind", "sentence", "holds"),
    [
        (Kind.AMOUNT, "Twelve people were hurt.", True),
        (Kind.AMOUNT, "It cost $4.2m.", True),
        (Kind.AMOUNT, "People were hurt.", False),
        (Kind.TIME, "The court decides on Friday.", True),
        (Kind.TIME, "It was in May.", True),
        (Kind.TIME, "Power was back by 20:21.", True),
        (Kind.TIME, "The bus left at 8 a.m.", True),
        (Kind.TIME, "It may be so.", False),
        (Kind.PLACE, "It is held in Geneva.", True),
        (Kind.PLACE, "It is held every year.", False),
        (Kind.REASON, "She left because of her health.", True),
        (Kind.REASON, "She left early.", False),
        (Kind.PERSON, "The race was won by Maria Lopez.", True),
        (Kind.PERSON, "The race was won by the favourite.", False),
        (Kind.OTHER, "Anything at all.", False),
    ],
)
def test_sentences_that_hold_a_kind(kind: Kind, sentence: str, holds: bool) -> None:
    assert holds_kind(kind, sentence, {"race"}, stems) is holds


def test_a_name_from_the_question_is_no_answer_to_who() -> None:
    asked = set(stems("Who beat Lopez?"))
    assert not holds_kind(Kind.PERSON, "In the end Lopez was beaten.", asked, stems)
    assert holds_kind(Kind.PERSON, "In the end Lopez was beaten by Okafor.", asked, stems)
