import json

import pytest

from tests.index.readers.conftest import ReadFile, notes, only_article, refusals, titles

ITEMS = [{"title": "Harbour reopens", "id": 1}, {"title": "Bridge closes", "id": 2}]
NAMES = ["Harbour reopens", "Bridge closes"]


@pytest.mark.parametrize(
    "document",
    [
        ITEMS,
        {"articles": ITEMS},
        {"status": "ok", "totalResults": 2, "Articles": ITEMS, "page": {"next": None}},
        {"items": ITEMS},
        {"data": ITEMS},
        {"documents": ITEMS},
        {"response": {"status": "ok", "results": ITEMS}},
        {"data": {"articles": ITEMS}, "title": "not an article"},
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_the_array_is_found(read: ReadFile, document: object, indent: int | None) -> None:
    results = read("news.json", json.dumps(document, indent=indent))
    assert titles(results) == NAMES
    assert [result.where for result in results] == ["news.json, record 1", "news.json, record 2"]


def test_one_object_is_one_article(read: ReadFile) -> None:
    assert only_article(read("news.json", json.dumps(ITEMS[0], indent=1))).title == NAMES[0]


def test_objects_after_one_another_are_read(read: ReadFile) -> None:
    documents = "\n".join(json.dumps(item, indent=2) for item in ITEMS)
    assert titles(read("news.json", documents)) == NAMES
    assert titles(read("lines.json", "\n".join(map(json.dumps, ITEMS)))) == NAMES


def test_more_than_fits_in_memory_at_once_streams(read: ReadFile) -> None:
    items = [{"title": f"Council {number}", "text": "It voted. " * 2_000} for number in range(500)]
    assert len(titles(read("news.json", json.dumps(items)))) == 500


def test_what_comes_before_a_broken_place_is_kept(read: ReadFile) -> None:
    results = read("news.json", json.dumps(ITEMS)[:-1] + ", {broken")
    assert titles(results) == NAMES
    assert refusals(results) == [
        "news.json, record 3: this is not JSON (Expecting property name enclosed in double quotes); the rest was left"
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("just words", "this is not JSON (Expecting value)"),
        ('{"title" 1}', "this is not JSON (expecting :, but '1' stands there)"),
        ('{"title": "a"', "this is not JSON (expecting , or }, but it ends too early)"),
        ('{"title": "a', "this is not JSON (Unterminated string starting at)"),
        ("{1: 2}", "this is not JSON (expecting a name in double quotes)"),
        ("[]", "there is no article in it"),
        ('{"articles": []}', "there is no article in it"),
        ("[" * 500_000, "its JSON is nested too deeply"),
        ('{"a":' * 500_000, "its JSON is nested too deeply"),
    ],
)
def test_what_is_no_json_is_one_sentence(read: ReadFile, content: str, reason: str) -> None:
    assert refusals(read("news.json", content)) == [f"news.json: {reason}"]


def test_control_characters_and_numbers_that_json_does_not_know(read: ReadFile) -> None:
    results = read("news.json", '[{"title": "Harbour\treopens", "id": NaN},\n{"title": "Bridge closes", "id": 1e999}]')
    assert titles(results) == NAMES


def test_a_piece_too_long_is_refused(read: ReadFile) -> None:
    results = read("news.json", '[{"title": "a"}, {"title": "' + "b" * 40_000_000 + '"}]')
    assert titles(results) == ["a"]
    (sentence,) = refusals(results)
    assert "or more than 16 MB in one piece; the rest was left" in sentence


def test_an_object_of_a_million_members_is_not_kept(read: ReadFile) -> None:
    members = ",".join(f'"key{number}": {{"a": {number}}}' for number in range(100_000))
    assert refusals(read("news.json", f"{{{members}}}")) == ["news.json, record 1: it has neither a title nor a text"]


def test_an_address_with_white_space_is_left_out(read: ReadFile) -> None:
    results = read("news.json", '[{"title": "a", "url": "https://wire.example/a b"}]')
    assert notes(results) == ["its address has control characters or white space in it; kept without it"]
