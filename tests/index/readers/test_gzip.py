import gzip
import json
import os
from pathlib import Path

import pytest

from index.readers import read_paths
from tests.index.readers.conftest import NOW, ReadFile, only_article, refusals, titles

LINES = [json.dumps({"title": f"Council {number} votes", "text": os.urandom(300).hex()}) for number in range(2_000)]
ALL = "\n".join(LINES).encode()
BOMB = "it unpacks to more than 200 times its size, as only a decompression bomb does"


@pytest.mark.parametrize("name", ["news.jsonl.gz", "news.jsonl", "news.json", "news.JSONL.GZ"])
def test_it_is_unpacked_whatever_its_name(read: ReadFile, name: str) -> None:
    assert len(titles(read(name, gzip.compress(ALL)))) == len(LINES)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("news.txt.gz", "Strike at Vell ends"),
        ("news.md.gz", "# Strike at Vell ends"),
        ("news.csv.gz", "title\nStrike at Vell ends\n"),
        ("news.json.gz", '[{"title": "Strike at Vell ends"}]'),
        ("news.html.gz", "<html><head><title>Strike at Vell ends</title></head><body></body></html>"),
        ("news.xml.gz", '<rss version="2.0"><channel><item><title>Strike at Vell ends</title></item></channel></rss>'),
        ("news.gz", '{"title": "Strike at Vell ends"}\n'),
    ],
)
def test_every_format_may_be_packed(read: ReadFile, name: str, content: str) -> None:
    assert only_article(read(name, gzip.compress(content.encode()))).title == "Strike at Vell ends"


def test_a_text_is_named_without_its_packing(read: ReadFile) -> None:
    assert only_article(read("story.txt.gz", gzip.compress(b"Strike at Vell ends"))).external_id == "story.txt"


def test_what_comes_before_the_end_of_a_cut_file_is_kept(read: ReadFile) -> None:
    packed = gzip.compress(ALL)
    results = read("news.jsonl.gz", packed[: len(packed) // 2])
    assert 900 < len(titles(results)) < 1_100
    assert refusals(results) == ["news.jsonl.gz: its gzip data ends too early; what came before was read"]


def test_what_comes_before_damage_is_kept(read: ReadFile) -> None:
    packed = bytearray(gzip.compress(ALL))
    packed[-8] ^= 1  # the checksum
    results = read("news.jsonl.gz", bytes(packed))
    assert len(titles(results)) >= len(LINES) - 1
    assert refusals(results) == ["news.jsonl.gz: its gzip data is damaged; what came before was read"]


def test_a_cut_array_keeps_what_is_whole(read: ReadFile) -> None:
    packed = gzip.compress(b"[" + b",".join(line.encode() for line in LINES) + b"]")
    results = read("news.json.gz", packed[: len(packed) // 2])
    assert 900 < len(titles(results)) < 1_100
    (sentence,) = refusals(results)
    assert sentence.endswith("its gzip data ends too early; the rest was left")


def bomb(beginning: bytes, unit: bytes) -> bytes:
    """256 MB, in members of 16 MB that are packed once."""
    return gzip.compress(beginning) + gzip.compress(unit * ((1 << 24) // len(unit)), 1) * 16


@pytest.mark.parametrize(
    ("name", "beginning", "unit"),
    [
        ("bomb.jsonl.gz", b'{"title": "a"}\n', b"a"),
        ("bomb.jsonl.gz", b'{"title": "a"}\n', b'{"a":'),
        ("bomb.json.gz", b'[{"title": "a"}, {"title": "', b"b"),
        ("bomb.json.gz", b'[{"title": "a"}, ', b"["),
        ("bomb.csv.gz", b'title,text\na,1\n"', b"b"),
    ],
)
def test_a_bomb_is_one_sentence(read: ReadFile, name: str, beginning: bytes, unit: bytes) -> None:
    results = read(name, bomb(beginning, unit))
    assert titles(results)[0] == "a"
    (sentence,) = refusals(results)
    assert any(reason in sentence for reason in (BOMB, "nested too deeply", "more than 16 MB"))


@pytest.mark.parametrize("name", ["bomb.txt.gz", "bomb.html.gz", "bomb.xml.gz", "bomb.md.gz"])
def test_a_bomb_in_one_document_is_one_sentence(read: ReadFile, name: str) -> None:
    (sentence,) = refusals(read(name, bomb(b"word ", b"b")))
    assert BOMB in sentence or "it has more than" in sentence


def test_a_bomb_of_null_bytes_is_binary(read: ReadFile) -> None:
    assert refusals(read("bomb.jsonl.gz", bomb(bytes(100), bytes(1)))) == [
        "bomb.jsonl.gz: this is binary data, not text"
    ]


def test_an_honest_archive_may_be_repetitive(read: ReadFile) -> None:
    repeated = '{"title": "Council votes", "text": "It voted on Monday."}\n' * 10_000
    assert len(titles(read("news.jsonl.gz", gzip.compress(repeated.encode())))) == 10_000


@pytest.mark.parametrize(
    "content", [b"\x1f\x8b", b"\x1f\x8b\x08\x00", gzip.compress(b"", mtime=0), gzip.compress(b"a", mtime=0)[:-4]]
)
def test_hardly_any_gzip_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "news.jsonl.gz"
    path.write_bytes(content)
    assert len(refusals(list(read_paths([path], now=NOW)))) == 1
