import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles.sentences import MAX_SENTENCE, READ_AT_ONCE, sentence_spans


def sentences(text: str, language: str | None = None) -> list[str]:
    return [text[start:stop] for start, stop in sentence_spans(text, language)]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            [
                "Dr. Lund met Mr. Osei at 5 p.m. on Monday.",
                "The U.S. said no!",
                '"Really?" he asked.',
                "It cost $3.5m.",
            ],
        ),
        ("de", ["Prof. Dr. Meyer sagte z.B. nichts.", "Das Ende naht."]),
        ("es", ["¿Quién ganó?", "La Sra. Ruiz lo sabe.", "¡Por fin!"]),
        ("uk", ["Зустріч відбулася о 10 год. ранку.", "Міністр заявив: «Ні».", "Крапка."]),
        ("zh", ["会议于周一举行。", "部长说不。", "他们会再见面吗？"]),
        ("ar", ["هل تم الاجتماع؟", "نعم."]),
        ("hi", ["बैठक सोमवार को हुई।", "मंत्री ने कहा नहीं।"]),
    ],
)
def test_languages(language: str, expected: list[str]) -> None:
    between = "" if language == "zh" else " "
    assert sentences(between.join(expected), language) == expected


@pytest.mark.parametrize("language", [None, "", "-", "xx", "EN", "en_US", "en-GB", "zz-top", "long" * 20])
def test_a_language_that_nobody_knows(language: str | None) -> None:
    assert sentences("One here. Two here.", language) == ["One here.", "Two here."]


def test_a_paragraph_ends_a_sentence() -> None:
    assert sentences("Storm hits the coast\n\nIt was a\nlong night. Yes.") == [
        "Storm hits the coast",
        "It was a",
        "long night.",
        "Yes.",
    ]


@pytest.mark.parametrize("text", ["", " ", "\n", "\n \n\t\n", " " * 10_000])
def test_nothing(text: str) -> None:
    assert sentences(text) == []


def test_a_long_paragraph_is_read_piece_by_piece() -> None:
    expected = [f"The town of Vell counted {number} votes on its budget." for number in range(1000)]
    text = " ".join(expected)
    assert len(text) > 5 * READ_AT_ONCE
    assert sentences(text) == expected


@pytest.mark.parametrize(
    "text",
    ["x" * 2_000_000, "\n" * 2_000_000, "word " * 400_000, "." * 500_000, "«" * 40_000, "会" * 500_000, "🙂" * 100_000],
    ids=["no blank", "no letter", "no stop", "only stops", "only quotation marks", "no blank, wide", "emoji"],
)
def test_extreme_texts(text: str) -> None:
    spans = sentence_spans(text)
    assert all(0 < span.stop - span.start <= MAX_SENTENCE for span in spans)
    assert "".join("".join(text[s.start : s.stop] for s in spans).split()) == "".join(text.split())


def test_words_are_not_cut_where_there_are_blanks() -> None:
    found = sentences("budget " * 1_000)
    assert " ".join(found).split() == ["budget"] * 1_000
    assert all(MAX_SENTENCE / 2 < len(piece) <= MAX_SENTENCE for piece in found[:-1])


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.sampled_from('ab .!?\n\t«»"„“()…。،؟ Мr.1-\u00a0\u0301🙂'), max_size=300)
    | st.text(max_size=200)
    | st.lists(st.sampled_from(["Mr. ", "Vell. ", '"', "No! ", "p.m. ", "long " * 300, "\n"]), max_size=30).map(
        "".join
    ),
    st.sampled_from([None, "en", "de", "ru", "ja", "ar"]),
)
def test_in_order_without_overlap_within_the_text(text: str, language: str | None) -> None:
    spans = sentence_spans(text, language)
    end = 0
    for start, stop in spans:
        assert end <= start < stop <= len(text)
        assert not text[end:start].strip()  # nothing but white space is left out
        assert text[start:stop] == text[start:stop].strip()
        assert "\n" not in text[start:stop]
        end = stop
    assert not text[end:].strip()
