"""Whether a question asks what happened, and what it is about without that."""

import pytest

from index.question.news_asked import asks_for_news, without_asking


@pytest.mark.parametrize(
    ("question", "news"),
    [
        ("What happened in Osk?", True),
        ("what's going on in Vell", True),
        ("coronavirus news", True),
        ("latest on the strike", True),
        ("Hong Kong protests", True),
        ("What did the minister say?", False),
        ("Who won?", False),
        ("Did it rain?", False),
        ("and her husband?", False),
        ("vote count of the gay marriage law", False),
    ],
)
def test_what_happened_is_asked_without_any_detail(question: str, news: bool) -> None:
    assert asks_for_news(question, question) is news


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("What is the latest news on Osk?", "Osk?"),
        ("any updates about the strike", "the strike"),
        ("What has been happening in Vell", "Vell"),
        ("What did the minister say?", "What did the minister say?"),
    ],
)
def test_what_it_is_about_remains(question: str, subject: str) -> None:
    assert without_asking(question) == subject
