import math
import shutil
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from index.errors import StorageError
from index.passage_index import IndexedArticle, Scope
from index.passage_index.tantivy_words import TantivyWords, stems
from index.passage_index.weighted_text import ARTICLE_TITLE, PASSAGE_TITLE, weighted_text
from index.question.window import Window
from tests.index.conftest import NOW, indexed, run_python
from tests.index.passage_index.test_faiss_vectors import emptied, flipped, truncated

VOCABULARY = "budget council vote storm coast harbour drone bridge mayor strike Київ".split()
OUTLETS = ("", "sample wire", "town crier", "the harbour news & mail")
SATURATION, LENGTH_SHARE = 1.2, 0.75  # BM25's k1 and b


def dice(seed: int) -> Random:
    return Random(seed)  # noqa: S311


def opened(folder: Path, *, generation: str = "g") -> TantivyWords:
    return TantivyWords(folder / "words", generation=generation)


def some_article(random: Random, article_id: int) -> IndexedArticle:
    return indexed(
        article_id,
        title=" ".join(random.choices(VOCABULARY, k=random.randint(1, 5))),
        texts=[" ".join(random.choices(VOCABULARY, k=random.randint(1, 9))) for _ in range(random.randint(1, 4))],
        moment=NOW - timedelta(microseconds=random.randrange(10**13)),
        outlet=random.choice(OUTLETS),
    )


def some_scope(random: Random, held: dict[int, IndexedArticle]) -> Scope:
    moments = [article.moment for article in held.values()] or [NOW]
    bounds = sorted(random.choice(moments) for _ in range(2))
    since, until = (bound if random.random() < 0.5 else None for bound in bounds)
    return Scope(Window(since, until), frozenset(name for name in OUTLETS if random.random() < 0.3))


def within(scope: Scope, article: IndexedArticle) -> bool:
    return scope.window.holds(article.moment) and (not scope.outlets or article.outlet in scope.outlets)


Document = tuple[int, IndexedArticle, str]


def article_documents(held: dict[int, IndexedArticle]) -> list[Document]:
    return [(a.article_id, a, weighted_text(a.title, a.text, ARTICLE_TITLE)) for a in held.values()]


def passage_documents(held: dict[int, IndexedArticle]) -> list[Document]:
    return [(p.passage_id, a, weighted_text(a.title, p.text, PASSAGE_TITLE)) for a in held.values() for p in a.passages]


def bm25(documents: Sequence[Document], words: Sequence[str], scope: Scope) -> dict[int, float]:
    """The score of each document in the scope that has one of the words, by the formula."""
    scores: dict[int, float] = {}
    texts = {key: stems(text) for key, _, text in documents}
    mean = sum(map(len, texts.values())) / len(texts)
    for word in set(stems(" ".join(words))):
        holding = {key: text.count(word) for key, text in texts.items() if word in text}
        rarity = math.log(1 + (len(texts) - len(holding) + 0.5) / (len(holding) + 0.5))
        for key, count in holding.items():
            length = 1 - LENGTH_SHARE + LENGTH_SHARE * len(texts[key]) / mean
            score = rarity * (1 + SATURATION) * count / (count + SATURATION * length)
            scores[key] = scores.get(key, 0.0) + score
    return {key: scores[key] for key, article, _ in documents if key in scores and within(scope, article)}


