"""How many people a sentence says were killed, hurt, missing or arrested."""

import pytest

from index.answers.counted_people import counted_people


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("The quake killed at least 39 people in Osk.", {"dead": 39}),
        ("A total of 39 are confirmed dead, officials said.", {"dead": 39}),
        ("Fourteen people have died and 25 were injured.", {"dead": 14, "hurt": 25}),
        ("The death toll rose to 1,204 on Friday.", {"dead": 1204}),
        ("The toll has climbed to twenty-two.", {"dead": 22}),
        ("The storm left six people dead, and 11 are still missing.", {"dead": 6, "missing": 11}),
        ("Police arrested 30 people.", {"arrested": 30}),
        ("The flood injured 12, the mayor said.", {"hurt": 12}),
        ("Nine people lost their lives.", {"dead": 9}),
    ],
)
def test_figures(sentence: str, figures: dict[str, int]) -> None:
    assert counted_people(sentence) == figures


@pytest.mark.parametrize(
    "sentence",
    [
        "The attack killed two soldiers.",  # a part of the people
        "Three children died in the fire.",
        "Three more people died overnight.",
        "Dozens were killed.",
        "The toll rose from 14 dead to 31 dead.",  # which of the two
        "He died at 39.",
        "The company killed 3.5 percent of its jobs.",
        "Someone died.",
        "In the first half Rovers had 12 corners.",
    ],
)
def test_what_is_no_figure_of_people_as_such(sentence: str) -> None:
    assert "dead" not in counted_people(sentence)
