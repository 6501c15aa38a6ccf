"""What lies in the window that a question mentions comes first, but not alone."""

from datetime import UTC, datetime, timedelta

from index.articles.articles import StoredArticle
from index.question.window import Window
from index.search.search import RankedArticle, raised

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