def check_scores(index: TantivyWords, held: dict[int, IndexedArticle], words: Sequence[str], scope: Scope) -> None:
    articles = index.search_articles(" ".join(words), 10_000, scope)
    passages = index.search_passages(" ".join(words), 10_000, scope)
    assert passages.article_ids.tolist() == [passage_id // 100 for passage_id in passages.passage_ids.tolist()]
    for ids, scores, documents in (
        (articles.article_ids, articles.scores, article_documents(held)),
        (passages.passage_ids, passages.scores, passage_documents(held)),
    ):
        found = dict(zip(ids.tolist(), scores.tolist(), strict=True))
        assert list(found.values()) == sorted(found.values(), reverse=True)
        # The index keeps lengths above 40 words in steps.
        assert found == pytest.approx(bm25(documents, words, scope), rel=0.03)


@pytest.mark.parametrize("seed", range(3))
def test_scores_against_the_formula(tmp_path: Path, seed: int) -> None:
    random = dice(seed)
    index = opened(tmp_path)
    held = {i: some_article(random, i) for i in range(1, 81)}
    index.apply(list(held.values())[:50], [], 50)
    index.save()
    index.apply(list(held.values())[50:], [], 80)
    index.save()
    for _ in range(15):
        check_scores(index, held, random.choices(VOCABULARY, k=random.randint(1, 4)), some_scope(random, held))
    best = index.search_articles("storm vote", 10_000, Scope())
    assert index.search_articles("storm vote", 3, Scope()).scores.tolist() == best.scores.tolist()[:3]
    index.close()


def check_found(index: TantivyWords, held: dict[int, IndexedArticle], words: Sequence[str], scope: Scope) -> None:
    """What is found, whatever its score: those depend on removed documents until their segment is merged."""
    wanted = set(stems(" ".join(words)))
    articles = index.search_articles(" ".join(words), 10_000, scope).article_ids.tolist()
    passages = index.search_passages(" ".join(words), 10_000, scope).passage_ids.tolist()
    for found, documents in ((articles, article_documents(held)), (passages, passage_documents(held))):
        expected = [key for key, a, t in documents if within(scope, a) and wanted & {*stems(a.title), *stems(t)}]
        assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("seed", range(2))
def test_found_against_brute_force(tmp_path: Path, seed: int) -> None:
    random = dice(seed)
    index = opened(tmp_path)
    held = {1: some_article(random, 1)}
    index.apply([held[1]], [], 1)
    for sequence in range(2, 14):
        ids = {random.randint(1, 40) for _ in range(random.randint(0, 12))}
        gone = [i for i in ids if random.random() < 0.4]
        added = [some_article(random, i) for i in ids.difference(gone)]
        index.apply(added, gone, sequence)
        index.save()
        held = {i: a for i, a in held.items() if i not in gone} | {a.article_id: a for a in added}
        if random.random() < 0.3:
            index.close()
            index = opened(tmp_path)
        assert index.sequence == sequence
        # A word that no article has any more would be taken for a misspelt one.
        in_use = sorted({word for a in held.values() for word in f"{a.title} {a.text}".split()})
        for _ in range(3):
            check_found(index, held, random.choices(in_use, k=2), some_scope(random, held))
    index.close()


def test_what_was_not_saved_is_not_found_and_not_kept(tmp_path: Path) -> None:
    index = opened(tmp_path)
    index.apply([indexed(1, title="Storm", texts=["It rained."])], [], 1)
    index.save()
    index.apply([indexed(2, title="Storm", texts=["It rained."])], [], 2)
    assert index.search_articles("storm", 10, Scope()).article_ids.tolist() == [1]
    index.close()
    again = opened(tmp_path)
    assert again.sequence == 1
    assert again.search_articles("storm", 10, Scope()).article_ids.tolist() == [1]


def test_the_same_changes_again_alter_nothing(tmp_path: Path) -> None:
    index = opened(tmp_path)
    held = {i: some_article(dice(i), i) for i in range(1, 20)}
    for _ in range(2):
        index.apply(list(held.values()), [], 19)
        index.apply([], [3], 20)
        index.save()
    del held[3]
    check_found(index, held, ["storm", "budget"], Scope())
    index.close()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("storms", [1]),
        ("STORMING", [1]),
        ("cafe", [2]),
        ("Zelensky", [3]),
        ("Zelenskyi", [3]),  # one letter too many
        ("Zelenskiyi", [3]),  # two, in a long word
        ("Lavrof", [3]),
        ("Lavrow's", [3]),
        ("Lafrof", []),  # two wrong in a short word
        ("Rim", []),  # too short to be misspelt
        ("728", [3]),
        ("729", []),  # a number is never misspelt
        ("мера", [4]),
        ("会", []),
        ("", []),
        ("?! --", []),
        ("x" * 5_000, []),
        ("\x00\ufffe", []),
        (" ".join(f"nothing{n}" for n in range(500)) + " storm", []),  # far beyond a question
        ('NOT title:storm "(*[^~', [1]),  # no query language
    ],
)
def test_words(words_index: TantivyWords, asked: str, found: list[int]) -> None:
    assert sorted(words_index.search_articles(asked, 10, Scope()).article_ids.tolist()) == found
    assert sorted(set(words_index.search_passages(asked, 10, Scope()).article_ids.tolist())) == found


