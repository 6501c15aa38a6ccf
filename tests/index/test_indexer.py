from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from sqlalchemy import delete, select

from index.articles.article import Article
from index.articles.articles import remove_articles
from index.articles.sentences import sentence_spans
from index.embedding.encoder import Vectors
from index.embedding.vectors import model_id
from index.errors import BusyError
from index.indexer import EMBEDDED_BATCH, VECTOR_BATCH, Indexer
from index.passage_index import Scope
from index.passage_index.engines import open_indexes
from index.storage.database import Database
from index.storage.tables import articles, passages, state, stories, vectors
from index.stories.common_ground import ENOUGH
from tests.index.articles.test_storing import store
from tests.index.conftest import NOW, WordHashes, address_of, article, run_python, unit


class Desk:
    """An index in a folder or in Milvus, with what brings it up to a database."""

    def __init__(
        self, database: Database, folder: Path, encoder: WordHashes | None = None, index_url: str | None = None
    ) -> None:
        with database.read() as connection:
            generation = connection.execute(select(state.c.generation)).scalar_one()
        self.database = database
        self.encoder = encoder or WordHashes()
        self.words, self.vectors = open_indexes(index_url, folder, generation, self.encoder)
        model = model_id(database, self.encoder)
        self.indexer = Indexer(database, self.words, self.vectors, self.encoder, model)

    def catch_up(self, *, steps: int = 10_000, embed: bool = True) -> tuple[int, int]:
        """How many articles each arm took over in at most so many steps."""
        left = iter(range(steps))
        taken_words = self.indexer.catch_up_words(lambda _: None, lambda: next(left, None) is None)
        left = iter(range(steps))
        taken = self.indexer.catch_up_vectors(lambda _: None, lambda: next(left, None) is None, embed=embed)
        self.vectors.save()
        return taken_words, taken

    def close(self) -> None:
        self.words.close()
        self.vectors.close()

    def contents(self) -> tuple[list[int], list[int], list[tuple[int, float]]]:
        """What a search for everything finds: articles and passages by words, passages with scores by vector."""
        found = self.vectors.search(self.encoder.encode_question("council budget"), 10_000, Scope())
        nearest = sorted(zip(found.passage_ids.tolist(), found.scores.round(4).tolist(), strict=True))
        return (
            sorted(self.words.search_articles("council", 10_000, Scope()).article_ids.tolist()),
            sorted(self.words.search_passages("council", 10_000, Scope()).passage_ids.tolist()),
            nearest,
        )

    def check(self) -> None:
        """The index holds what the database holds, no less and no more."""
        with self.database.read() as connection:
            stored = sorted(connection.execute(select(articles.c.id)).scalars())
            held = sorted(connection.execute(select(passages.c.id)).scalars())
            last = connection.execute(select(state.c.last_change)).scalar_one()
            without_story = list(connection.execute(select(articles.c.id).where(articles.c.story_id.is_(None))))
        found = self.contents()
        assert found[0] == stored
        assert found[1] == [i for i, _ in found[2]] == held
        assert self.words.sequence == self.vectors.sequence == last
        assert without_story == []


@pytest.fixture
def desk(database: Database, tmp_path: Path, index_url: str | None) -> Iterator[Desk]:
    opened = Desk(database, tmp_path / "index", index_url=index_url)
    yield opened
    opened.close()


def test_nothing_to_take_over(desk: Desk) -> None:
    assert desk.catch_up() == (0, 0)
    desk.check()


def test_new_changed_and_removed(desk: Desk) -> None:
    store(desk.database, *(article(n) for n in range(10)))
    assert desk.catch_up() == (10, 10)
    desk.check()
    with desk.database.write() as connection:
        remove_articles(connection, [2, 3])
    store(desk.database, replace(article(5), text="The council went home. Nothing was voted."), article(99))
    assert desk.catch_up() == (4, 4)
    desk.check()
    assert desk.catch_up() == (0, 0)


def some_changes(database: Database, random: Random) -> None:
    store(database, *(article(random.randrange(60), text=some_text(random)) for _ in range(random.randrange(12))))
    if random.random() < 0.5:
        with database.write() as connection:
            known = list(connection.execute(select(articles.c.id)).scalars())
            remove_articles(connection, random.sample(known, min(3, len(known))))


def some_text(random: Random) -> str:
    return " ".join(f"The council heard speaker {random.randrange(100)}." for _ in range(random.randrange(4)))


@pytest.mark.parametrize("seed", [1, 2])
def test_from_any_point(database: Database, tmp_path: Path, new_index_url: Callable[[], str | None], seed: int) -> None:
    """One index follows every change, one now and then and with restarts, one comes at the end: all are the same."""
    random = Random(seed)  # noqa: S311
    encoder = WordHashes()
    places = {name: new_index_url() for name in ("close", "late", "last")}

    def opened(name: str) -> Desk:
        return Desk(database, tmp_path / name, encoder, places[name])

    close, late = opened("close"), opened("late")
    for _ in range(9):
        some_changes(database, random)
        close.catch_up()
        close.check()
        if random.random() < 0.3:
            late.catch_up(steps=random.randrange(3))
            late.close()
            late = opened("late")
    late.catch_up()
    last = opened("last")
    last.catch_up()
    for each in (late, last):
        each.check()
        assert each.contents() == close.contents()
        each.close()
    close.close()
    assert len(encoder.embedded) == len(set(encoder.embedded))


