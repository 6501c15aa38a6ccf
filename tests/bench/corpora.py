"""The sets of questions that answers are fitted to and measured on, each with its articles in a news desk."""

import gzip
import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.cli.options import open_desk
from config import load_settings
from index.articles.article import Article, make_article
from index.newsdesk import Newsdesk

CLOCK = datetime(2026, 1, 1, tzinfo=UTC)  # after everything in the sets
SHARED = Path(__file__).parents[3] / "shared" / "data"
QUESTIONS = Path(__file__).parent / "questions"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the strings of which an answer holds one; none where the articles hold no answer."""

    question: str
    answers: tuple[str, ...]
    gold: frozenset[str]  # addresses, or texts where articles have none
    now: datetime


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines, packed or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


@contextmanager
def desk_of(folder: Path, articles: Sequence[Article]) -> Iterator[Newsdesk]:
    """A news desk that holds the articles; what an earlier run has left in `folder` is not embedded again."""
    with open_desk(load_settings(given={"data_dir": folder})) as opened:
        desk = opened.newsdesk
        for start in range(0, len(articles), 500):
            desk.store([(article, "corpus") for article in articles[start : start + 500]], CLOCK)
        desk.index_pending(lambda: False)
        yield desk


def wikinews_articles() -> list[Article]:
    """295 articles of 2019 to 2021."""
    return [
        make_article(
            title=a["title"],
            text=a["text"],
            url=a["url"],
            published=datetime.fromisoformat(a["published"]).replace(tzinfo=UTC),
            source=a["source"],
            now=CLOCK,
        )[0]
        for a in lines(SHARED / "wikinews.jsonl.gz")
    ]


def wikinews_questions(name: str) -> list[Asked]:
    """The questions of `questions/NAME.jsonl`, written for these articles."""
    return [
        Asked(
            q["question"],
            tuple(q["answers"]),
            frozenset(q["gold_urls"]),
            datetime.fromisoformat(q["now"]).replace(tzinfo=UTC),
        )
        for q in lines(QUESTIONS / f"{name}.jsonl")
    ]


def quiz_articles(most: int) -> list[Article]:
    """Those that answer a quiz question, and of the others the first by the hash of their address, `most` in all.

    So fewer articles are always some of more, and what is embedded of them serves again.
    """
    gold = {url for asked in quiz_questions() for url in asked.gold}
    found = {a["url"]: a for a in lines(SHARED / "quiz-articles-2023-2024.jsonl.gz")}
    chosen = sorted(found, key=lambda url: (url not in gold, hashlib.sha256(url.encode()).digest()))[:most]
    return [
        make_article(
            title=found[url]["title"],
            text=found[url]["text"],
            url=url,
            published=_quiz_date(found[url]["published"]) if found[url]["published"] else None,
            now=CLOCK,
        )[0]
        for url in chosen
    ]


def quiz_questions() -> list[Asked]:
    """Quiz questions of 2023 and 2024, with the quiz's date as the clock."""
    return [
        Asked(
            q["question"],
            tuple(q["answer"]),
            frozenset(q["gold_urls"]),
            _quiz_date(q["date"]),
        )
        for q in lines(SHARED / "quiz-questions-2023-2024.jsonl.gz")
    ]


def squad_articles() -> list[Article]:
    """The texts of the reading set as articles without title, address and date."""
    texts = dict.fromkeys(q["context"] for q in lines(SHARED / "squad2-sample.jsonl.gz"))
    return [make_article(title="", text=text, now=CLOCK)[0] for text in texts]


def squad_questions(*, answerable: bool) -> list[Asked]:
    """Questions on those texts, with an answer in them or without."""
    return [
        Asked(q["question"], tuple(q["answers"]), frozenset({q["context"]}), CLOCK)
        for q in lines(SHARED / "squad2-sample.jsonl.gz")
        if q["is_impossible"] is not answerable
    ]


def _quiz_date(date: str) -> datetime:
    return datetime.fromisoformat(date.replace("/", "-")).replace(tzinfo=UTC)
