"""What lies in the window that a question mentions comes first, but not alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from index.articles.articles import StoredArticle
from index.question.window import Window
from index.search.search import RankedArticle, raised, spoken

NOW = datetime(2026, 3, 1, tzinfo=UTC)
WEEK = Window(NOW - timedelta(days=7), NOW)


def ranked(article_id: int, score: float, days: int) -> RankedArticle:
    moment = NOW - timedelta(days=days)
    article = StoredArticle(article_id, None, None, f"Article {article_id}", "", None, moment, moment, None)
    return RankedArticle(article, score, score, {}, ())


def test_the_window_raises_and_does_not_exclude() -> None:
    anytime = [ranked(1, 0.9, 30), ranked(2, 0.8, 2), ranked(3, 0.2, 3)]
    found = raised(anytime, [ranked(2, 1.0, 2), ranked(3, 0.1, 3)], WEEK)
    assert [r.article.article_id for r in found] == [2, 1, 3]
    assert [r.score for r in found] == sorted((r.score for r in found), reverse=True)  # as run files are read


def test_what_only_the_window_found_comes_last() -> None:
    found = raised([ranked(1, 0.9, 30)], [ranked(4, 1.0, 1), ranked(5, 0.5, 1)], WEEK)
    assert [r.article.article_id for r in found] == [1, 4, 5]


def told(article_id: int, score: float, language: str | None, story: int | None = None) -> RankedArticle:
    found = ranked(article_id, score, 1)
    return replace(found, article=replace(found.article, language=language, story_id=story))


def test_a_story_is_told_in_the_language_of_the_question() -> None:
    found = [told(1, 0.9, "en", story=7), told(2, 0.8, None), told(3, 0.6, "de-DE", story=7)]
    german = spoken(found, "Was beschloss der Stadtrat von Norvik?")
    assert [r.article.article_id for r in german] == [3, 2, 1]
    assert [r.score for r in german] == [0.9, 0.8, pytest.approx(0.95 * 0.6)]
    assert spoken(found, "What did the council of Norvik decide?")[0] == found[0]


def test_what_answers_better_comes_first_in_any_language() -> None:
    found = [told(1, 0.9, "de"), told(2, 0.6, "en"), told(3, 0.59, "de"), told(4, 0.58, "en")]
    asked = "What did the council of Norvik decide?"
    assert [r.article.article_id for r in spoken(found, asked)] == [1, 2, 4, 3]
    assert spoken(found, "Norvik") == found
    assert spoken(found[1:2], asked) == found[1:2]
