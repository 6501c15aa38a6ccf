import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.embedding.encoder import Vectors
from index.errors import StorageError
from index.passage_index import IndexedArticle, PassageHits, Scope
from index.passage_index.faiss_vectors import DEAD_SHARE, FaissVectors
from index.passage_index.passage_rows import ROW
from index.question.window import Window
from tests.index.conftest import NOW, indexed, unit

DIMENSION = 16
OUTLETS = ("", "sample wire", "town crier", "harbour news")


def opened(folder: Path, *, generation: str = "g", model: str = "m", dimension: int = DIMENSION) -> FaissVectors:
    return FaissVectors(folder / "vectors", dimension=dimension, generation=generation, model=model)


def some_article(random: np.random.Generator, article_id: int) -> IndexedArticle:
    return indexed(
        article_id,
        [unit(random.normal(size=DIMENSION)) for _ in range(int(random.integers(1, 5)))],
        moment=NOW - timedelta(microseconds=int(random.integers(0, 10**13))),
        outlet=str(random.choice(OUTLETS)),
    )


def some_scope(random: np.random.Generator, held: dict[int, IndexedArticle]) -> Scope:
    """Windows that begin and end at moments of articles, where it matters most what is in and what is out."""
    moments = [article.moment for article in held.values()] or [NOW]
    bounds = [moments[int(random.integers(len(moments)))] for _ in range(2)]
    since, until = (bound if random.random() < 0.5 else None for bound in sorted(bounds))
    outlets = frozenset(str(name) for name in random.choice(OUTLETS, 2) if random.random() < 0.5)
    return Scope(Window(since, until), outlets)


def by_hand(
    held: dict[int, IndexedArticle], query: Vectors, scope: Scope, *, leads: bool = False
) -> list[tuple[int, float]]:
    found = [
        (passage.passage_id, float(passage.vector.astype(np.float32) @ query))
        for article in held.values()
        for passage in article.passages
        if passage.vector is not None
        and scope.window.holds(article.moment)
        and (not scope.outlets or article.outlet in scope.outlets)
        and (not leads or passage.position == 0)
    ]
    return sorted(found, key=lambda pair: -pair[1])


