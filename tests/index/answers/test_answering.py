"""The headlines under an answer."""

from datetime import UTC, datetime

from index.answers.answering import headlines, speakers
from index.articles.articles import StoredArticle
from index.search.search import RankedArticle

MOMENT = datetime(2026, 3, 1, tzinfo=UTC)


def ranked(article_id: int, title: str, *, story: int | None = None, relevance: float = 1.0) -> RankedArticle:
    article = StoredArticle(article_id, None, None, title, "", "Wire", MOMENT, MOMENT, story)
    return RankedArticle(article, relevance, relevance, {}, ())


def test_a_story_is_shown_once_with_its_outlets() -> None:
    told = [ranked(1, "Ferry runs aground", story=7), ranked(2, "Ferry aground", story=7), ranked(3, "Tide")]
    found = headlines(speakers(told, []), {7: 2})
    assert [(h.source.title, h.outlets) for h in found] == [("Ferry runs aground", 2), ("Tide", 1)]


def test_what_is_quoted_is_headed_by_its_story_but_not_said_twice() -> None:
    articles = [ranked(1, "Ferry runs aground", story=7), ranked(2, "Captain held", story=7), ranked(3, "Tide")]
    assert speakers(articles, ["The ferry hit a rock."])[0].article.title == "Ferry runs aground"
    assert [r.article.title for r in speakers(articles, ["Ferry runs aground"])] == ["Captain held", "Tide"]
    assert speakers(articles[:1], ["Ferry runs aground"]) == []


def test_what_is_far_from_the_question_is_not_shown() -> None:
    assert len(speakers([ranked(1, "Ferry"), ranked(2, "Chess", relevance=0.1)], [])) == 1


def test_beside_an_answer_only_what_bears_on_the_question_is_shown() -> None:
    articles = [ranked(1, "Ferry runs aground"), ranked(2, "Chess", relevance=0.5)]
    assert [r.article.title for r in speakers(articles, ["The ferry hit a rock."])] == ["Ferry runs aground"]
    assert len(speakers(articles, [])) == 2
