import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.question.outlet_names import outlet_named, spellings

KNOWN = [
    "Reuters",
    "BBC News",
    "The New York Times",
    "The Guardian",
    "Dailymail.co.uk",
    "Time",
    "Nature",
    "The Week",
    "The Sun",
    "India.com",
    "Google News",
    "Kyiv Post",
    "L'equipe",
    "ABC News (AU)",
    "Le Monde",
    "The Hill",
]


@pytest.mark.parametrize(
    ("question", "outlet", "rest"),
    [
        ("What does Reuters say about the strike?", "Reuters", "the strike?"),
        ("what does reuters say about the strike?", "Reuters", "the strike?"),
        ("How did Reuters cover the strike?", "Reuters", "the strike?"),
        ("According to Reuters, who won?", "Reuters", "who won?"),
        ("Who won according to reuters?", "Reuters", "Who won ?"),
        ("As reported by Reuters, who won?", "Reuters", "who won?"),
        ("Reuters headlines", "Reuters", ""),
        ("the Reuters story on the strike", "Reuters", None),
        ("Has Reuters reported on the strike?", "Reuters", "Has on the strike?"),
        ("latest on the strike from Reuters", "Reuters", "latest on the strike"),
        ("Which stories about the strike were in Reuters?", "Reuters", "Which stories about the strike were"),
        ("What about Reuters?", "Reuters", ""),
        ("and the BBC?", "BBC News", ""),
        ("What does the BBC say about the strike?", "BBC News", "the strike?"),
        ("what does BBC News say about the strike?", "BBC News", "the strike?"),
        ("bbc news on the strike", "BBC News", "on the strike"),
        ("according to the New York Times", "The New York Times", ""),
        ("according to NYT", "The New York Times", ""),
        ("according to nyt", None, None),
        ("what does the guardian say about the strike", "The Guardian", "the strike"),
        ("headlines from the Guardian", "The Guardian", ""),
        ("headlines from the guardian of the treaty", None, None),
        ("What does the Daily Mail write about it?", "Dailymail.co.uk", "it?"),
        ("news from dailymail.co.uk", "Dailymail.co.uk", ""),
        ("according to Kyiv Post", "Kyiv Post", ""),
        ("What does L’Equipe say about the match?", "L'equipe", "the match?"),
        ("according to ABC", "ABC News (AU)", ""),
        ("What did Time write about the strike?", "Time", "the strike?"),
        ("latest headlines in The Week", "The Week", "latest"),
        ("what did google news report on the strike", "Google News", "on the strike"),
        ("What does india.com say about rice?", "India.com", "rice?"),
    ],
)
def test_named_as_a_source(question: str, outlet: str | None, rest: str | None) -> None:
    found, left = outlet_named(question, KNOWN)
    if outlet is None:
        assert found == frozenset()
    elif rest is not None:
        assert (found, left) == (frozenset({outlet}), rest)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "Who arrived on time?",
        "How much time reports take",
        "What time is the debate?",
        "What happened in the week?",
        "stories of the week",
        "What is found in nature?",
        "nature reports",
        "Which articles on nature were written?",
        "news about the sun",
        "What does India say about rice?",
        "news from India",
        "India reports 100 cases",
        "What did Google say about the fine?",
        "Who was fined by Google?",
        "the strike at Reuters",
        "Who left Reuters?",
        "Who was hired by Reuters?",
        "Who resigned from the BBC?",
        "resort in the Sun Valley",
        "latest news from the Sun Valley",
        "Is Kyiv Postal Service on strike?",
        "How do Reutersian papers report?",
    ],
)
def test_not_a_source(question: str) -> None:
    assert outlet_named(question, KNOWN) == (frozenset(), question)


def test_outlets_that_share_a_spelling() -> None:
    assert outlet_named("according to the bbc", ["BBC", "bbc.com", "BBC News", "CBC"])[0] == {
        "BBC",
        "bbc.com",
        "BBC News",
    }


def test_the_longest_name_counts() -> None:
    found, rest = outlet_named("What does the Kyiv Post say?", ["Post", "Kyiv Post"])
    assert found == {"Kyiv Post"}
    assert rest == "?"


def test_spellings() -> None:
    assert spellings("The New York Times") == {"the new york times", "new york times", "nyt", "newyorktimes"}
    assert spellings("Bbc.com") == {"bbc.com", "bbc"}
    assert spellings("india.com") == {"india.com"}
    assert spellings("x") == set()
    assert spellings("Daily Mail") & spellings("dailymail.co.uk")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.lists(st.text(max_size=12), max_size=5))
def test_any_text_and_any_names(question: str, known: list[str]) -> None:
    found, rest = outlet_named(question, known)
    assert found <= set(known)
    assert found or rest == question


def test_thousands_of_outlets() -> None:
    known = [f"Paper {n}" for n in range(5_000)] + ["Reuters"]
    assert outlet_named("What does Reuters say about paper?", known)[0] == {"Reuters"}
