from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Connection, select

from index.articles.article import Article
from index.articles.outlet import carrier
from index.embedding.encoder import Vectors
from index.embedding.vectors import model_id, store_vectors
from index.passage_index import IndexedArticle
from index.passage_index.faiss_vectors import FaissVectors
from index.passage_index.tantivy_words import TantivyWords
from index.storage.database import Database
from index.storage.tables import articles, passages, stories
from index.stories.stories import NEIGHBOURS, REACH, Grounds, assign_stories, near_stories, story_outlets
from index.stories.word_likeness import FEW, RareWords
from tests.index.articles.test_storing import store
from tests.index.conftest import NOW, WordHashes, indexed, unit

DIMENSION = 8
HOUR = timedelta(hours=1)


def _rarity(words: list[str]) -> dict[str, float]:
    """Titles share the word "Article" and differ in a number, which leaves it to the vectors what is near."""
    return {word: 2.2 if word.isdigit() else 1.0 for word in words}


class Arrivals:
    """Articles that arrive with vectors given by hand, numbered from 1."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.vectors = FaissVectors(folder / "stories", dimension=DIMENSION, generation="g", model="m")
        self.model = model_id(database, WordHashes())
        self.words = TantivyWords(folder / "story-words", generation="g")
        self.common: dict[str, float] = {}
        self.count = 0

    def arrive(self, *arriving: tuple[Vectors, datetime]) -> None:
        """All in one batch."""
        ids = range(self.count + 1, self.count + 1 + len(arriving))
        self.count += len(arriving)
        store(self.database, *(Article(title=f"Article {i}", url=f"https://wire.example/{i}") for i in ids))
        given = zip(ids, arriving, strict=True)
        self.take_over([indexed(i, [v], title=f"Article {i}", moment=at) for i, (v, at) in given])

    def take_over(self, added: Sequence[IndexedArticle]) -> None:
        self.vectors.apply(added, [], self.count)
        self.words.apply(added, [], self.count)
        self.words.save()
        with self.database.write() as connection:
            self.store_vectors(connection, added)
            rare = RareWords(str.split, _rarity, among=FEW)
            assign_stories(connection, Grounds(self.vectors, self.words, rare, self.common, self.model), added)

    def store_vectors(self, connection: Connection, added: Sequence[IndexedArticle]) -> None:
        """As what embeds does it."""
        leads = {a.article_id: p.vector for a in added for p in a.passages if p.vector is not None and not p.position}
        query = select(passages.c.article_id, passages.c.content_hash)
        query = query.where(passages.c.article_id.in_(leads), passages.c.position == 0)
        store_vectors(
            connection, self.model, {row.content_hash: leads[row.article_id] for row in connection.execute(query)}
        )

    def told(self) -> list[list[int]]:
        """The articles of each story, in the order of the stories."""
        with self.database.read() as connection:
            found: dict[int, list[int]] = {}
            for row in connection.execute(select(articles.c.id, articles.c.story_id).order_by(articles.c.id)):
                found.setdefault(row.story_id, []).append(row.id)
        return [found[story] for story in sorted(found)]


@pytest.fixture
def arrivals(database: Database, tmp_path: Path) -> Arrivals:
    return Arrivals(database, tmp_path)


def towards(angle: float) -> Vectors:
    """A vector whose cosine to `towards(0)` is that of the angle, in degrees."""
    radians = np.radians(angle)
    return unit([np.cos(radians), np.sin(radians), *[0] * (DIMENSION - 2)])


def test_the_same_event_is_one_story(arrivals: Arrivals) -> None:
    for angle in (0, 20, 40):
        arrivals.arrive((towards(angle), NOW))
    assert arrivals.told() == [[1, 2, 3]]


def test_another_event_is_another_story(arrivals: Arrivals) -> None:
    for angle in (0, 90, 10, 95):
        arrivals.arrive((towards(angle), NOW))
    assert arrivals.told() == [[1, 3], [2, 4]]


def test_names_after_the_title_tell_events_apart_that_mean_about_the_same(arrivals: Arrivals) -> None:
    told = ("Norvik Estrella sank", "Tollen dyke broke", "sank Estrella Norvik")
    titles = ("Storm", "Gale", "Tempest")
    store(arrivals.database, *(Article(title=title, text=text) for title, text in zip(titles, told, strict=True)))
    for number, (title, text) in enumerate(zip(titles, told, strict=True), start=1):
        arrivals.take_over([indexed(number, [towards(35 * number)], title=title, texts=[text])])
    assert arrivals.told() == [[1, 3], [2]]


def arrive_in_russian(arrivals: Arrivals, *told: tuple[str, float]) -> None:
    """Articles by title and angle, one by one."""
    store(arrivals.database, *(Article(title=title, language="ru") for title, _ in told))
    for number, (title, angle) in enumerate(told, start=1):
        arrivals.take_over([indexed(number, [towards(angle)], title=title)])


@pytest.mark.parametrize(("common", "expected"), [(0.0, [[1, 2]]), (0.6, [[1], [2]])])
def test_a_cosine_counts_little_in_a_language_whose_texts_are_all_near(
    arrivals: Arrivals, common: float, expected: list[list[int]]
) -> None:
    arrivals.common["ru"] = common
    arrive_in_russian(arrivals, ("Norvik Estrella sank", 0), ("Tollen dyke broke", 10))
    assert arrivals.told() == expected


@pytest.mark.parametrize(("common", "together"), [(0.0, False), (0.6, True)])
def test_there_what_shares_rare_words_is_compared_though_others_are_nearer(
    arrivals: Arrivals, common: float, *, together: bool
) -> None:
    arrivals.common["ru"] = common
    crowd = [(f"Article {number}", 0.0) for number in range(NEIGHBOURS + 5)]
    arrive_in_russian(arrivals, ("Norvik Estrella sank", 40), *crowd, ("Estrella sank Norvik", 0))
    assert ([1, len(crowd) + 2] in arrivals.told()) == together


def test_what_only_the_word_index_has_so_far_does_not_crowd_out_what_has_a_story(arrivals: Arrivals) -> None:
    """In an import all words are taken over before the first vector."""
    arrivals.common["ru"] = 0.6
    crowd = [(f"Article {number}", 0.0) for number in range(NEIGHBOURS + 5)]
    arrive_in_russian(arrivals, ("Norvik Estrella sank off Tollen", 40), *crowd)
    begun = len(crowd) + 2
    arriving = [("Estrella sank Norvik", 0), *((f"Article {n}", 0) for n in range(NEIGHBOURS))]
    waiting = [("Norvik Estrella sank", 0) for _ in range(NEIGHBOURS // 2)]
    told = [indexed(i, [towards(a)], title=title) for i, (title, a) in enumerate([*arriving, *waiting], start=begun)]
    store(arrivals.database, *(Article(title=each.title, language="ru") for each in told))
    arrivals.words.apply(told, [], arrivals.words.sequence)
    arrivals.take_over(told[: len(arriving)])
    with arrivals.database.read() as connection:
        found = connection.execute(select(articles.c.story_id).where(articles.c.id.in_([1, begun]))).scalars().all()
    assert found == [1, 1]


def test_days_later_it_is_another_event(arrivals: Arrivals) -> None:
    arrivals.arrive((towards(0), NOW))
    arrivals.arrive((towards(0), NOW + REACH + HOUR))
    arrivals.arrive((towards(0), NOW + REACH + 2 * HOUR))
    arrivals.arrive((towards(0), NOW - REACH + HOUR))
    assert arrivals.told() == [[1, 4], [2, 3]]


def test_an_event_that_goes_on_stays_one_story(arrivals: Arrivals) -> None:
    for day in range(10):
        arrivals.arrive((towards(day), NOW + timedelta(days=day)))
    assert arrivals.told() == [list(range(1, 11))]
    with arrivals.database.read() as connection:
        row = connection.execute(select(stories)).one()
    assert (row.first, row.last) == (NOW, NOW + timedelta(days=9))


def test_an_article_between_two_stories_joins_the_nearer(arrivals: Arrivals) -> None:
    for angle in (0, 85, 50, 30):
        arrivals.arrive((towards(angle), NOW))
    assert arrivals.told() == [[1, 4], [2, 3]]


def test_the_mean_of_a_story_counts_and_not_its_nearest_article(arrivals: Arrivals) -> None:
    for angle in (0, 45, 90):  # the last is near to the second, but far from what the story began with
        arrivals.arrive((towards(angle), NOW))
    assert arrivals.told() == [[1, 2], [3]]


def test_taken_over_again_it_changes_nothing(arrivals: Arrivals) -> None:
    given = [(towards(angle), NOW) for angle in (0, 90, 10, 95, 50)]
    arrivals.arrive(*given)
    before = arrivals.told()
    again = enumerate(given, start=1)
    arrivals.take_over([indexed(i, [v], title=f"Article {i}", moment=at) for i, (v, at) in again])
    assert arrivals.told() == before
    with arrivals.database.read() as connection:
        assert len(list(connection.execute(select(stories)))) == len(before)


def test_a_changed_article_stays_in_its_story(arrivals: Arrivals) -> None:
    arrivals.arrive((towards(0), NOW), (towards(10), NOW))
    arrivals.take_over([indexed(2, [towards(90)], moment=NOW)])
    assert arrivals.told() == [[1, 2]]


@pytest.mark.parametrize("spread", [0.25, 0.8])
def test_one_batch_or_one_by_one(tmp_path: Path, spread: float) -> None:
    """Also where a story has more articles than are compared."""
    random = np.random.default_rng(3)
    centres = [unit(random.normal(size=DIMENSION)) for _ in range(4)]
    given = [
        (unit(centres[n % 4] + spread * random.normal(size=DIMENSION)), NOW + n % 7 * 12 * HOUR)
        for n in range(5 * NEIGHBOURS)
    ]
    found = []
    for number, size in enumerate((1, 7, len(given))):
        database = Database("sqlite://")
        arrivals = Arrivals(database, tmp_path / str(number))
        for start in range(0, len(given), size):
            arrivals.arrive(*given[start : start + size])
        found.append(arrivals.told())
        database.close()
    assert found[0] == found[1] == found[2]
    assert max(map(len, found[0])) > NEIGHBOURS or spread > 0.5


def test_articles_without_a_vector_have_no_story(arrivals: Arrivals) -> None:
    store(arrivals.database, Article(title="A", url="https://wire.example/a"))
    arrivals.take_over([indexed(1, [], texts=["no vector"])])
    with arrivals.database.read() as connection:
        assert connection.execute(select(articles.c.story_id)).scalar_one() is None


def test_near_stories() -> None:
    assert near_stories({}) == []
    assert near_stories({1: [0.3]}) == []
    assert near_stories({1: [0.7], 2: [0.9, 0.8]}) == [2, 1]
    assert near_stories({1: [0.99, 0.1], 2: [0.7, 0.7], 3: [0.3]}) == [2, 1]
    assert near_stories({1: [0.9] * 4 + [0.0] * 20}) == [1]


def test_outlets_are_counted_once(database: Database) -> None:
    told = Article(title="Storm", published=NOW)
    store(
        database,
        *(
            replace(told, url=f"https://wire.example/{n}", source=source)
            for n, source in enumerate(("A", "a", "Ä", "ä"))
        ),
        replace(told, url="https://wire.example/no-name-1"),
        replace(told, url="https://wire.example/no-name-2"),
        replace(told, external_id="1"),
        replace(told, external_id="2", title="Storm again"),
        replace(told, url="https://wire.example/later", source="Later", published=NOW + HOUR),
        replace(told, url="https://wire.example/other", source="Other"),
    )
    with database.write() as connection:
        for moment in (NOW, NOW + HOUR):
            begun = stories.insert().values(first=moment, last=moment).returning(stories.c.id)
            story = connection.execute(begun).scalar_one()
            connection.execute(articles.update().where(articles.c.story_id.is_(None)).values(story_id=story))
            if moment == NOW:
                other = articles.c.source == "Other"
                connection.execute(articles.update().where(other).values(story_id=None))
        assert story_outlets(connection, [1, 2, 99], NOW) == {1: 6, 2: 1}
        assert story_outlets(connection, [1], NOW + HOUR) == {1: 7}
        assert story_outlets(connection, [1], NOW - HOUR) == {}


def test_carrier() -> None:
    assert carrier("The Wire", "https://wire.example", 1) == carrier("THE WIRE", None, 2)
    assert carrier(None, None, 1) != carrier(None, None, 2)
