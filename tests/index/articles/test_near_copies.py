import random
from datetime import timedelta

import pytest

from index.articles.near_copies import REPEATED, Print, is_near_copy, print_of
from tests.index.conftest import NOW

LONG = " ".join(f"The harbour board of town {n} met on Monday and spoke of pier {n * 7}." for n in range(30))
SHORT = "The ferry to the islands stays in port until Friday because of high waves, its owner said."


def told(title: str, text: str, outlet: str = "wire", hours: float = 0) -> Print:
    return print_of(title, text, outlet, NOW + timedelta(hours=hours))


def share_a_band(one: Print, other: Print) -> bool:
    return bool(set(one.bands()) & set(other.reach()))


@pytest.mark.parametrize(
    "other",
    [
        told("Ferry stays in port", SHORT, "post", 5),
        told("Ferry stays in port - The Harbour Post", SHORT, "post"),
        told("FERRY stays in port", f"(Wire) {SHORT}", "post", 24),
        told("Updated: Ferry stays in port", SHORT, hours=2),
    ],
)
def test_copies_of_a_short_text(other: Print) -> None:
    one = told("Ferry stays in port", SHORT)
    assert is_near_copy(one, other)
    assert share_a_band(one, other)


@pytest.mark.parametrize(
    "other",
    [
        told("Ferry stays in port", SHORT, hours=REPEATED / timedelta(hours=1) + 1),  # the next bulletin
        told("Ferry stays in port", SHORT, "post", 24 * 8),
        told("Mayor opens a bridge", SHORT, "post"),  # a text that stands under everything
        told("Ferry 2 stays in port", SHORT, "post"),
        told("Ferry stays in port", "The crew has asked for better pay, and talks go on.", "post"),
    ],
)
def test_no_copies_of_a_short_text(other: Print) -> None:
    assert not is_near_copy(told("Ferry stays in port", SHORT), other)


def test_a_long_text_may_have_another_title_elsewhere() -> None:
    one = told("Harbour boards speak of piers", LONG)
    assert is_near_copy(one, told("Towns want new piers", LONG, "post"))
    assert not is_near_copy(one, told("Towns want new piers", LONG))
    assert not is_near_copy(one, told("We value your privacy", LONG, "post"))


def test_one_word_in_fifty_may_differ() -> None:
    words = LONG.split()
    chance = random.Random(1)  # noqa: S311
    changed = [f"{word}x" if chance.random() < 1 / 50 else word for word in words]
    one, other = told("Harbour boards", LONG), told("Harbour boards", " ".join(changed), "post")
    assert is_near_copy(one, other)
    assert share_a_band(one, other)


def test_what_follows_a_long_text_does_not_matter() -> None:
    assert is_near_copy(told("Boards", LONG), told("Boards", f"{LONG} Subscribe to read more of this.", "post"))


def test_words_without_blanks_between_them() -> None:
    one = told("渡轮停航", "由于风浪较大，开往各岛的渡轮将停航至周五，船东周一表示。")
    assert is_near_copy(one, told("渡轮停航", "由于风浪较大，开往各岛的渡轮将停航至周五，船东周一说。", "post"))
    assert not is_near_copy(one, told("渡轮停航", "市议会周一就预算进行表决，结果将于周五公布。", "post"))


@pytest.mark.parametrize(("title", "text"), [("", ""), ("Ferry late", ""), ("!?", "…")])
def test_too_little_to_tell(title: str, text: str) -> None:
    assert told(title, text).bands() == []


def test_bands_are_the_same_in_every_process() -> None:
    assert told("Ferry stays in port", SHORT).bands()[0] == told("Ferry stays in port", SHORT).bands()[0]


@pytest.mark.parametrize("day", range(0, 30, 3))
def test_bands_are_found_from_as_far_as_copies_reach(day: int) -> None:
    one = told("Ferry stays in port", SHORT, hours=24 * day)
    for apart in (-7, -1, 1, 7):
        other = told("Ferry stays in port", SHORT, "post", 24 * (day + apart))
        assert is_near_copy(one, other)
        assert share_a_band(one, other)
