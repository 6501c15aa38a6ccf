"""Two stories that turn out to be one event."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, func, insert, select, update

from index.articles.sentences import sentence_spans
from index.feeds.pruning import remove_excess
from index.storage.database import Database
from index.storage.tables import articles, merged_stories, stories
from index.stories.merging import current_ids, former_ids, merge_stories
from tests.index.articles.test_storing import store
from tests.index.conftest import NOW, article
from tests.index.stories.test_stories import HOUR, Arrivals, arrivals, towards

__all__ = ["arrivals"]  # a fixture

pytestmark = pytest.mark.every_database


def begin_stories(database: Database, count: int) -> None:
    """So many stories of one article each, the later ones an hour older."""
    store(database, *(article(n) for n in range(count)))
    with database.write() as connection:
        for number in range(1, count + 1):
            moment = NOW - number * HOUR
            connection.execute(insert(stories).values(first=moment, last=moment))
            connection.execute(update(articles).where(articles.c.id == number).values(story_id=number))


def story_of_each(connection: Connection) -> list[int]:
    return list(connection.execute(select(articles.c.story_id).order_by(articles.c.id)).scalars())


def test_an_article_between_two_stories_makes_them_one(arrivals: Arrivals) -> None:
    for angle in (0, 60):
        arrivals.arrive((towards(angle), NOW))
    assert arrivals.told() == [[1], [2]]
    arrivals.arrive((towards(25), NOW + HOUR))
    assert arrivals.told() == [[1, 2, 3]]
    with arrivals.database.read() as connection:
        row = connection.execute(select(stories)).one()
        assert current_ids(connection, [2]) == {2: row.id}
    assert (row.first, row.last) == (NOW, NOW + HOUR)


def test_near_to_both_is_not_enough_where_these_are_unlike(arrivals: Arrivals) -> None:
    for angle in (0, 90, 44):
        arrivals.arrive((towards(angle), NOW))
    assert arrivals.told() == [[1, 3], [2]]


def test_a_story_that_is_not_compared_as_a_whole_is_not_merged(arrivals: Arrivals) -> None:
    """Its first article is five days away."""
    arrivals.arrive((towards(60), NOW - timedelta(days=3)))
    arrivals.arrive((towards(60), NOW))
    for angle in (0, 25):
        arrivals.arrive((towards(angle), NOW + timedelta(days=2)))
    assert arrivals.told() == [[1, 2], [3, 4]]


def test_numbers_lead_to_the_story_that_is_left(database: Database) -> None:
    begin_stories(database, 5)
    with database.write() as connection:
        assert merge_stories(connection, 4, 3) == 3
        assert merge_stories(connection, 2, 3) == 2
        assert story_of_each(connection) == [1, 2, 2, 2, 5]
        assert current_ids(connection, [1, 2, 3, 4, 99]) == {1: 1, 2: 2, 3: 2, 4: 2, 99: 99}
        assert former_ids(connection, [1, 2, 5]) == {2: {3, 4}}
        spans = connection.execute(select(stories.c.id, stories.c.first, stories.c.last).order_by(stories.c.id)).all()
    assert [row.id for row in spans] == [1, 2, 5]
    assert (spans[1].first, spans[1].last) == (NOW - 4 * HOUR, NOW - 2 * HOUR)


def test_what_is_pruned_leaves_no_numbers(database: Database) -> None:
    begin_stories(database, 3)
    with database.write() as connection:
        merge_stories(connection, 1, 2)
    assert sum(remove_excess(database, [1], lambda told: sentence_spans(told.text), NOW)) == 1
    with database.read() as connection:
        assert current_ids(connection, [2]) == {2: 1}
    assert sum(remove_excess(database, [2], lambda told: sentence_spans(told.text), NOW)) == 1
    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(merged_stories)).scalar_one() == 0
        assert connection.execute(select(stories.c.id)).scalars().all() == [3]


def test_killed_halfway_nothing_is_merged(database: Database) -> None:
    begin_stories(database, 2)

    def merge_and_die() -> None:
        with database.write() as connection:
            merge_stories(connection, 1, 2)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        merge_and_die()
    with database.read() as connection:
        assert story_of_each(connection) == [1, 2]
        assert current_ids(connection, [2]) == {2: 2}
