"""Whatever a file holds, reading it ends with articles or sentences, and with nothing else."""

import gzip
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.readers import Read, Refused, read_paths
from tests.index.readers.conftest import NOW

SUFFIXES = ["jsonl", "json", "csv", "txt", "md", "html", "xml", "jsonl.gz", "xml.gz"]
SAMPLES = {
    "jsonl": '{"id": 1, "title": "Harbour", "text": ["a", "b"], "date": "1 March 2025", "source": {"name": "x"}}\n' * 3,
    "json": '{"status": "ok", "articles": [{"title": "Harbour", "url": "https://x.example/1"}, {"title": "b"}]}',
    "csv": 'title,text,date\n"Harbour ""Vell""","a\nb",2025-03-01\nc,d,e\n' * 3,
    "txt": "Strike ends\n\nThe port of Vell opened on Monday.\n\n\nOne two three\nFive six seven\nEight nine ten\n",
    "md": "---\ntitle: a\n---\n# Strike *ends*\n\n[a](b) | c\n|---|---|\n> d\n",
    "html": "<html lang=en><head><title>a</title></head><body><article><p>b &amp; c</p></article></body></html>",
    "xml": '<?xml version="1.0"?><rss version="2.0"><channel><item><title>a</title></item></channel></rss>',
}


def check(suffix: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"any.{suffix}"
        path.write_bytes(content)
        results = list(read_paths([path], now=NOW))
    assert results
    for result in results:
        assert result.where.startswith("any.")
        if isinstance(result, Refused):
            assert result.reason.startswith(f"{result.where}: ")
            assert "\n" not in result.reason
        else:
            assert result.article.title
            result.article.content_hash()
    assert [result.consumed for result in results][-1] == len(content)


@given(st.sampled_from(SUFFIXES), st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes(suffix: str, content: bytes) -> None:
    check(suffix, gzip.compress(content) if suffix.endswith("gz") else content)


@given(st.sampled_from(SUFFIXES), st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text(suffix: str, content: str) -> None:
    check(suffix, content.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("suffix", list(SAMPLES))
def test_good_files_with_some_bytes_changed(suffix: str) -> None:
    random_numbers = random.Random(suffix)  # noqa: S311, the same damage in every run
    for _ in range(25):
        content = bytearray(SAMPLES[suffix].encode())
        for _ in range(random_numbers.randint(1, 6)):
            at = random_numbers.randrange(len(content))
            match random_numbers.randrange(3):
                case 0:
                    content[at] = random_numbers.randrange(256)
                case 1:
                    del content[at : at + random_numbers.randint(1, 20)]
                case _:
                    content[at:at] = content[at : at + 15] * random_numbers.randint(1, 5)
            content = content or bytearray(b" ")
        check(suffix, bytes(content))


def test_the_samples_are_good() -> None:
    for suffix, content in SAMPLES.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"any.{suffix}"
            path.write_text(content, encoding="utf-8")
            assert all(isinstance(result, Read) for result in read_paths([path], now=NOW))
