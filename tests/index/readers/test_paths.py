import gzip
import itertools
import os
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.readers import Read, read_paths, total_size
from tests.index.readers.conftest import NOW, Results, refusals, titles

NOBODY = 65534


def read_all(*paths: Path) -> Results:
    return list(read_paths(paths, now=NOW))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of news: three files that can be read, one that cannot, and some that are hidden."""
    root = tmp_path / "archive"
    for name, content in {
        "b/2.txt": "Bridge closes",
        "b/1.jsonl": '{"title": "Harbour reopens"}\n{"title": "Strike ends"}\nbroken\n',
        "a.md": "# Council votes",
        "c.png": "an image",
        ".hidden.txt": "Hidden",
        ".git/x.txt": "Hidden",
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return root


def test_a_folder_is_read_in_the_order_of_its_names(folder: Path) -> None:
    assert [result.where for result in read_all(folder)] == [
        "archive/a.md",
        "archive/b/1.jsonl, line 1",
        "archive/b/1.jsonl, line 2",
        "archive/b/1.jsonl, line 3",
        "archive/b/2.txt",
        "archive/c.png",
    ]


def test_what_a_folder_holds_beside_news_is_refused_unread(folder: Path) -> None:
    (sentence,) = refusals(read_all(folder / "b" / "..", folder))[1:2]
    assert sentence.endswith("c.png: its name ends in none of " + sentence.partition("none of ")[2])
    assert ".jsonl" in sentence


def test_where_and_position_and_path(folder: Path) -> None:
    first, second = (
        result for result in read_all(folder / "b") if isinstance(result, Read) and "1.json" in result.where
    )
    assert (first.position, second.position) == (1, 2)
    assert first.path == second.path == folder / "b" / "1.jsonl"


def test_consumed_grows_to_the_total_size(folder: Path) -> None:
    paths = [folder / "b" / "1.jsonl", folder, folder / "nothing.txt"]
    results = read_all(*paths)
    consumed = [result.consumed for result in results]
    assert consumed == sorted(consumed)
    assert (
        consumed[-1]
        == total_size(paths)
        == sum(
            path.stat().st_size
            for path in [paths[0], folder / "a.md", folder / "b" / "1.jsonl", folder / "b" / "2.txt"]
        )
    )


def test_what_does_not_exist_costs_no_other(folder: Path) -> None:
    results = read_all(folder / "nothing.txt", folder / "a.md")
    assert refusals(results) == ["nothing.txt: there is no such file or folder"]
    assert titles(results) == ["Council votes"]


def test_a_name_may_be_anything(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\xff\n\x1b[31m.txt"))
    path.write_text("Bridge closes", encoding="utf-8")
    (result,) = read_all(tmp_path)
    assert result.where == f"{tmp_path.name}/a? [31m.txt"
    assert refusals(read_all(Path("a\x00b"))) == ["a b: embedded null byte"]


def test_loops_of_links_are_harmless(folder: Path) -> None:
    (folder / "b" / "up").symlink_to(folder)
    (folder / "b" / "across").symlink_to(folder / "b")
    (folder / "self.txt").symlink_to(folder / "self.txt")
    (folder / "gone.txt").symlink_to(folder / "nothing")
    results = read_all(folder)
    assert titles(results) == ["Council votes", "Harbour reopens", "Strike ends", "Bridge closes"]
    assert "archive/gone.txt: there is no such file or folder" in refusals(results)
    assert [sentence for sentence in refusals(results) if sentence.startswith("archive/self.txt: it cannot be read")]


def test_a_deep_folder_is_read(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(300):
        deep /= "d"
        deep.mkdir()
    (deep / "a.txt").write_text("Bridge closes", encoding="utf-8")
    assert titles(read_all(tmp_path)) == ["Bridge closes"]


@pytest.mark.parametrize("name", ["a.txt", "a"])
def test_a_pipe_is_not_opened(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    sentence = "this is a device, a pipe or a socket, not a file"
    assert refusals(read_all(tmp_path / name)) == [f"{name}: {sentence}"]
    assert refusals(read_all(tmp_path)) == [f"{tmp_path.name}/{name}: {sentence}"]


def test_a_device_is_not_opened() -> None:
    assert refusals(read_all(Path("/dev/zero"))) == ["zero: this is a device, a pipe or a socket, not a file"]


@contextmanager
def without_rights() -> Iterator[None]:
    """Root may read everything, so it steps aside."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


def test_what_may_not_be_read_costs_no_other() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "closed").mkdir()
        for file in ("closed/a.txt", "b.txt", "c.txt"):
            (folder / file).write_text("Bridge closes", encoding="utf-8")
        for closed in ("closed", "b.txt"):
            (folder / closed).chmod(0)
        folder.chmod(0o755)
        with without_rights():
            results = read_all(folder, folder / "closed" / "a.txt")
        (folder / "closed").chmod(0o700)
    assert titles(results) == ["Bridge closes"]
    assert refusals(results) == [
        f"{folder.name}/b.txt: it may not be read by this user",
        f"{folder.name}/closed: it may not be read by this user",
        "a.txt: it may not be read by this user",
    ]


def test_an_article_without_outlet_and_address_is_cited_by_its_file(tmp_path: Path) -> None:
    path = tmp_path / "notes.jsonl.gz"
    path.write_bytes(
        gzip.compress(
            b'{"title": "One"}\n{"title": "Two", "source": "Wire"}\n{"title": "Three", "url": "https://a.b/c"}\n'
        )
    )
    told = [result.article.source for result in read_paths([path], now=NOW) if isinstance(result, Read)]
    assert told == ["notes.jsonl", "Wire", "a.b"]


def test_memory_stays_flat(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    line = '{"title": "Council votes", "text": "' + "It voted on Monday. " * 500 + '"}\n'
    path.write_text(line * 1_000, encoding="utf-8")
    tracemalloc.start()
    try:
        assert sum(isinstance(result, Read) for result in read_paths([path], now=NOW)) == 1_000
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert path.stat().st_size > 10_000_000
    assert peak < 3_000_000


def test_the_first_article_comes_before_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text('{"title": "Council votes"}\n' * 100_000, encoding="utf-8")
    (first,) = itertools.islice(read_paths([path], now=NOW), 1)
    assert isinstance(first, Read)
    assert first.consumed < path.stat().st_size / 5


def test_files_are_closed_when_reading_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl.gz"
    path.write_text('{"title": "Council votes"}\n' * 1_000, encoding="utf-8")
    results = read_paths([path], now=NOW)
    assert isinstance(next(results), Read)
    results.close()  # type: ignore[attr-defined] # it is a generator


def test_formats_that_are_not_read_load_no_library() -> None:
    code = (
        "import sys, index.readers\n"
        "print([name for name in ('trafilatura', 'feedparser', 'dateparser', 'lxml', 'markdown_it', "
        "'charset_normalizer') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