def check(hits: PassageHits, expected: list[tuple[int, float]], most: int) -> None:
    assert hits.passage_ids.tolist() == [passage_id for passage_id, _ in expected[:most]]
    assert hits.article_ids.tolist() == [passage_id // 100 for passage_id, _ in expected[:most]]
    assert hits.scores.tolist() == pytest.approx([score for _, score in expected[:most]], abs=1e-5)


@pytest.mark.parametrize("seed", range(6))
def test_against_brute_force(tmp_path: Path, seed: int) -> None:
    random = np.random.default_rng(seed)
    index = opened(tmp_path)
    held: dict[int, IndexedArticle] = {}
    for sequence in range(1, 30):
        ids = {int(i) for i in random.integers(1, 60, int(random.integers(0, 12)))}
        gone = [i for i in ids if random.random() < 0.4]
        added = [some_article(random, i) for i in ids.difference(gone)]
        index.apply(added, gone, sequence)
        held = {i: a for i, a in held.items() if i not in gone} | {a.article_id: a for a in added}
        if random.random() < 0.4:
            index.save()
        if random.random() < 0.2:
            index.save()
            index.close()
            index = opened(tmp_path)
        assert index.sequence == sequence
        assert len(index) == sum(len(article.passages) for article in held.values())
        for _ in range(6):
            query, scope = unit(random.normal(size=DIMENSION)), some_scope(random, held)
            most = int(random.choice([1, 3, 1000]))
            check(index.search(query, most, Scope()), by_hand(held, query, Scope()), most)
            check(index.search(query, most, scope), by_hand(held, query, scope), most)
            check(index.search_leads(query, most, scope), by_hand(held, query, scope, leads=True), most)


def filled(folder: Path, count: int = 40) -> tuple[FaissVectors, dict[int, IndexedArticle]]:
    random = np.random.default_rng(9)
    held = {i: some_article(random, i) for i in range(1, count + 1)}
    index = opened(folder)
    index.apply(list(held.values()), [], count)
    return index, held


QUERY = unit(np.arange(DIMENSION))


def test_nothing_is_found_in_nothing(tmp_path: Path) -> None:
    index = opened(tmp_path)
    assert len(index.search(QUERY, 10, Scope()).passage_ids) == 0
    index, _ = filled(tmp_path)
    assert len(index.search(QUERY, 0, Scope()).passage_ids) == 0
    assert len(index.search(QUERY, 10, Scope(outlets=frozenset({"nobody"}))).passage_ids) == 0
    assert len(index.search(QUERY, 10, Scope(Window(NOW + timedelta(1)))).passage_ids) == 0


def test_the_same_changes_again_alter_nothing(tmp_path: Path) -> None:
    index, held = filled(tmp_path)
    for _ in range(2):
        index.apply(list(held.values())[5:], [1, 2], 50)
    left = {i: article for i, article in held.items() if i > 2}
    check(index.search(QUERY, 1000, Scope()), by_hand(left, QUERY, Scope()), 1000)


def test_passages_without_a_vector_are_left_out(tmp_path: Path) -> None:
    index = opened(tmp_path)
    index.apply([indexed(1, [], texts=["no vector"]), indexed(2, [QUERY])], [], 2)
    assert index.search(QUERY, 10, Scope()).article_ids.tolist() == [2]


def test_removed_rows_are_squeezed_out(tmp_path: Path) -> None:
    index, held = filled(tmp_path)
    index.apply([], list(range(1, 31)), 41)
    index.save()
    manifest = json.loads((tmp_path / "vectors" / "manifest.json").read_text())
    rows = manifest["files"]["rows"][0] // ROW.itemsize
    assert rows * (1 - DEAD_SHARE) <= sum(len(held[i].passages) for i in range(31, 41))
    index.apply([], list(held), 42)
    assert len(index) == 0
    assert len(index.search(QUERY, 10, Scope()).passage_ids) == 0


def test_saving_leaves_only_what_the_manifest_names(tmp_path: Path) -> None:
    index, held = filled(tmp_path)
    for sequence in (41, 42, 43):
        index.apply([held[1]], [], sequence)
        index.save()
        index.save()
    names = {path.name for path in (tmp_path / "vectors").iterdir()}
    edition = json.loads((tmp_path / "vectors" / "manifest.json").read_text())["edition"]
    assert names == {"manifest.json", *(f"{name}-{edition}.bin" for name in ("vectors", "rows", "dead"))}


def test_what_was_closed_is_not_written_over(tmp_path: Path) -> None:
    index, held = filled(tmp_path)
    index.save()
    index.close()
    index.save()
    assert len(opened(tmp_path)) == sum(len(article.passages) for article in held.values())


def truncated(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: min(100, len(data) // 2)])


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[min(50, len(data) // 3)] ^= 0x41
    path.write_bytes(data)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def replaced_by_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("damage", [truncated, flipped, emptied, Path.unlink, replaced_by_a_folder])
@pytest.mark.parametrize("name", ["manifest.json", "vectors-1.bin", "rows-1.bin"])
def test_damaged_files_count_as_nothing(tmp_path: Path, name: str, damage: Callable[[Path], None]) -> None:
    index, held = filled(tmp_path)
    index.save()
    damage(tmp_path / "vectors" / name)
    again = opened(tmp_path)
    again.refresh()
    assert (again.sequence, len(again)) == (0, 0)
    if damage is replaced_by_a_folder:
        return  # somebody else's doing, and somebody else's to undo
    again.apply(list(held.values()), [], 40)
    again.save()
    again.refresh()
    check(again.search(QUERY, 1000, Scope()), by_hand(held, QUERY, Scope()), 1000)
    check(opened(tmp_path).search(QUERY, 1000, Scope()), by_hand(held, QUERY, Scope()), 1000)


@pytest.mark.parametrize("content", ["[]", "null", "{}", '{"files": 1}', '"x"', '{"format": 2}'])
def test_a_manifest_of_another_kind(tmp_path: Path, content: str) -> None:
    index, _ = filled(tmp_path)
    index.save()
    (tmp_path / "vectors" / "manifest.json").write_text(content)
    assert len(opened(tmp_path)) == 0


def test_another_generation_model_or_dimension_counts_as_nothing(tmp_path: Path) -> None:
    index, held = filled(tmp_path)
    index.save()
    assert len(opened(tmp_path, generation="other")) == 0
    assert len(opened(tmp_path, model="other")) == 0
    assert len(opened(tmp_path, dimension=8)) == 0
    assert len(opened(tmp_path)) == sum(len(article.passages) for article in held.values())


def test_a_failed_save_keeps_what_was_saved_before(small_disk: Path) -> None:
    index, held = filled(small_disk)
    index.save()
    (small_disk / "filler").write_bytes(bytes(2_900_000))
    big = [indexed(i, [unit(np.random.default_rng(i).normal(size=DIMENSION))] * 90) for i in range(100, 200)]
    with pytest.raises(StorageError, match=r"^The vector index in .* cannot be written: the disk is full\.$"):
        index.apply(big, [], 200)
    check(index.search(QUERY, 1000, Scope()), by_hand(held, QUERY, Scope()), 1000)
    assert opened(small_disk).sequence == index.sequence == 40
    (small_disk / "filler").unlink()
    index.refresh()
    index.apply(big, [], 200)
    index.save()
    assert len(opened(small_disk)) == len(index) == sum(len(a.passages) for a in held.values()) + 9_000


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "vectors").write_text("in the way")
    with pytest.raises(StorageError, match="cannot be used"):
        opened(tmp_path)


def test_readers_follow_while_another_saves(tmp_path: Path) -> None:
    """At every moment a reader, old or new, sees one saved state, whole, and never an older one than before."""
    writer, held = filled(tmp_path)
    writer.save()
    done = threading.Event()

    def write() -> None:
        try:
            for sequence in range(41, 121):
                writer.apply([held[1]] if sequence % 2 else [], [] if sequence % 2 else [1], sequence)
                writer.save()
        finally:
            done.set()

    whole = sum(len(article.passages) for article in held.values())
    reader, seen = opened(tmp_path), 40
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        while not done.is_set():
            reader.refresh()
            fresh = opened(tmp_path)
            for each in (reader, fresh):
                assert len(each) == whole - (0 if each.sequence % 2 or each.sequence == 40 else len(held[1].passages))
            assert seen <= reader.sequence <= fresh.sequence
            seen = reader.sequence
        writing.result()
    reader.refresh()
    assert reader.sequence == 120


def test_searches_run_beside_changes(tmp_path: Path) -> None:
    index, held = filled(tmp_path)
    random = np.random.default_rng(1)
    done = threading.Event()

    def look() -> int:
        searches = 0
        while not done.is_set():
            hits = index.search(QUERY, 20, Scope(Window(None, NOW), frozenset({"sample wire", f"paper {searches}"})))
            assert all(held[int(i)].outlet == "sample wire" for i in hits.article_ids if int(i) in held)
            assert (np.diff(hits.scores) <= 0).all()
            searches += 1
        return searches

    with ThreadPoolExecutor(4) as pool:
        looking = [pool.submit(look) for _ in range(4)]
        for n in range(1, 400):
            added = indexed(1000 + n, [unit(random.normal(size=DIMENSION))], outlet=f"paper {n}")
            index.apply([added], [1000 + n - 40], 40 + n)
            if n % 100 == 0:
                index.save()
        done.set()
        assert all(each.result() for each in looking)


def test_the_manifest_names_what_it_holds(tmp_path: Path) -> None:
    index, _ = filled(tmp_path)
    index.save()
    manifest = json.loads((tmp_path / "vectors" / "manifest.json").read_text())
    assert manifest["sequence"] == 40
    assert set(manifest["outlets"]) == set(OUTLETS)
    assert manifest["files"]["vectors"][0] == len(index) * 2 * DIMENSION


def test_a_reader_takes_over_only_what_was_added(tmp_path: Path) -> None:
    index, held = filled(tmp_path)
    index.save()
    reader = opened(tmp_path)
    rows = tmp_path / "vectors" / "rows-1.bin"
    rows.write_bytes(b"\0" + rows.read_bytes()[1:])  # what the reader has read it does not read again
    index.apply([indexed(50, [QUERY])], [3], 50)
    index.save()
    reader.refresh()
    assert reader.sequence == 50
    held = {i: article for i, article in held.items() if i != 3} | {50: indexed(50, [QUERY])}
    check(reader.search(QUERY, 1000, Scope()), by_hand(held, QUERY, Scope()), 1000)


def test_what_a_killed_writer_had_not_saved_is_written_over(tmp_path: Path) -> None:
    index, held = filled(tmp_path)
    index.save()
    index.apply([indexed(60, [QUERY] * 9)], [1, 2], 60)
    again = opened(tmp_path)
    assert again.sequence == 40
    again.apply([indexed(61, [QUERY])], [5], 61)
    again.save()
    held = {i: article for i, article in held.items() if i != 5} | {61: indexed(61, [QUERY])}
    for each in (again, opened(tmp_path)):
        each.refresh()
        check(each.search(QUERY, 1000, Scope()), by_hand(held, QUERY, Scope()), 1000)


def test_many_passages_are_searched_by_cells(tmp_path: Path) -> None:
    """Of 80,000 passages in 400 groups, the nearest are found without comparing all, and filters stay exact."""
    random = np.random.default_rng(3)
    centres = random.normal(size=(400, DIMENSION))
    points = centres[np.arange(80_000) % 400] + 0.3 * random.normal(size=(80_000, DIMENSION))
    points = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float16)
    articles = [
        indexed(i, list(points[20 * i : 20 * i + 20]), moment=NOW - timedelta(hours=i % 1000), outlet=OUTLETS[i % 4])
        for i in range(4000)
    ]
    index = opened(tmp_path)
    for start in range(0, 4000, 500):
        index.apply(articles[start : start + 500], [], start + 500)
    index.apply([], [8, 9], 4001)
    index.save()
    owners = np.arange(80_000) // 20
    there = ~np.isin(owners, (8, 9))

    def expected(query: Vectors, wanted: NDArray[np.bool_], most: int) -> list[int]:
        places = np.flatnonzero(wanted & there)
        best = places[np.argsort(-(points[places].astype(np.float32) @ query), kind="stable")[:most]]
        return [articles[place // 20].passages[place % 20].passage_id for place in best.tolist()]

    for each in (index, opened(tmp_path)):
        assert len(each) == 80_000 - 40
        for group in (0, 100, 399):
            query = unit(centres[group] + 0.3 * random.normal(size=DIMENSION))
            found = each.search(query, 100, Scope()).passage_ids.tolist()
            assert len(set(expected(query, there, 100)).intersection(found)) >= 98
            by_outlet = each.search(query, 50, Scope(outlets=frozenset({OUTLETS[2]})))
            assert by_outlet.passage_ids.tolist() == expected(query, owners % 4 == 2, 50)
            window = Window(NOW - timedelta(hours=30), NOW - timedelta(hours=20))
            hours = (owners % 1000 > 20) & (owners % 1000 <= 30)
            assert each.search(query, 50, Scope(window)).passage_ids.tolist() == expected(query, hours, 50)
            leads = each.search_leads(query, 9, Scope(window)).passage_ids.tolist()
            assert leads == expected(query, hours & (np.arange(80_000) % 20 == 0), 9)


def test_rows_in_another_order_leave_readers_their_own(tmp_path: Path) -> None:
    index, held = filled(tmp_path)
    index.save()
    reader = opened(tmp_path)
    index.apply([], list(range(1, 31)), 41)  # so many that the rest moves to other files
    index.save()
    check(reader.search(QUERY, 1000, Scope()), by_hand(held, QUERY, Scope()), 1000)
    reader.refresh()
    left = {i: article for i, article in held.items() if i > 30}
    check(reader.search(QUERY, 1000, Scope()), by_hand(left, QUERY, Scope()), 1000)
