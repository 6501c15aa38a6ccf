from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import InputError
from index.question.question import (
    MAX_QUESTION,
    Understanding,
    check_question,
    continues,
    may_follow,
    telling_words,
    understand,
)
from index.question.window import Window
from tests.index.conftest import NOW

TODAY = datetime(2025, 7, 10, tzinfo=UTC)
DAY = timedelta(days=1)
KNOWN = ["Reuters", "BBC News", "USA Today", "Time"]


def asked(question: str, *earlier: str) -> Understanding:
    return understand(question, now=NOW, time_zone=UTC, known_outlets=KNOWN, earlier=earlier)


def test_words_time_and_outlet() -> None:
    found = asked("What did Reuters say on Monday about the strike in Vell?")
    assert found.subject == "about the strike in Vell?"
    assert found.window == Window(TODAY - 3 * DAY, TODAY - 2 * DAY)
    assert found.outlets == {"Reuters"}
    assert (found.implied, found.overview, found.current) == (True, False, 0.0)


def test_neither_time_nor_outlet() -> None:
    found = asked("Who leads the council of Vell?")
    assert found.subject == found.question == "Who leads the council of Vell?"
    assert (found.window, found.outlets, found.implied) == (Window(), frozenset(), False)
    assert found.current == 0.5


def test_days_are_those_of_the_zone() -> None:
    kyiv = ZoneInfo("Europe/Kyiv")
    found = understand("What happened in Vell today?", now=NOW, time_zone=kyiv, known_outlets=())
    assert found.window.since == TODAY - timedelta(hours=3)


def test_outlets_that_are_called_like_times() -> None:
    assert asked("What does USA Today say about the strike?").window == Window()
    found = asked("latest on the strike from USA Today yesterday")
    assert found.outlets == {"USA Today"}
    assert found.window == Window(TODAY - DAY, TODAY)


@pytest.mark.parametrize(
    ("question", "current"),
    [
        ("latest on the strike", 1.0),
        ("What is the latest this week?", 1.0),
        ("breaking news from Vell", 1.0),
        ("Who won the election of 2016?", 0.0),
        ("Who founded Vell?", 0.0),
        ("Who spoke yesterday?", 0.0),
        ("Who speaks for Vell?", 0.5),
    ],
)
def test_what_goes_on_and_what_is_past(question: str, current: float) -> None:
    assert asked(question).current == current


@pytest.mark.parametrize(
    "question",
    ["news", "What happened yesterday?", "headlines", "latest news", "What's new?", "today", "Reuters headlines"],
)
def test_no_subject_in_particular(question: str) -> None:
    assert asked(question).overview


@pytest.mark.parametrize("question", ["US news", "news about the strike", "What did the WHO say?", "Vell yesterday"])
def test_a_subject(question: str) -> None:
    assert not asked(question).overview


@pytest.mark.parametrize(
    "question",
    [
        "What happened in Vell?",
        "what's going on in Vell",
        "What has happened to Vell?",
        "What is new in Vell?",
        "Any news on Vell?",
    ],
)
def test_words_that_ask_for_news_are_not_looked_for(question: str) -> None:
    assert telling_words(asked(question).subject) == ["Vell"]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who is the mayor of Vell?", ["mayor", "Vell"]),
        ("Will the US leave the WHO?", ["US", "leave", "WHO"]),
        ("what is it to us", ["what", "is", "it", "to", "us"]),
        ("WHO IS THE MAYOR", ["MAYOR"]),
        ("Чому Київ?", ["Чому", "Київ"]),
        ("हिन्दी समाचार", ["हिन्दी", "समाचार"]),
        ("日本の首相は誰", ["日本の首相は誰"]),
        ("ne\u0301e", ["ne\u0301e"]),
        ("❤️ Vell 🇺🇦", ["Vell"]),
        ("snake_case", ["snake", "case"]),
        ("?!", []),
    ],
)
def test_telling_words(question: str, words: list[str]) -> None:
    assert telling_words(question) == words


@pytest.mark.parametrize("text", ["", " \n\t ", "?", "…!?", "🙂" * 4_096, "___", "\u200b\ufeff", "❤️", "\x00"])
def test_questions_without_words(text: str) -> None:
    with pytest.raises(InputError, match=r"^There are no words in that question; ask about something in the news\.$"):
        check_question(text)


def test_a_question_that_is_an_article() -> None:
    with pytest.raises(InputError, match=r"has 4,096 characters; 2,000 are the most"):
        check_question("x" * 4_096)
    assert check_question("x" * MAX_QUESTION)
    assert check_question(" What\nhappened \x00? ") == "What happened ?"


@pytest.mark.parametrize(
    "question",
    [
        "And in Vell?",
        "what about Vell?",
        "Why?",
        "Who is he?",
        "When did they meet?",
        "Is it true?",
        "And yesterday?",
        "Where was that?",
        "?",
    ],
)
def test_follows_up(question: str) -> None:
    assert continues(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who leads the council of Vell?",
        "Is there a ceasefire?",
        "Are there floods in Vell?",
        "What do scientists say of this year's flu in its many forms?",
        "Andorra votes",
        "news",
    ],
)
def test_stands_alone(question: str) -> None:
    assert not continues(question)


def test_a_follow_up_stands_on_the_question_before() -> None:
    found = asked("And who pays for it?", "Who builds the bridge in Vell?")
    assert found.question == "And who pays for it?"
    assert found.subject == "builds bridge Vell And who pays for it?"


def test_back_to_the_last_that_stood_on_its_own() -> None:
    found = asked("Why?", "Who won the cup?", "Who builds the bridge?", "And who pays for it?")
    assert found.subject == "builds bridge pays Why?"


def test_a_question_that_stands_alone_leaves_the_others_behind() -> None:
    assert asked("Who leads the council?", "Who builds the bridge yesterday?").subject == "Who leads the council?"
    assert asked("latest news", "Who builds the bridge?").overview


def test_the_time_goes_on_until_another_is_named() -> None:
    earlier = "What happened in Vell yesterday?"
    assert asked("And in Osk?", earlier).window == Window(TODAY - DAY, TODAY)
    assert asked("And in Osk?", earlier).subject == "Vell And in Osk?"
    for question in ("And on Monday?", "Monday?"):
        found = asked(question, earlier)
        assert found.window == Window(TODAY - 3 * DAY, TODAY - 2 * DAY)
        assert found.subject.startswith("Vell")
        assert not found.overview
    assert asked("Who leads Osk?", earlier).window == Window()


def test_another_outlet_on_the_same() -> None:
    found = asked("And the BBC?", "What does Reuters say about the strike?")
    assert found.outlets == {"BBC News"}
    assert found.subject == "strike"
    assert asked("And who pays?", "What does Reuters say about the strike?").outlets == frozenset()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.lists(st.text(max_size=30), max_size=3))
def test_any_text(question: str, earlier: list[str]) -> None:
    try:
        found = asked(question, *earlier)
    except InputError:
        return
    assert found.question
    assert found.subject
    assert telling_words(found.question)


@pytest.mark.parametrize(
    ("question", "may"),
    [
        ("Was anyone hurt?", True),
        ("how many were killed", True),
        ("casualties?", True),
        ("Who is the mayor of Osk?", False),  # names something
        ("how much do tomatoes cost in supermarkets this summer", False),
        ("headlines", False),
        ("And when?", False),  # is known to go on
    ],
)
def test_short_questions_that_name_nothing_may_go_on_with_the_one_before(question: str, may: bool) -> None:
    assert may_follow(asked(question, "What happened in Vell?")) is may
