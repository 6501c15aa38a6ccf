import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.index.readers.conftest import ReadFile, articles, only_article, refusals

FEED: dict[str, Any] = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Harbour Post",
    "home_page_url": "https://harbour.example/",
    "language": "en-GB",
    "items": [
        {
            "id": "tag:1",
            "url": "https://harbour.example/1",
            "title": "Harbour reopens",
            "content_html": "<p>Ships came in.</p><p>Cranes &amp; crews work.</p>",
            "summary": "Ships came in.",
            "date_published": "2025-03-01T10:00:00+01:00",
        },
        {"id": "tag:2", "content_text": "A short note.", "language": "de"},
    ],
}


def test_items_take_outlet_and_language_from_the_feed(read: ReadFile) -> None:
    first, second = articles(read("feed.json", json.dumps(FEED)))
    assert first.text == "Ships came in.\n\nCranes & crews work."
    assert first.published == datetime(2025, 3, 1, 9, tzinfo=UTC)
    assert (first.external_id, first.url) == ("tag:1", "https://harbour.example/1")
    assert (first.source, first.language) == ("Harbour Post", "en-gb")
    assert (second.source, second.language, second.title) == ("Harbour Post", "de", "A short note.")


def test_it_is_known_by_its_content_whatever_its_name(read: ReadFile) -> None:
    feed = FEED | {"items": FEED["items"][:1]}
    assert only_article(read("feed.xml", json.dumps(feed, indent=2))).source == "Harbour Post"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (json.dumps(FEED)[:-1], "this is not JSON (line 1: Expecting ',' delimiter)"),
        (json.dumps(FEED | {"items": 3}), "this JSON Feed has no list of items"),
        (json.dumps(FEED | {"items": []}), "there is no article in it"),
        (json.dumps(FEED)[:-1] + ', "a": ' + "[" * 100_000, "its JSON is nested too deeply"),
    ],
)
def test_what_is_broken_is_one_sentence(read: ReadFile, content: str, reason: str) -> None:
    assert refusals(read("feed.json", content)) == [f"feed.json: {reason}"]


def test_an_item_that_is_no_object_costs_no_other(read: ReadFile) -> None:
    results = read("feed.json", json.dumps(FEED | {"items": ["x", *FEED["items"]]}))
    assert len(articles(results)) == 2
    assert refusals(results)[0].startswith("feed.json, entry 1: this is a text")
