import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.topics.wording import MAX_TOPIC, Problem, Wording, read_wording

OUTLETS = ("BBC News", "Reuters", "The Guardian")


def read(text: str) -> Wording:
    wording = read_wording(text, OUTLETS)
    assert isinstance(wording, Wording)
    return wording


def test_plain_words_are_matched_by_meaning() -> None:
    wording = read("wildfires in Chile")
    assert wording.plain
    assert wording.meaning == "wildfires in Chile"
    assert wording.words == {"wildfir", "chile"}
    assert (wording.must, wording.must_not, wording.outlet) == ((), (), None)


def test_words_and_phrases_that_must_or_must_not_be_there() -> None:
    wording = read('storms +Valparaíso -football "martial law" -"final score"')
    assert wording.words == {"storm"}
    assert wording.must == (("valparaiso",), ("martial", "law"))
    assert wording.must_not == (("footbal",), ("final", "score"))
    assert wording.meaning == "storms Valparaíso martial law"


@pytest.mark.parametrize("text", ["„martial law“", "«martial law»", "“martial law”", '"martial law'])
def test_any_quotation_marks(text: str) -> None:
    assert read(text).must == (("martial", "law"),)


def test_a_hyphen_within_a_word_excludes_nothing() -> None:
    assert read("covid-19 in Xi'an - news").must_not == ()


@pytest.mark.parametrize(
    ("text", "outlet", "meaning"),
    [
        ("storms from BBC", "BBC", "storms"),
        ("storms from the Guardian", "Guardian", "storms"),
        ("from:Reuters", "Reuters", "Reuters"),
        ('storms from:"Daily Planet" -rain', "Daily Planet", "storms"),
        ("storms source:reuters", "reuters", "storms"),
        ("refugees from Chile", None, "refugees from Chile"),
    ],
)
def test_an_outlet(text: str, outlet: str | None, meaning: str) -> None:
    wording = read(text)
    assert wording.outlet == outlet
    assert wording.meaning == meaning


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", Problem.EMPTY),
        ("…?!", Problem.EMPTY),
        ("😀", Problem.EMPTY),
        ('+ - "', Problem.EMPTY),
        ("a", Problem.SHORT),
        ("+x", Problem.SHORT),
        ("x" * 4096, Problem.LONG),
        ("-football", Problem.ONLY_WITHOUT),
        (" ".join(f"+w{n}" for n in range(21)), Problem.CROWDED),
    ],
)
def test_what_is_no_topic(text: str, problem: Problem) -> None:
    assert read_wording(text, OUTLETS) is problem


@given(st.text(max_size=MAX_TOPIC + 50))
def test_any_text_is_a_topic_or_has_a_reason_not_to_be(text: str) -> None:
    wording = read_wording(text, OUTLETS)
    if isinstance(wording, Wording):
        assert wording.meaning
        assert wording.plain or wording.must or wording.outlet
        assert all(phrase for phrase in (*wording.must, *wording.must_not))


@pytest.mark.parametrize("text", ['"' * MAX_TOPIC, "+-" * 150, "from:" * 60, "from " * 60, '+"' * 150, "(a+)+" * 60])
def test_no_text_takes_long(text: str) -> None:
    read_wording(text, OUTLETS)
