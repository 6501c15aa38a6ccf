from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select

from index.answers.answer import Brief
from index.articles.article import Article
from index.articles.articles import StoredArticle
from index.briefing import HALF_LIFE, LEAD_LENGTH, MOST_STORIES, brief_stories, importance, stories_in
from index.embedding.vectors import model_id, store_vectors
from index.question.window import Window
from index.storage.database import Database
from index.storage.tables import articles, passages, stories
from tests.index.articles.test_storing import store
from tests.index.conftest import NOW, WordHashes

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def told(number: int, *, hours_ago: float = 0, source: str | None = None, url: str | None = None) -> StoredArticle:
    moment = NOW - hours_ago * HOUR
    return StoredArticle(number, None, url, f"Article {number}", "", source, moment, moment, 1)


def test_an_outlet_counts_once_by_its_newest_article() -> None:
    one = [
        told(1, source="Wire", hours_ago=8),
        told(2, source="WIRE", hours_ago=0),
        told(3, source="wire", hours_ago=2),
    ]
    assert importance(one, NOW, DAY) == 1
    assert importance([*one, told(4, source="Crier", hours_ago=8)], NOW, DAY) == pytest.approx(1.5)


def test_half_after_a_half_life_that_grows_with_the_window() -> None:
    story = [told(1, hours_ago=HALF_LIFE / HOUR)]
    assert importance(story, NOW, HOUR) == importance(story, NOW, DAY) == pytest.approx(0.5)
    assert importance(story, NOW, 7 * DAY) == pytest.approx(0.5 ** (1 / 7))


def test_articles_without_an_outlet_stand_for_themselves() -> None:
    assert (
        importance([told(1), told(2), told(3, url="https://a.example"), told(4, url="https://A.example")], NOW, DAY)
        == 3
    )


def test_what_lies_ahead_counts_as_new() -> None:
    assert importance([told(1, hours_ago=-30)], NOW, DAY) == 1
    assert importance([], NOW, DAY) == 0


def fill(database: Database, groups: list[list[Article]]) -> None:
    """Store groups of articles, each as a story."""
    with database.write() as connection:
        for _ in groups:
            connection.execute(stories.insert().values(first=NOW, last=NOW))
    for number, group in enumerate(groups, start=1):
        store(database, *group)
        with database.write() as connection:
            known = articles.c.url.in_([a.url for a in group])
            connection.execute(articles.update().where(known).values(story_id=number))


def piece(story: int, number: int, *, hours_ago: float | None = 1, text: str = "") -> Article:
    published = None if hours_ago is None else NOW - hours_ago * HOUR
    return Article(
        title=f"Story {story}, article {number}",
        text=text,
        url=f"https://wire.example/{story}/{number}",
        published=published,
        source=f"Paper {number}",
    )


def brief(database: Database, *, period: timedelta = DAY, model: int = 1) -> Brief:
    window = Window(NOW - period, NOW)
    with database.read() as connection:
        found = brief_stories(connection, stories_in(connection, window), NOW, period, model)
    return Brief(None, window, found)


def test_stories_of_a_window(database: Database) -> None:
    fill(database, [[piece(1, 1), piece(1, 2, hours_ago=30)], [piece(2, 1, hours_ago=24)], [piece(3, 1, hours_ago=0)]])
    store(database, Article(title="No story", url="https://wire.example/none", published=NOW - HOUR))
    with database.read() as connection:
        assert stories_in(connection, Window(NOW - DAY, NOW)) == {1: [1], 2: [3]}
        assert stories_in(connection, Window()) == {1: [1, 2], 2: [3], 3: [4]}
        assert stories_in(connection, Window(NOW)) == {3: [4]}
        assert stories_in(connection, Window(), frozenset({"Paper 2"})) == {1: [2]}


def test_an_article_without_a_date_counts_from_when_it_was_added(database: Database) -> None:
    fill(database, [[piece(1, 1, hours_ago=None)]])
    with database.read() as connection:
        assert stories_in(connection, Window(NOW, NOW + HOUR)) == {1: [1]}


def test_the_most_important_first(database: Database) -> None:
    wide = [piece(1, n, hours_ago=2) for n in range(3)]
    fresh, stale = [piece(2, 1, hours_ago=0.5)], [piece(3, n, hours_ago=23) for n in range(2)]
    fill(database, [stale, wide, fresh])
    found = brief(database).stories
    assert [len(story.articles) for story in found] == [3, 1, 2]
    assert [story.headline.outlets for story in found] == [3, 1, 2]
    assert [story.headline.story_id for story in found] == [2, 3, 1]
    assert [story.headline.score for story in found] == sorted((s.headline.score for s in found), reverse=True)


def test_articles_of_a_story_newest_first(database: Database) -> None:
    fill(database, [[piece(1, 1, hours_ago=5), piece(1, 2, hours_ago=1), piece(1, 3, hours_ago=3)]])
    (story,) = brief(database).stories
    assert [source.outlet for source in story.articles] == ["Paper 2", "Paper 3", "Paper 1"]


def test_no_more_than_ten(database: Database) -> None:
    fill(database, [[piece(n, 1)] for n in range(MOST_STORIES + 3)])
    assert len(brief(database).stories) == MOST_STORIES


def test_nothing_happened(database: Database) -> None:
    assert brief(database).stories == ()


def test_the_article_nearest_the_middle_speaks(database: Database) -> None:
    fill(database, [[piece(1, n) for n in range(3)]])
    angles = {1: 0.0, 2: 0.5, 3: 1.0}
    model = model_id(database, WordHashes())
    with database.write() as connection:
        rows = connection.execute(select(passages.c.article_id, passages.c.content_hash)).all()
        given = {
            r.content_hash: np.array([np.cos(angles[r.article_id]), np.sin(angles[r.article_id])], np.float16)
            for r in rows
        }
        store_vectors(connection, model, given)
    (story,) = brief(database, model=model).stories
    assert story.headline.source.article_id == 2
    (other,) = brief(database, model=model + 1).stories  # a model whose vectors are still to come
    assert other.headline.source.article_id in angles


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("", ""),
        ("It rained. It stopped.\n\nA second paragraph.", "It rained. It stopped."),
        (f"It rained. {'It went on raining ' * 20}.", "It rained."),
        ("x" * (LEAD_LENGTH + 1), ""),
        ("A line\nand another.", "A line and another."),
    ],
)
def test_leads_are_whole_sentences(database: Database, text: str, lead: str) -> None:
    fill(database, [[piece(1, 1, text=text)]])
    assert brief(database).stories[0].lead == lead


def test_a_removed_article_leaves_its_story(database: Database, tmp_path: Path) -> None:
    fill(database, [[piece(1, 1), piece(1, 2)]])
    with database.write() as connection:
        connection.execute(articles.delete().where(articles.c.id == 1))
    assert [source.article_id for source in brief(database).stories[0].articles] == [2]
