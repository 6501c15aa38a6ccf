import numpy as np
import pytest

from index.embedding.encoder import Vectors
from index.topics.matching import TopicMatcher, Watched
from index.topics.news import News
from index.topics.sensitivity import LEAST, NEARNESS, Sensitivity
from index.topics.wording import Wording, read_wording
from tests.index.conftest import unit

DIMENSION = 8
HERE = unit([1, 0, 0, 0, 0, 0, 0, 0])


def at(cosine: float) -> Vectors:
    """A vector with this cosine to HERE."""
    return unit([cosine, (1 - cosine**2) ** 0.5, 0, 0, 0, 0, 0, 0])


def news(
    title: str = "Ferry late", lead: str = "", *, text: str = "", outlet: str | None = None, story_id: int | None = None
) -> News:
    return News(title, lead, text or lead, outlet, story_id, HERE)


def watched(
    topic_id: int, text: str, *, sensitivity: Sensitivity = Sensitivity.NORMAL, story_id: int | None = None
) -> Watched:
    wording = read_wording(text, ["Reuters", "BBC News"])
    assert isinstance(wording, Wording)
    return Watched(topic_id, wording, sensitivity, story_id)


def matched(text: str, article: News, cosine: float = 0.0, *, sensitivity: Sensitivity = Sensitivity.NORMAL) -> bool:
    matcher = TopicMatcher(DIMENSION)
    matcher.put([(watched(1, text, sensitivity=sensitivity), at(cosine).astype(np.float16))])
    return matcher.match(article) == [1]


@pytest.mark.parametrize("sensitivity", list(Sensitivity))
def test_meaning_alone_is_enough_when_near(sensitivity: Sensitivity) -> None:
    least = NEARNESS[sensitivity].alone
    assert matched("boats", news(), least + 0.01, sensitivity=sensitivity)
    assert not matched("boats", news(), least - 0.01, sensitivity=sensitivity)


@pytest.mark.parametrize("sensitivity", list(Sensitivity))
def test_all_words_in_the_lead_need_less(sensitivity: Sensitivity) -> None:
    least = NEARNESS[sensitivity].with_words
    article = news("Ferry late", "The ferry to Quillota was late.")
    assert matched("Quillota ferries", article, least + 0.01, sensitivity=sensitivity)
    assert not matched("Quillota ferries", article, least - 0.01, sensitivity=sensitivity)
    assert not matched("Quillota storms", article, least + 0.01, sensitivity=sensitivity)


def test_a_word_far_down_in_the_text_tells_not_what_it_is_about() -> None:
    assert not matched("Quillota", news("Ferry late", "Late again.", text="Late again. Quillota waits."), 0.3)


def test_what_must_be_there_may_be_anywhere() -> None:
    article = news("Ferry late", "Late again.", text="Late again. The harbours of Quillota wait.")
    assert matched("ferries +quillota", article, 0.9)
    assert matched("+harbour", article)
    assert not matched("ferries +storm", article, 0.9)
    assert matched('"harbours of quillota"', article)
    assert not matched('"quillota harbours"', article)
    assert not matched('ferries "harbours quillota"', article, 0.9)


def test_what_must_not_be_there() -> None:
    article = news("Ferry late", "A football team waits at the harbour.")
    assert not matched("ferries -football", article, 0.9)
    assert not matched('ferries -"football team"', article, 0.9)
    assert matched('ferries -"team football" -storm', article, 0.9)


def test_only_one_outlet() -> None:
    assert matched("ferries from BBC", news(outlet="BBC News"), 0.9)
    assert not matched("ferries from BBC", news(outlet="Reuters"), 0.9)
    assert not matched("ferries from BBC", news(), 0.9)
    assert matched("from:bbc", news(outlet="BBC News"))
    assert not matched("from:bbc -ferry", news(outlet="BBC News"))


def test_a_story_that_is_followed() -> None:
    matcher = TopicMatcher(DIMENSION)
    matcher.put([(watched(1, "Ferry late", story_id=7), HERE.astype(np.float16))])
    assert matcher.match(news(story_id=7)) == [1]
    assert matcher.match(news(story_id=8)) == []


def test_topics_change_and_go() -> None:
    matcher = TopicMatcher(DIMENSION)
    near, far = at(0.9).astype(np.float16), at(0.0).astype(np.float16)
    matcher.put([(watched(1, "boats"), near), (watched(2, "boats"), near), (watched(3, "+ferry"), far)])
    assert matcher.match(news()) == [1, 2, 3]
    matcher.put([(watched(1, "boats"), far), (watched(3, "+storm"), far)])
    assert matcher.match(news()) == [2]
    matcher.drop([2, 2, 99])
    assert matcher.match(news()) == []
    assert len(matcher) == 2
    matcher.put([])
    matcher.drop([1, 3])
    assert matcher.match(news()) == []


def test_more_topics_than_are_looked_at_first() -> None:
    matcher = TopicMatcher(DIMENSION)
    matcher.put([(watched(n, "boats"), at(0.9 if n % 2 else LEAST - 0.05).astype(np.float16)) for n in range(3000)])
    assert matcher.match(news()) == list(range(1, 3000, 2))
