"""The figures against values worked out by hand."""

from datetime import UTC, datetime

import pytest

from index.answers.answer import Answer, Quote, Source
from index.articles.articles import StoredArticle
from index.evaluation import KnownQuestion, evaluate
from index.evaluation.evaluation import FUSION, WHOLE, figure, holds_answer
from index.question.window import Window
from index.search.search import RankedArticle

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def article(number: int, text: str = "") -> StoredArticle:
    return StoredArticle(number, None, f"https://n.example/{number}", f"Title {number}", text, None, NOW, NOW, None)


def ranked(number: int, words: float, vectors: float, text: str = "") -> RankedArticle:
    arms = {"article words": words, "passage words": words, "vectors": vectors}
    return RankedArticle(article(number, text), words + vectors, words + vectors, arms, ())


def answer(*quotes: str) -> Answer:
    source = Source(1, "Title 1", None, None, None)
    return Answer("?", NOW, Window(), None, 0.5, tuple(Quote(q, 1) for q in quotes), (source,), (), ())


def test_rankings_by_arm_fusion_and_the_whole() -> None:
    found = [ranked(1, 2.0, 0.1), ranked(2, 1.0, 0.9)]
    question = KnownQuestion("q", "Who?", (), frozenset({"https://n.example/1"}), NOW)
    result = evaluate([question], lambda _q: found, lambda _q: answer(), lambda _n: None)
    assert result.rankings["article words"]["RR@10"].mean == 1.0
    assert result.rankings["vectors"]["RR@10"].mean == 0.5
    assert result.rankings[WHOLE]["RR@10"].mean == 1.0
    assert result.rankings[FUSION]["RR@10"].mean == 1.0
    assert result.rankings["vectors"]["nDCG@10"].mean == pytest.approx(0.6309, abs=1e-4)
    assert result.qrels == {"q": frozenset({"https://n.example/1"})}
    assert list(result.runs[WHOLE]["q"]) == ["https://n.example/1", "https://n.example/2"]


def test_answers_found_and_refused() -> None:
    told = KnownQuestion("a", "Who?", ("Maria Lopez",), frozenset(), NOW)
    untold = KnownQuestion("b", "Who?", (), frozenset(), NOW)
    replies = {"a": answer("It was MARIA — Lopez."), "b": answer()}
    found = [ranked(1, 1.0, 1.0, "Nothing of it.")]
    result = evaluate([told, untold], lambda _q: found, lambda q: replies[q.question_id], lambda _n: None)
    assert result.answers["answer in the quotes"].mean == 1.0
    assert {arm: found["answer@5"].mean for arm, found in result.rankings.items()} == dict.fromkeys(result.runs, 0.0)
    assert result.answers["refused wrongly"].mean == 0.0
    assert result.answers["refused rightly"].mean == 1.0


def test_an_answer_is_found_as_whole_words() -> None:
    assert holds_answer("the U.S. sent 1,200 troops", ["1,200"])
    assert not holds_answer("paris", ["Par"])


def test_an_interval_holds_its_mean_and_is_the_same_each_time() -> None:
    values = [0.0, 1.0] * 20
    one = figure(values)
    assert one == figure(values)
    assert one.low < one.mean < one.high
    assert (one.mean, one.count) == (0.5, 40)
