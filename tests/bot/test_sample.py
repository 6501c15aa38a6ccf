"""The sample: what the demo can show depends on what is in it."""

import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.sample import SAMPLE, SAMPLE_CLOCK
from index.articles.article import Article, make_article
from index.articles.sentences import sentence_spans

FIELDS = {"id", "url", "title", "text", "published", "source", "language"}
SEED_PAGE = "000_f656a7f682610d19.txt"
LONGEST_SHARED = 8  # words; a name with its office alone comes to seven

# Words that one item of the sample must hold together: the events of the seed page's article, then of its headlines.
EVENTS = [
    "Rubio Lavrov Kuala Lumpur Thursday",
    "Rubio first Asia secretary of state Indo-Pacific",
    "Trump Putin meaningless 500% uranium",
    "Kremlin calm Trump",
    "Kellogg Zelenskiy Rome Wednesday substantive",
    "Russia 728 drones Ukraine",
    "Brazil demonstrated Bolsonaro prison term",
    "Belarus 123 prisoners sanctions",
    "Trump Thailand Cambodia shooting ceasefire",
    "Kalesnikava Babaryka free",
    "Brazil arrested Augusto Blacker Miller Peru",
    "Narges Mohammadi European Union Nobel Committee release",
    "Air Force One Boeing 2028",
    "Ukraine NATO experts peace talks",
    "United States lifted sanctions Brazilian Supreme Court Moraes",
    "Bolivia Arce pre-trial detention",
    "Israel Hamas commander Gaza ceasefire",
    "judge Comey files warrant Justice Department",
    "International Stabilization Force Gaza",
    "California 18 H-1B $100,000",
    "Syria arrested five Palmyra",
    "Tunisia opponents Saied",
    "Korea Zinc $6.78 billion smelter US government",
]


def _lines() -> list[dict[str, str]]:
    return [json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]


def _published(line: dict[str, str]) -> datetime:
    return datetime.fromisoformat(line["published"])


def _read(line: dict[str, str]) -> tuple[Article, tuple[str, ...]]:
    return make_article(
        title=line["title"],
        text=line["text"],
        url=line["url"],
        published=_published(line),
        source=line["source"],
        language=line["language"],
        external_id=line["id"],
        now=SAMPLE_CLOCK,
    )


def _runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def test_every_line_is_an_article_as_it_stands() -> None:
    for line in _lines():
        assert line.keys() == FIELDS
        article, left_out = _read(line)
        assert left_out == ()
        assert (article.title, article.text, article.url) == (line["title"], line["text"], line["url"])
        assert (article.source, article.language) == (line["source"], line["language"])


def test_there_are_enough_articles_and_headlines() -> None:
    lines = _lines()
    assert len(lines) >= 60
    assert sum(not line["text"] for line in lines) >= 20
    assert {"en", "de", "es", "uk"} <= {line["language"] for line in lines}


@pytest.mark.parametrize("field", ["id", "url", "title"])
def test_no_two_lines_are_the_same_article(field: str) -> None:
    counts = Counter(line[field] for line in _lines())
    assert [value for value, count in counts.items() if count > 1] == []


def test_each_outlet_has_one_reserved_host_and_language() -> None:
    outlets = {(line["source"], urlsplit(line["url"]).hostname, line["language"]) for line in _lines()}
    assert len({source for source, _, _ in outlets}) == len(outlets) >= 6
    assert all(host is not None and host.endswith(".example") for _, host, _ in outlets)


def test_dates_are_in_the_year_before_the_sample_clock() -> None:
    assert SAMPLE_CLOCK.tzinfo is UTC
    for line in _lines():
        assert line["published"].endswith("Z")
        assert SAMPLE_CLOCK - timedelta(days=365) < _published(line) <= SAMPLE_CLOCK
        assert f"/{_published(line):%Y/%m/%d}/" in line["url"]


def test_a_brief_of_a_day_has_something_to_show() -> None:
    last_day = [line for line in _lines() if SAMPLE_CLOCK - _published(line) <= timedelta(days=1)]
    assert len(last_day) >= 12
    for story in ("Korea Zinc", "Bondi", "Safi", "Bolsonaro", "Kast"):
        assert len({line["source"] for line in last_day if story in line["title"] + line["text"]}) >= 2


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_of_the_seed_page_is_told(event: str) -> None:
    told = [f"{line['title']} {line['text']}".casefold() for line in _lines()]
    assert any(all(word in text for word in event.casefold().split()) for text in told)


@pytest.mark.parametrize(
    "words",
    [
        ("Rubio", "meet", "Lavrov", "Thursday", "Kuala Lumpur"),
        ("Russia", "launched", "728 drones"),
        ("Korea Zinc", "planning", "smelter", "$6.78 billion", "Tennessee"),
        ("Korea Zinc", "smelter", "$7.4 billion"),
    ],
)
def test_one_sentence_answers_alone(words: tuple[str, ...]) -> None:
    sentences = [line["text"][span.start : span.stop] for line in _lines() for span in sentence_spans(line["text"])]
    assert any(all(word in sentence for word in words) for sentence in sentences)


def test_sentences_end_where_their_own_language_ends_them() -> None:
    """A search over all languages may cut sentences by English rules: dates such as "3. Mai" would be torn."""
    for line in _lines():
        assert sentence_spans(line["text"]) == sentence_spans(line["text"], line["language"])


def test_no_words_are_taken_from_the_seed_page(shared_data: Path) -> None:
    seed = _runs((shared_data / SEED_PAGE).read_text(encoding="utf-8"), LONGEST_SHARED)
    for line in _lines():
        assert not seed & (_runs(line["title"], LONGEST_SHARED) | _runs(line["text"], LONGEST_SHARED))
