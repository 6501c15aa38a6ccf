"""The headlines under an answer."""

from datetime import UTC, datetime

from index.answers.answering import headlines, speakers
from index.answers.quotes import ScoredSentence
from index.articles.articles import StoredArticle
from index.search.search import FoundPassage, RankedArticle

MOMENT = datetime(2026, 3, 1, tzinfo=UTC)


def ranked(
    article_id: int, title: str, *, story: int | None = None, relevance: float = 1.0, cosine: float = 0.5
) -> RankedArticle:
    article = StoredArticle(article_id, None, None, title, "", "Wire", MOMENT, MOMENT, story)
    return RankedArticle(article, relevance, relevance, {}, (FoundPassage(article_id, cosine, 0.0),))


def quoted(text: str, article_id: int = 1) -> list[ScoredSentence]:
    return [ScoredSentence(text, article_id, 9.0, ())]


def test_a_story_is_shown_once_with_its_outlets() -> None:
    told = [ranked(1, "Ferry runs aground", story=7), ranked(2, "Ferry aground", story=7), ranked(3, "Tide")]
    found = headlines(speakers(told, []), {7: 2})
    assert [(h.source.title, h.outlets) for h in found] == [("Ferry runs aground", 2), ("Tide", 1)]


def test_what_is_quoted_is_headed_by_its_story_but_not_said_twice() -> None:
    articles = [ranked(1, "Ferry runs aground", story=7), ranked(2, "Captain held", story=7), ranked(3, "Tide")]
    assert speakers(articles, quoted("The ferry hit a rock."))[0].article.title == "Ferry runs aground"
    assert [r.article.title for r in speakers(articles, quoted("Ferry runs aground"))] == ["Captain held", "Tide"]
    assert speakers(articles[:1], quoted("Ferry runs aground")) == []


def test_what_is_far_from_the_question_is_not_shown() -> None:
    assert len(speakers([ranked(1, "Ferry"), ranked(2, "Chess", relevance=0.1)], [])) == 1


def test_beside_an_answer_only_what_bears_on_the_question_is_shown() -> None:
    articles = [ranked(1, "Ferry runs aground"), ranked(2, "Chess", relevance=0.5), ranked(3, "Go", cosine=0.3)]
    assert [r.article.title for r in speakers(articles, quoted("The ferry hit a rock."))] == ["Ferry runs aground"]
    assert len(speakers(articles, [])) == 3


def test_whoever_asks_for_news_gets_more_than_one_story() -> None:
    articles = [ranked(1, "Ferry runs aground"), ranked(2, "Ferries on strike", relevance=0.5, cosine=0.3)]
    assert len(speakers(articles, quoted("The ferry hit a rock."), news=True)) == 2


def test_what_is_quoted_is_shown_however_far_it_is() -> None:
    articles = [ranked(1, "Tide"), ranked(2, "Ferry runs aground", relevance=0.2, cosine=0.1)]
    found = speakers(articles, quoted("The ferry hit a rock.", article_id=2))
    assert [r.article.title for r in found] == ["Tide", "Ferry runs aground"]
