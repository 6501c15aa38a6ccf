import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles.passages import MIN_BUDGET, SPECIAL_TOKENS, embedded_text, passage_hash, split_passages
from index.articles.sentences import Span, sentence_spans
from index.embedding.encoder import Encoder
from tests.index.conftest import WordHashes

TOWN = "The council of Vell met on Monday in its old hall, with {n} people looking on."


def spans_by_words(title: str, text: str, window: int = 100) -> list[Span]:
    return split_passages(title, text, None, window=window, count_tokens=WordHashes().count_tokens)


def check_cover(text: str, spans: list[Span]) -> None:
    """The passages begin and end where sentences do, in order, and together hold every sentence once."""
    sentences = sentence_spans(text)
    firsts = {sentence.start: number for number, sentence in enumerate(sentences)}
    lasts = {sentence.stop: number for number, sentence in enumerate(sentences)}
    held = [n for span in spans for n in range(firsts[span.start], lasts[span.stop] + 1)]
    assert held == list(range(len(sentences)))


def test_a_headline_is_one_passage() -> None:
    assert spans_by_words("Storm hits the coast", "") == [Span(0, 0)]
    assert spans_by_words("Storm hits the coast", " \n ") == [Span(0, 0)]


def test_a_short_text_is_one_passage() -> None:
    text = "It rained. It stopped.\n\nIt rained again."
    assert spans_by_words("Rain", text) == [Span(0, len(text))]


def test_sentences_are_spread_evenly() -> None:
    text = " ".join(["Ten words stand in each one of these short sentences."] * 12)
    spans = spans_by_words("Ten", text, window=103)  # 100 words of text fit
    assert [len(text[s.start : s.stop].split()) for s in spans] == [60, 60]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.integers(1, 130), min_size=1, max_size=40),
    st.integers(0, 60),
    st.integers(MIN_BUDGET + 20, 300),
    st.data(),
)
def test_windows(lengths: list[int], title: int, window: int, data: st.DataObject) -> None:
    gaps = data.draw(st.lists(st.sampled_from([" ", "\n", "\n\n"]), min_size=len(lengths), max_size=len(lengths)))
    text = "".join("w " * (n - 1) + "Vell." + gap for n, gap in zip(lengths, gaps, strict=True))
    spans = spans_by_words("t " * title, text, window)
    check_cover(text, spans)
    budget = max(window - SPECIAL_TOKENS - title, MIN_BUDGET)
    for span in spans:
        words = len(text[span.start : span.stop].split())
        assert words <= budget or len(sentence_spans(text[span.start : span.stop])) == 1


def test_the_window_of_the_real_model(encoder: Encoder) -> None:
    title = "Council of Vell votes on its budget — «тепер і назавжди», 会议"
    text = "\n\n".join(" ".join(TOWN.format(n=n * m) for n in range(9)) for m in (1, 7, 1234567))
    text += "\n\n" + " ".join(f"Речення номер {n} про бюджет міста Велл." for n in range(40))
    spans = split_passages(title, text, "en", window=encoder.window, count_tokens=encoder.count_tokens)
    check_cover(text, spans)
    full = encoder.count_tokens([embedded_text(title, text[s.start : s.stop]) for s in spans])
    assert len(spans) > 3
    assert max(full) <= encoder.window - SPECIAL_TOKENS
    assert min(full) > encoder.window / 3


@pytest.mark.parametrize(
    "text",
    ["x" * 2_000_000, "word " * 100_000, "\n" * 2_000_000, "Yes. " * 20_000, "🙂" * 20_000],
    ids=["no blank", "no stop", "only newlines", "short sentences", "emoji"],
)
def test_extreme_texts(encoder: Encoder, text: str) -> None:
    spans = split_passages("Extreme", text, None, window=encoder.window, count_tokens=encoder.count_tokens)
    if text.strip():
        check_cover(text, spans)
    else:
        assert spans == [Span(0, 0)]


def test_a_title_that_fills_the_window(encoder: Encoder) -> None:
    text = " ".join(TOWN.format(n=n) for n in range(20))
    spans = split_passages("budget " * 300, text, None, window=encoder.window, count_tokens=encoder.count_tokens)
    check_cover(text, spans)
    assert all(n <= MIN_BUDGET for n in encoder.count_tokens([text[s.start : s.stop] for s in spans]))


def test_what_is_embedded() -> None:
    assert embedded_text("Storm", "") == "Storm"
    assert embedded_text("Storm", "It rained.") == "Storm\nIt rained."
    assert passage_hash("Storm", "It rained.") == passage_hash("Storm", "It rained.")
    assert len({passage_hash("Storm", "It rained."), passage_hash("Storm", ""), passage_hash("", "It rained.")}) == 3