@pytest.fixture(scope="module")
def words_index(tmp_path_factory: pytest.TempPathFactory) -> TantivyWords:
    index = opened(tmp_path_factory.mktemp("words"))
    index.apply(
        [
            indexed(1, title="Storm hits the coast", texts=["It rained all night."]),
            indexed(2, title="A Café opens", texts=["In Rome, of all places."]),
            indexed(3, title="Zelensky and Lavrov", texts=["728 drones were counted."]),
            indexed(4, title="Звернення", texts=["Слова мера міста."]),
        ],
        [],
        4,
    )
    index.save()
    return index


def test_outlets_are_matched_whole(tmp_path: Path) -> None:
    index = opened(tmp_path)
    index.apply([indexed(1, title="Storm", outlet="the bbc"), indexed(2, title="Storm", outlet="bbc")], [], 2)
    index.save()
    for outlet, found in (("bbc", [2]), ("the bbc", [1]), ("the", [])):
        assert index.search_articles("storm", 5, Scope(outlets=frozenset({outlet}))).article_ids.tolist() == found
    index.close()


def test_times_long_past(tmp_path: Path) -> None:
    index = opened(tmp_path)
    old = NOW.replace(year=1605)
    index.apply([indexed(1, title="Relation", moment=old), indexed(2, title="Relation")], [], 2)
    index.save()
    assert index.search_articles("relation", 5, Scope(Window(None, NOW))).article_ids.tolist() == [1]
    assert index.search_articles("relation", 5, Scope(Window(old, old))).article_ids.tolist() == []
    index.close()


def test_rarity(words_index: TantivyWords) -> None:
    found = words_index.rarity(["storm", "all", "nobody"])
    assert found["nobody"] > found["storm"] > found["all"] >= 0


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three segments, one of them with removed documents."""
    folder = tmp_path_factory.mktemp("saved")
    index = opened(folder)
    for start in (1, 11, 21):
        index.apply([some_article(dice(i), i) for i in range(start, start + 10)], [], start + 9)
        index.save()
    index.apply([], [5, 6], 31)
    index.save()
    index.close()
    return folder


HELD = {i: some_article(dice(i), i) for i in range(1, 31) if i not in (5, 6)}
BYSTANDERS = (".lock", ".managed.json")  # files without which an index is as good as with them


@pytest.mark.parametrize("damage", [truncated, flipped, emptied, Path.unlink])
def test_damaged_files_count_as_nothing(tmp_path: Path, saved: Path, damage: Callable[[Path], None]) -> None:
    names = [
        p.relative_to(saved) for p in (saved / "words").rglob("*") if p.is_file() and not p.name.endswith(BYSTANDERS)
    ]
    assert {name.suffix for name in names} >= {
        ".idx",
        ".pos",
        ".term",
        ".store",
        ".fast",
        ".fieldnorm",
        ".del",
        ".json",
    }
    for name in names:
        folder = tmp_path / "copy"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(saved, folder)
        damage(folder / name)
        index = opened(folder)
        assert index.sequence == 0, name
        assert len(index.search_articles("storm budget", 50, Scope()).article_ids) == 0
    index.apply(list(HELD.values()), [], 31)
    index.save()
    check_scores(index, HELD, ["storm", "budget"], Scope())
    index.close()
    assert opened(folder).sequence == 31


@pytest.mark.parametrize("content", ["[]", "null", "{}", '{"format": 2}', "x"])
def test_a_manifest_of_another_kind(tmp_path: Path, saved: Path, content: str) -> None:
    shutil.copytree(saved, tmp_path, dirs_exist_ok=True)
    (tmp_path / "words" / "manifest.json").write_text(content)
    assert opened(tmp_path).sequence == 0


def test_another_generation_is_begun_anew(tmp_path: Path, saved: Path) -> None:
    shutil.copytree(saved, tmp_path, dirs_exist_ok=True)
    index = opened(tmp_path, generation="other")
    assert index.sequence == 0
    index.apply([HELD[1]], [], 1)
    index.save()
    index.close()
    assert opened(tmp_path).sequence == 0
    assert opened(tmp_path, generation="other").search_articles(HELD[1].title, 50, Scope()).article_ids.tolist() == [1]


def test_a_reader_that_finds_damage_forgets_its_sequence(tmp_path: Path, saved: Path) -> None:
    """Else it would go on from there, should it become the writer, and lack all that was before."""
    shutil.copytree(saved, tmp_path, dirs_exist_ok=True)
    reader = opened(tmp_path)
    assert reader.sequence == 31
    (tmp_path / "words" / "articles" / "meta.json").unlink()
    reader.refresh()
    assert reader.sequence == 0


def test_a_reader_follows_a_writer_that_begins_anew(tmp_path: Path, saved: Path) -> None:
    shutil.copytree(saved, tmp_path, dirs_exist_ok=True)
    reader = opened(tmp_path)
    (tmp_path / "words" / "manifest.json").unlink()
    writer = opened(tmp_path)
    writer.apply([HELD[1], HELD[2]], [], 2)
    reader.refresh()
    check_found(reader, HELD, ["storm"], Scope())
    writer.save()
    reader.refresh()
    assert reader.sequence == 2
    check_found(reader, {1: HELD[1], 2: HELD[2]}, HELD[1].title.split(), Scope())
    writer.close()


WRITES = """
import sys
from pathlib import Path
from tests.index.passage_index.test_tantivy_words import dice, opened, some_article