def test_a_text_is_embedded_once(desk: Desk, tmp_path: Path) -> None:
    same = [Article(title="Council votes", text="It voted.", url=f"https://wire.example/{n}") for n in range(5)]
    store(desk.database, *same)
    desk.catch_up()
    store(desk.database, *(replace(told, url=f"{told.url}/again") for told in same))
    desk.catch_up()
    assert desk.encoder.embedded == ["Council votes\nIt voted."]
    desk.check()


def test_a_lost_index_is_built_again_without_embedding(
    desk: Desk, tmp_path: Path, new_index_url: Callable[[], str | None]
) -> None:
    store(desk.database, *(article(n) for n in range(100)))
    desk.catch_up()
    before = stories_by_title(desk.database)
    again = Desk(desk.database, tmp_path / "lost", index_url=new_index_url())
    assert store(desk.database, *(article(n) for n in range(100)))[0].value == "known"
    assert again.catch_up(embed=False) == (100, 100)
    again.check()
    assert again.contents() == desk.contents()
    assert again.encoder.embedded == []
    assert stories_by_title(desk.database) == before
    again.close()


def stories_by_title(database: Database) -> set[frozenset[str]]:
    with database.read() as connection:
        told: dict[int | None, set[str]] = {}
        for row in connection.execute(select(articles.c.title, articles.c.story_id)):
            told.setdefault(row.story_id, set()).add(row.title)
    return {frozenset(titles) for titles in told.values()}


def test_without_embedding_it_stops_at_the_first_that_lacks_a_vector(
    desk: Desk, tmp_path: Path, new_index_url: Callable[[], str | None]
) -> None:
    store(desk.database, *(article(n) for n in range(100)))
    desk.catch_up()
    with desk.database.write() as connection:
        lacking = connection.execute(select(passages.c.content_hash).where(passages.c.article_id == 38)).scalars()
        connection.execute(delete(vectors).where(vectors.c.content_hash.in_(list(lacking)[1:])))
    again = Desk(desk.database, tmp_path / "again", index_url=new_index_url())
    assert again.catch_up(embed=False) == (100, 37)
    assert again.vectors.sequence == 37
    assert again.catch_up(embed=False) == (0, 0)
    assert again.catch_up() == (0, 63)
    assert len(again.encoder.embedded) == 1
    again.check()
    again.close()


def test_an_article_that_is_removed_while_it_is_embedded(
    database: Database, tmp_path: Path, index_url: str | None
) -> None:
    class Removing(WordHashes):
        def encode_documents(self, texts: Sequence[str]) -> Vectors:
            with database.write() as connection:
                remove_articles(connection, [2])
            return super().encode_documents(texts)

    desk = Desk(database, tmp_path / "index", Removing(), index_url)
    store(database, *(article(n) for n in range(5)))
    desk.catch_up()
    desk.check()
    with database.read() as connection:
        told = connection.execute(select(articles.c.story_id).distinct()).scalars()
        assert sorted(told) == sorted(connection.execute(select(stories.c.id)).scalars())
    desk.close()


def test_what_a_language_has_in_common_is_told_while_many_are_embedded(database: Database, tmp_path: Path) -> None:
    """All words are there before the first vector; all vectors are about the same, so only words tell stories apart."""

    class Blurred(WordHashes):
        def encode_question(self, text: str) -> Vectors:
            return unit(super().encode_question(text) + 3 * np.eye(self.dimension)[0])

    random, letters = Random(1), "абвгдежзиклмнопрст"  # noqa: S311
    titles = [" ".join("".join(random.choices(letters, k=7)) for _ in range(4)) for _ in range(3 * ENOUGH)]
    store(database, *(Article(title=title, language="ru", published=NOW) for title in titles))
    desk = Desk(database, tmp_path / "index", Blurred())
    desk.catch_up()
    with database.read() as connection:
        last = select(articles.c.story_id).order_by(articles.c.id.desc()).limit(ENOUGH)
        assert len(set(connection.execute(last).scalars())) == ENOUGH
    desk.close()


def test_told_to_stop(desk: Desk) -> None:
    store(desk.database, *(article(n) for n in range(3 * VECTOR_BATCH)))
    assert desk.catch_up(steps=0) == (0, 0)
    _, taken = desk.catch_up(steps=2)  # one step asks twice: before it and before it embeds
    assert taken == VECTOR_BATCH
    desk.catch_up()
    desk.check()


