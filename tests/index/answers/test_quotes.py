"""The sentences that answer: chosen for what they say, whole, each once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from index.answers.quotes import FEATURES, QuoteWeights, ReadPassage, ScoredSentence, chosen, score_sentences
from index.passage_index.tantivy_words import stems
from index.question.news_asked import asks_for_news


def counted(*stems: str) -> dict[str, float]:
    return dict.fromkeys(stems, 1.0)


ASKED = counted("ferri", "passeng", "mani")
BRIDGE = ReadPassage("The bridge was closed for repairs. It opens in June again.", "Bridge closed", 2, 0.3, 0.1, 0.4)
FERRY = ReadPassage(
    "LONDON, March 3\nThe ferry left the port at noon on Sunday. It carried 214 passengers and nine crew. "
    "Rescuers reached the ferry an hour later. No one was hurt.",
    "Ferry runs aground",
    1,
    0.7,
    1.0,
    0.9,
)


def scored(question: str, passages: Sequence[ReadPassage], asked: Mapping[str, float] = ASKED) -> list[ScoredSentence]:
    news = asks_for_news(question, question)
    return score_sentences(question, passages, asked, news=news, model=QuoteWeights.load(), stems=stems)


def test_the_sentence_that_holds_the_answer_comes_first() -> None:
    found = scored("How many passengers did the ferry carry?", [FERRY, BRIDGE])
    assert found[0].text == "It carried 214 passengers and nine crew."
    assert found[0].article_id == 1


def test_a_dateline_is_no_sentence_but_a_headline_in_capitals_is() -> None:
    texts = [s.text for s in scored("What happened to the ferry?", [FERRY])]
    assert "LONDON, March 3" not in texts
    headline = ReadPassage("Ferry Company Names New Chief After March Accident", "", 3, 0.5, 0.5, 0.5)
    assert scored("Who is chief?", [headline])[0].text == headline.text


def test_each_sentence_comes_once_whatever_passages_hold_it() -> None:
    texts = [s.text for s in scored("ferry", [FERRY, FERRY])]
    assert len(texts) == len(set(texts))


def test_a_question_is_no_answer() -> None:
    text = "Which ferry left the port at noon? The Estrella left the port at noon. Will it sail again? Nobody knows it."
    texts = [s.text for s in scored("Which ferry left the port at noon?", [ReadPassage(text, "", 3, 0.5, 0.5, 0.5)])]
    assert texts[0] == "The Estrella left the port at noon."
    assert not any(text.endswith("?") for text in texts)


def test_nothing_to_read_is_no_sentence() -> None:
    assert scored("ferry", []) == []


def test_facts_stand_in_the_order_of_their_names() -> None:
    best = scored("How many passengers did the ferry carry?", [FERRY])[0]
    assert len(best.facts) == len(FEATURES)
    assert best.facts[FEATURES.index("best article")] == 1.0
    assert best.facts[FEATURES.index("kind")] == 1.0


def test_where_a_sentence_stands_is_a_share_of_its_article() -> None:
    later = replace(FERRY, text="The ferry sails again. Its passengers went by bus.", opens=False, begins=0.5, ends=0.9)
    found = {s.text: s.facts[FEATURES.index("position")] for s in scored("ferry", [later])}
    assert found == {
        "The ferry sails again.": 0.5,
        "Its passengers went by bus.": pytest.approx(0.5 + 0.4 * 23 / len(later.text)),
    }


def test_at_most_three_quotes_none_far_behind_none_twice() -> None:
    sentences = [
        ScoredSentence("The ferry carried 214 passengers on Sunday.", 1, 9.0, ()),
        ScoredSentence("The ferry carried 214 passengers on Sunday, police said.", 2, 8.9, ()),
        ScoredSentence("Rescuers came by helicopter.", 1, 8.0, ()),
        ScoredSentence("Nobody was hurt in the accident.", 1, 7.9, ()),
        ScoredSentence("The port was closed until Monday.", 1, 7.8, ()),
        ScoredSentence("Something else entirely happened.", 3, 1.0, ()),
    ]
    quotes = [s.text for s in chosen(sentences, margin=2.0)]
    assert quotes == [sentences[0].text, sentences[2].text, sentences[3].text]
    assert [s.text for s in chosen(sentences[5:], margin=2.0)] == [sentences[5].text]
    assert chosen([], margin=2.0) == []


def test_a_name_that_every_sentence_has_tells_none_of_them_apart() -> None:
    """The rarest word of the question stands all over the articles on it; the others choose the sentence."""
    text = (
        "Vantor opened the new terminal. Vantor has flown to the islands since 1990. "
        "The chairman of Vantor thanked the crews. A strike of its pilots ended Vantor's summer early."
    )
    passage = ReadPassage(text, "Vantor", 1, 0.6, 1.0, 0.9)
    found = scored("What did the strike at Vantor do?", [passage], counted("vantor", "strike"))
    assert found[0].text.startswith("A strike of its pilots")
    assert found[0].facts[FEATURES.index("words")] > 0.9


def test_what_happened_is_told_by_the_sentence_that_opens_the_article() -> None:
    """And not by the one with most of the question's words."""
    text = (
        "AVEN, June 2\nThe ferry Estrella sank on Monday with 42 people on board. All of them are safe. "
        "On the news of the ferry in Aven the shares of its owner fell."
    )
    passages = [ReadPassage(text, "Ferry sinks", 1, 0.6, 1.0, 0.9)]
    for question in ("What happened to the ferry in Aven?", "ferry news Aven", "Aven ferry"):
        found = scored(question, passages, counted("ferri", "aven"))
        assert found[0].text == "The ferry Estrella sank on Monday with 42 people on board."
    question = "Why did shares in Aven fall with the ferry?"
    found = scored(question, passages, counted("ferri", "aven", "share"))
    assert found[0].text.startswith("On the news")


def test_words_that_say_the_same_count_as_one_another() -> None:
    text = "Officials in Osk spoke of the town. A total of 39 are dead, they said, and the search is over."
    passage = ReadPassage(text, "Osk", 1, 0.6, 1.0, 0.9)
    asked = counted("osk", "die")
    found = scored("How many died in Osk?", [passage], asked)
    assert found[0].text.startswith("A total of 39")
    assert found[0].facts[FEATURES.index("words")] > 0


def test_words_of_an_earlier_question_count_less() -> None:
    passage = ReadPassage("The drones came at night. Kyiv called them a sign of weakness.", "War", 1, 0.6, 1.0, 0.9)
    words = []
    for earlier in (1.0, 0.5):
        asked = {"drone": earlier, "kyiv": 1.0}
        found = scored("and Kyiv?", [passage], asked)
        words.append({s.text[:4]: s.facts[FEATURES.index("words")] for s in found})
    assert words[0]["Kyiv"] == words[0]["The "]
    assert words[1]["Kyiv"] > words[1]["The "]