index = opened(Path(sys.argv[1]))
for n in range(1, 13):
    index.apply([some_article(dice(i), i) for i in range(n * 10, n * 10 + 10)], [n * 10 - 9], n)
    index.save()
    print(n)
index.close()
"""


def test_readers_follow_while_another_process_saves(tmp_path: Path) -> None:
    process = run_python(WRITES, tmp_path)
    assert process.stdout is not None
    assert process.stdout.readline() == "1\n"
    reader, seen = opened(tmp_path), 1
    while process.poll() is None:
        reader.refresh()
        fresh = opened(tmp_path)
        assert seen <= reader.sequence <= fresh.sequence
        for index in (reader, fresh):
            hits = index.search_articles(" ".join(VOCABULARY), 10_000, Scope())
            assert len(hits.article_ids) >= 10 * seen - seen
        seen = reader.sequence
    rest, _ = process.communicate()
    assert rest.split()[-1] == "12"
    reader.refresh()
    held = {i: some_article(dice(i), i) for i in range(10, 130)}
    for n in range(1, 13):
        held.pop(n * 10 - 9, None)
    check_found(reader, held, ["storm", "council"], Scope())


def test_searches_run_beside_changes(tmp_path: Path) -> None:
    index = opened(tmp_path)
    index.apply([some_article(dice(0), 10_000)], [], 1)
    index.save()
    done = threading.Event()

    def look() -> int:
        searches = 0
        while not done.is_set():
            hits = index.search_passages(" ".join(VOCABULARY), 50, Scope())
            assert 10_000 in hits.article_ids or len(hits.article_ids) == 50
            searches += 1
        return searches

    with ThreadPoolExecutor(3) as pool:
        looking = [pool.submit(look) for _ in range(3)]
        for n in range(2, 10):
            index.apply([some_article(dice(n), n)], [n - 5], n)
            index.save()
            index.refresh()
        done.set()
        assert all(each.result() for each in looking)
    index.close()


def test_a_full_disk_keeps_what_was_saved(small_disk: Path) -> None:
    index = opened(small_disk)
    index.apply([HELD[1]], [], 1)
    index.save()
    random = dice(1)
    big = [
        indexed(100 + n, title="Storm", texts=[" ".join(str(random.random()) for _ in range(5_000))]) for n in range(30)
    ]
    with pytest.raises(StorageError, match=r"^The word index in .* cannot be written: the disk is full\.$"):
        take_over(index, big)
    assert index.sequence == 1
    assert index.search_articles(HELD[1].title, 50, Scope()).article_ids.tolist() == [1]
    index.apply([HELD[2]], [], 2)
    index.save()
    assert index.sequence == 2
    check_found(index, {1: HELD[1], 2: HELD[2]}, HELD[2].title.split(), Scope())
    index.close()


def take_over(index: TantivyWords, added: Sequence[IndexedArticle]) -> None:
    index.apply(added, [], 200)
    index.save()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "words").write_text("in the way")
    index = opened(tmp_path)
    with pytest.raises(StorageError, match="cannot be written"):
        index.apply([HELD[1]], [], 1)
