from index.passage_index.weighted_text import weighted_text


def test_the_title_counts_several_times() -> None:
    assert weighted_text("Storm", "It rained.", 3) == "Storm\nStorm\nStorm\nIt rained."


def test_a_title_taken_from_the_text_counts_once() -> None:
    assert weighted_text("It rained all…", "It rained all night.", 3) == "It rained all night."
    assert weighted_text("It rained.", "It rained. All night.", 3) == "It rained. All night."


def test_a_headline_alone() -> None:
    assert weighted_text("Storm", "", 2) == "Storm\nStorm\n"
