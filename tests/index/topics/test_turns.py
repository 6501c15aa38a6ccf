import numpy as np

from index.topics.turns import is_new_turn
from tests.index.conftest import unit

HERE = unit([1, 0])
NEAR = unit([0.9, 0.43])
FAR = unit([0.5, 0.86])


def test_a_copy_is_no_new_turn() -> None:
    assert not is_new_turn("Ferry late in Quillota", HERE, [("Ferry late in Quillota", HERE.astype(np.float16))])


def test_other_words_for_the_same_are_none() -> None:
    assert not is_new_turn("Boat delayed at harbour", NEAR, [("Ferry late", HERE.astype(np.float16))])


def test_the_same_words_are_none_however_far() -> None:
    assert not is_new_turn("Ferry late", FAR, [("The ferry was late again", HERE.astype(np.float16))])


def test_new_words_far_from_all_that_was_told_are_one() -> None:
    earlier = [("Ferry late", HERE.astype(np.float16)), ("Ferry still late", HERE.astype(np.float16))]
    assert is_new_turn("Captain resigns", FAR, earlier)
    assert not is_new_turn("Captain resigns", FAR, [*earlier, ("Captain quits", FAR.astype(np.float16))])


def test_the_first_article_is_one() -> None:
    assert is_new_turn("Ferry late", HERE, [])