def test_told_to_stop_within_a_long_article(desk: Desk) -> None:
    text = " ".join(f"The council of town {n} met." for n in range(3 * EMBEDDED_BATCH))
    store(desk.database, article(0), article(1, text=text))
    assert len(sentence_spans(text)) == 3 * EMBEDDED_BATCH
    assert desk.catch_up(steps=2)[1] == 1  # the first article fits into the first batch, the second does not
    assert len(desk.encoder.embedded) == EMBEDDED_BATCH
    desk.catch_up()
    assert len(desk.encoder.embedded) == 3 * EMBEDDED_BATCH + 2
    desk.check()


def test_progress_is_told(desk: Desk) -> None:
    store(desk.database, *(article(n) for n in range(100)))
    told: list[int] = []
    desk.indexer.catch_up_vectors(told.append, lambda: False, embed=True)
    assert told == [VECTOR_BATCH, 100 - VECTOR_BATCH]


class Interrupted(WordHashes):
    """An encoder in whose work something comes in."""

    def __init__(self, arrives: Callable[[], object]) -> None:
        super().__init__()
        self.arrives: Callable[[], object] | None = arrives

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        if self.arrives is not None:
            self.arrives()
            self.arrives = None
        return super().encode_documents(texts)


def test_what_comes_in_while_much_is_embedded_is_found_by_words(database: Database, tmp_path: Path) -> None:
    store(database, *(article(n) for n in range(3 * VECTOR_BATCH)))
    late = Article(title="Volcano erupts", text="", published=NOW)
    desk = Desk(database, tmp_path / "index", Interrupted(lambda: store(database, late)))
    found: list[int] = []
    desk.indexer.catch_up_words(lambda _: None, lambda: False)
    desk.indexer.catch_up_vectors(
        lambda _: found.append(len(desk.words.search_articles("volcano", 9, Scope()).article_ids)),
        lambda: False,
        embed=True,
    )
    assert found == [0, 1, 1, 1]
    desk.close()


def test_an_error_before_the_stories_are_stored(
    tmp_path: Path,
    database: Database,
    address: str,
    new_index_url: Callable[[], str | None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = Desk(database, tmp_path / "first", index_url=new_index_url())
    store(database, *(article(n) for n in range(10)))
    first.catch_up()
    first.close()
    with database.write() as connection:
        connection.execute(articles.update().values(story_id=None))
    monkeypatch.setattr("index.storage.database.BUSY_SECONDS", 0)
    impatient = Database(address)
    desk = Desk(impatient, tmp_path / "index", index_url=new_index_url())
    with database.write(), pytest.raises(BusyError):
        desk.catch_up()
    desk.vectors.save()
    desk.catch_up()
    desk.check()
    desk.close()
    impatient.close()


ROUNDS_OF_KILLS = """
import os, signal, sys
from pathlib import Path
from random import Random
from tests.index.test_indexer import work

folder = Path(sys.argv[1])
random = Random(1)
killed = 0
while True:
    moment = random.uniform(0.02, 0.4) if killed < 8 else 0
    child = os.fork()
    if child == 0:
        signal.setitimer(signal.ITIMER_REAL, moment)
        work(folder)  # nobody handles the signal: it ends the process at once, wherever it is
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if os.waitstatus_to_exitcode(status) == 0:
        break
    assert os.waitstatus_to_exitcode(status) == -signal.SIGALRM, status
    killed += 1
print(killed)
"""


def work(folder: Path) -> None:
    """Store and index everything there is to store, or the rest of it; leave a note of every text embedded."""

    class Noted(WordHashes):
        def encode_documents(self, texts: Sequence[str]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
            with (folder / "embedded").open("a") as notes:
                notes.write("".join(f"{text!r}\n" for text in texts))
            return super().encode_documents(texts)

    database = Database(address_of(folder))
    desk = Desk(database, folder / "index", Noted())
    random = Random(5)  # noqa: S311
    for start in range(0, 192, 32):
        batch = [article(n, text=f"{some_text(random)} Town {n}.") for n in range(start, start + 32)]
        store(database, *batch)
        desk.catch_up()
    desk.close()
    database.close()


def test_killed_again_and_again_it_ends_in_the_same_state(tmp_path: Path) -> None:
    straight, broken = tmp_path / "straight", tmp_path / "broken"
    for folder in (straight, broken):
        folder.mkdir()
    work(straight)
    process = run_python(ROUNDS_OF_KILLS, broken)
    output, _ = process.communicate()
    assert process.returncode == 0, output
    assert int(output) >= 3
    states = []
    for folder in (straight, broken):
        database = Database(address_of(folder))
        desk = Desk(database, folder / "index")
        desk.check()
        states.append((desk.contents(), stories_by_title(database)))
        desk.close()
        database.close()
    assert states[0] == states[1]
    assert any(len(story) > 1 for story in states[0][1])
    once, again = ((folder / "embedded").read_text().splitlines() for folder in (straight, broken))
    assert len(once) == len(set(once))
    assert set(again) == set(once)
    assert len(again) - len(set(again)) <= int(output) * EMBEDDED_BATCH
