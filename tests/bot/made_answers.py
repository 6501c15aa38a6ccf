"""Answers made by hand, for tests of what becomes of an answer."""

from datetime import UTC, datetime, timedelta

from index.answers.answer import Answer, Brief, BriefStory, Headline, Passage, Quote, Source
from index.question.window import Window

NOW = datetime(2025, 7, 10, 12, tzinfo=UTC)


def source(number: int, *, title: str | None = None, hours_ago: float | None = 3, url: str | None = "") -> Source:
    return Source(
        article_id=number,
        title=title or f"Council {number} votes on its budget",
        url=f"https://wire.example/{number}" if url == "" else url,
        outlet="Sample Wire",
        published=None if hours_ago is None else NOW - timedelta(hours=hours_ago),
    )


def headline(number: int, *, outlets: int = 1, title: str | None = None) -> Headline:
    return Headline(source(number, title=title), number, outlets, 0.5)


def answer(
    *,
    quotes: tuple[str, ...] = ("The council voted on Monday.",),
    headlines: int = 2,
    passages: int = 3,
    title: str | None = None,
    window: Window | None = None,
    outlet: str | None = None,
) -> Answer:
    return Answer(
        question="When did the council vote?",
        asked=NOW,
        window=window or Window(),
        outlet=outlet,
        confidence=0.9 if quotes else 0.1,
        quotes=tuple(Quote(text, number) for number, text in enumerate(quotes, start=1)),
        sources=tuple(source(number, title=title) for number, _ in enumerate(quotes, start=1)),
        passages=tuple(
            Passage(number, f"Passage {number} has words. It has more of them.", 0.5, source(number, title=title))
            for number in range(1, passages + 1)
        ),
        headlines=tuple(headline(number, title=title, outlets=number - 9) for number in range(10, 10 + headlines)),
    )


def brief(stories: int, *, topic: str | None = None, lead: str = "The council voted.", articles: int = 2) -> Brief:
    told = tuple(
        BriefStory(headline(number, outlets=2), lead, tuple(source(number * 100 + n) for n in range(articles)))
        for number in range(1, stories + 1)
    )
    return Brief(topic, Window(NOW - timedelta(hours=24), NOW), told)
