import json

from index.readers import Read
from tests.index.readers.conftest import ReadFile, articles, notes, only_article, refusals, titles

GOOD = '{"id": 7, "title": "Harbour reopens", "text": "Ships came in on Monday.", "date": "2025-03-01"}'


def test_each_line_is_an_article(read: ReadFile) -> None:
    results = read("news.jsonl", f'{GOOD}\n\n{{"title": "Bridge closes"}}\n')
    first, second = results
    assert isinstance(first, Read)
    assert isinstance(second, Read)
    assert (first.where, first.position) == ("news.jsonl, line 1", 1)
    assert (second.where, second.position) == ("news.jsonl, line 3", 2)
    assert first.article.external_id == "7"
    assert second.article.external_id is None


def test_a_broken_line_costs_no_other(read: ReadFile) -> None:
    results = read("news.jsonl", f'{GOOD}\n{{"title": "Cut" "text": 1}}\n{{"title": "Bridge closes"}}\n')
    assert titles(results) == ["Harbour reopens", "Bridge closes"]
    assert refusals(results) == ["news.jsonl, line 2: this is not JSON (Expecting ',' delimiter)"]


def test_a_broken_first_line_costs_no_other(read: ReadFile) -> None:
    results = read("news.jsonl", f'{{"title": \n{GOOD}\n')
    assert titles(results) == ["Harbour reopens"]
    assert refusals(results) == ["news.jsonl, line 1: this is not JSON (Expecting value)"]


def test_a_line_that_is_no_object_is_refused(read: ReadFile) -> None:
    results = read("news.jsonl", f'{GOOD}\n["a", "b"]\n"text"\n12\nnull\n')
    assert titles(results) == ["Harbour reopens"]
    assert [sentence.partition(": ")[2].partition(",")[0] for sentence in refusals(results)] == [
        "this is a list",
        "this is a text",
        "this is a number",
        "this is null",
    ]


def test_a_record_without_title_and_text_is_refused(read: ReadFile) -> None:
    assert refusals(read("news.jsonl", '{"url": "https://wire.example/1"}\n{"title": "x"}')) == [
        "news.jsonl, line 1: it has neither a title nor a text"
    ]


def test_an_article_without_title_is_named_by_its_first_sentence(read: ReadFile) -> None:
    text = "The U.S. envoy, Dr. Hale, left Rome on Monday. Talks go on."
    assert only_article(read("news.jsonl", json.dumps({"text": text}))).title == text.partition(" Talks")[0]


def test_an_article_without_date_has_none(read: ReadFile) -> None:
    assert only_article(read("news.jsonl", '{"title": "Harbour reopens"}')).published is None


def test_what_cannot_be_right_is_left_out_with_a_word(read: ReadFile) -> None:
    results = read(
        "news.jsonl",
        '{"title": "a", "date": "2199-01-01"}\n{"title": "b", "date": "soon"}\n{"title": "c", "url": "https://x.example/\\u0007"}',
    )
    assert titles(results) == ["a", "b", "c"]
    assert all(article.published is None and article.url is None for article in articles(results))
    assert notes(results) == [
        "its date 2199-01-01 lies in the future; kept without it",
        "its date 'soon' cannot be read; kept without it",
        "its address has control characters or white space in it; kept without it",
    ]


def test_deep_nesting_is_refused_and_nothing_else(read: ReadFile) -> None:
    deep = '{"title": ' + "[" * 100_000
    results = read("news.jsonl", f"{GOOD}\n{deep}\n{GOOD}\n")
    assert titles(results) == ["Harbour reopens", "Harbour reopens"]
    assert refusals(results) == ["news.jsonl, line 2: its JSON is nested too deeply"]


def test_huge_numbers_are_harmless(read: ReadFile) -> None:
    nines = "9" * 5_000
    results = read(
        "news.jsonl",
        f'{{"title": "a", "id": {nines}}}\n{{"title": "b", "id": 1e999}}\n{{"title": "c", "date": {nines}}}\n'
        '{"title": "d", "id": NaN, "date": -1e308}',
    )
    assert titles(results) == ["a", "b", "c", "d"]
    assert refusals(results) == []


def test_of_a_key_given_twice_the_last_counts(read: ReadFile) -> None:
    assert only_article(read("news.jsonl", '{"title": "Draft", "title": "Final"}')).title == "Final"


def test_null_bytes_and_lone_surrogates_are_taken_out(read: ReadFile) -> None:
    article = only_article(read("news.jsonl", b'{"title": "Har\\u0000bour \\ud800 re\\u200bopens", "text": "a\x00b"}'))
    assert (article.title, article.text) == ("Har bour reopens", "a b")
    article.content_hash()


def test_a_line_of_null_bytes_is_refused(read: ReadFile) -> None:
    results = read("news.jsonl", GOOD.encode() + b"\n" + bytes(5) + b"\n" + GOOD.encode())
    assert titles(results) == ["Harbour reopens", "Harbour reopens"]
    assert refusals(results) == ["news.jsonl, line 2: this is not JSON (Expecting value)"]


def test_bytes_that_are_not_utf8_cost_only_themselves(read: ReadFile) -> None:
    cut = '{"title": "Łódź grüßt"}'.encode().replace("ź".encode(), b"\xc5")
    results = read("news.jsonl", "\n".join(['{"title": "Zürich"}'] * 3).encode() + b"\n" + cut)
    assert titles(results)[3] == "Łód� grüßt"
    assert notes(results) == ["some of its characters cannot be read and show as �"]


def test_one_line_in_another_encoding_is_read(read: ReadFile) -> None:
    lines = ['{"title": "Zürich votes"}'.encode()] * 3 + ['{"title": "Café owners protest"}'.encode("cp1252")]
    results = read("news.jsonl", b"\n".join(lines))
    assert titles(results)[3] == "Café owners protest"
    assert notes(results) == []


def test_a_line_too_long_is_skipped(read: ReadFile) -> None:
    long = '{"title": "Long", "text": "' + "word " * 20_000_000 + '"}'
    results = read("news.jsonl", f"{GOOD}\n{long}\n{GOOD}")
    assert titles(results) == ["Harbour reopens", "Harbour reopens"]
    assert refusals(results) == ["news.jsonl, line 2: the line has more than 16 MB, the most that a line may have"]


def test_a_text_too_long_is_refused(read: ReadFile) -> None:
    (sentence,) = refusals(read("news.jsonl", json.dumps({"title": "Long", "text": "word " * 500_000})))
    assert (
        sentence == "news.jsonl, line 1: the text has 2,499,999 characters; 2,000,000 are the most an article may have"
    )
