"""The readers on real files: long, in many languages, well and ill formed."""

import itertools
import json
import tarfile
from pathlib import Path

from index.readers import Read, read_paths
from tests.index.readers.conftest import NOW, articles, notes, refusals, titles


def unpacked(archive: Path, folder: Path, named: str = "") -> list[Path]:
    """The files whose names hold `named`."""
    with tarfile.open(archive) as members:
        if hasattr(tarfile, "data_filter"):  # not before Python 3.11.4
            members.extraction_filter = tarfile.data_filter
        chosen = [member for member in members.getmembers() if named in member.name]
        members.extractall(folder, chosen)  # noqa: S202 - these archives are known
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_wikinews(shared_data: Path) -> None:
    results = list(read_paths([shared_data / "wikinews.jsonl.gz"], now=NOW))
    assert refusals(results) == []
    assert notes(results) == []
    read = articles(results)
    assert len(read) == 295
    assert all(article.text and article.published and article.url and article.source == "Wikinews" for article in read)


def test_the_page_as_text(shared_data: Path) -> None:
    first, *others = articles(list(read_paths([shared_data / "000_f656a7f682610d19.txt"], now=NOW)))
    assert first.title.startswith("U.S. Secretary of State Marco Rubio is set to meet")
    assert len(first.text.split("\n\n")) == 7
    assert len(others) == 17
    assert all(article.text == "" for article in others)


def test_headlines(shared_data: Path) -> None:
    results = list(itertools.islice(read_paths([shared_data / "headlines-2020.jsonl.gz"], now=NOW), 2_000))
    assert refusals(results) == []
    read = articles(results)
    assert all(article.published and article.source and "chars]" not in article.text for article in read)
    assert sum(bool(article.text) for article in read) > 1_800


def test_long_articles(shared_data: Path) -> None:
    results = list(itertools.islice(read_paths([shared_data / "quiz-articles-2023-2024.jsonl.gz"], now=NOW), 300))
    assert refusals(results) == []
    assert all(article.published and article.source and article.text for article in articles(results))


def test_search_results(shared_data: Path, tmp_path: Path) -> None:
    files = [path for path in unpacked(shared_data / "stories.tar.gz", tmp_path) if "dataset" in path.parts]
    for path in files:
        written = json.loads(path.read_text(encoding="utf-8-sig"))
        assert len(titles(list(read_paths([path], now=NOW)))) == len(written)


def test_messy_feeds(shared_data: Path, tmp_path: Path) -> None:
    files = unpacked(shared_data / "feeds-messy.tar.gz", tmp_path)[::2]
    results = [list(read_paths([path], now=NOW)) for path in files]
    assert len(files) == 1_601
    assert all(results)
    assert sum(isinstance(result, Read) for of_file in results for result in of_file) > 300


def test_feeds(shared_data: Path, tmp_path: Path) -> None:
    unpacked(shared_data / "feeds-replay-2025-06.tar.gz", tmp_path, named="20250615")
    results = list(read_paths([tmp_path], now=NOW))
    assert refusals(results) == []
    read = articles(results)
    assert len(read) > 100
    assert all(a.external_id and a.url and a.published and a.source and a.text and "<" not in a.text for a in read)


def test_pages(shared_data: Path, tmp_path: Path) -> None:
    files = [path for path in unpacked(shared_data / "pages.tar.gz", tmp_path) if path.suffix == ".html"][::9]
    results = list(read_paths(files, now=NOW.replace(year=2027)))
    assert refusals(results) == []
    read = articles(results)
    assert len(read) == len(files)
    assert all(article.published and article.source and len(article.text) > 500 for article in read)
