from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.splitting import cut, split_blocks, split_line
from bot.reply import Block, Line, Run, Style, line, paragraph


def length(blocks: Sequence[Block]) -> int:
    return sum(len(run.text) for block in blocks for text in block.lines for run in text) + len(blocks)


def told(text: Line) -> str:
    return "".join(run.text for run in text)


def test_what_fits_stays_whole() -> None:
    blocks = [paragraph("one"), paragraph("two")]
    assert split_blocks(blocks, lambda found: length(found) <= 100) == [blocks]


def test_between_blocks_first() -> None:
    blocks = [paragraph("a" * 60), paragraph("b" * 60)]
    assert split_blocks(blocks, lambda found: length(found) <= 100) == [[blocks[0]], [blocks[1]]]


def test_joined_blocks_stay_together() -> None:
    title, details = paragraph("b" * 30), Block((line("c" * 30),), Style.DETAILS, joined=True)
    pages = split_blocks([paragraph("a" * 60), title, details], lambda found: length(found) <= 100)
    assert pages == [[paragraph("a" * 60)], [title, details]]


def test_a_long_block_is_split_between_lines() -> None:
    block = Block(tuple(line(letter * 40) for letter in "abcde"), Style.QUOTE)
    pages = split_blocks([paragraph("x" * 30), block], lambda found: length(found) <= 100)
    assert [[told(text) for b in page for text in b.lines] for page in pages] == [
        ["x" * 30, "a" * 40],
        ["b" * 40, "c" * 40],
        ["d" * 40, "e" * 40],
    ]
    assert all(page[-1].style is Style.QUOTE for page in pages)


def test_a_long_line_is_split_after_a_sentence() -> None:
    sentences = ["This is the first sentence.", "This is the second one.", "And this is the third of them."]
    pieces = list(split_line(line(" ".join(sentences)), lambda part: len(told(part)) <= 55))
    assert [told(piece) for piece in pieces] == [" ".join(sentences[:2]), sentences[2]]


def test_a_long_sentence_is_split_after_a_word() -> None:
    pieces = list(split_line(line("word " * 30), lambda part: len(told(part)) <= 52))
    assert all(set(told(piece).split()) == {"word"} for piece in pieces)


def test_a_long_word_is_split_between_whole_characters() -> None:
    family = "👨\u200d👩\u200d👧"
    pieces = list(split_line(line(family * 10), lambda part: len(told(part)) <= 12))
    assert all(told(piece) in (family, family * 2) for piece in pieces)


def test_links_go_on_in_the_next_piece() -> None:
    text = line("see ", Run("a long link text here", "https://a.example"), " end")
    assert cut(text, 2, 9) == line("e ", Run("a lon", "https://a.example"))
    pieces = list(split_line(text, lambda part: len(told(part)) <= 12))
    assert {run.url for piece in pieces for run in piece} == {None, "https://a.example"}


@given(st.lists(st.text(max_size=80), min_size=1, max_size=8), st.integers(min_value=2, max_value=60))
def test_nothing_is_lost_but_blanks(texts: list[str], most: int) -> None:
    blocks = [paragraph(text) for text in texts]
    pages = split_blocks(blocks, lambda found: length(found) <= most)
    assert all(length(page) <= most for page in pages)
    joined = "".join(told(text) for page in pages for block in page for text in block.lines)
    assert "".join(joined.split()) == "".join("".join(texts).split())


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_nothing_gives_no_more_than_one_page(text: str) -> None:
    assert len(split_blocks([paragraph(text)], lambda found: length(found) <= 10)) <= 1


def test_halves_of_characters_are_no_hindrance() -> None:
    pieces = list(split_line(line("A sentence.\ud800 " * 20), lambda part: len(told(part)) <= 50))
    assert all(len(told(piece)) <= 50 for piece in pieces)
