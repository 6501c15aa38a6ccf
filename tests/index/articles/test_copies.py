"""Mirrors and agencies' customers: one text, many places."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text, update

from index.articles.article import Article
from index.articles.copies import load_copies
from index.articles.storing import Outcome
from index.newsdesk import Newsdesk
from index.storage.database import Database
from index.storage.tables import articles, copy_bands, passages
from tests.index.conftest import NOW, WordHashes

FIRST = Article(
    title="Ferry stays in port until Friday",
    text="The ferry to the islands stays in port because of high waves. Its owner said so on Monday at noon.",
    url="https://wire.example/ferry",
    published=NOW - timedelta(hours=5),
    source="Wire",
)
MIRROR = replace(
    FIRST, title="Ferry stays in port until Friday - Post", url="https://post.example/1", published=NOW, source="Post"
)
OTHER = replace(
    FIRST, title="Council votes on its budget", text="It spends less on roads.", url="https://wire.example/council"
)


class Desk(Newsdesk):
    """A news desk with an encoder that needs no model."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.hashes = WordHashes()
        super().__init__(database, folder, self.hashes)
        self.database = database

    def take(self, *told: Article) -> list[Outcome]:
        outcomes = self.store([(each, each.source or "") for each in told], NOW)
        self.index_pending(lambda: False)
        return outcomes

    def rows(self) -> dict[str | None, Any]:
        with self.database.read() as connection:
            return {row.url: row for row in connection.execute(select(articles))}

    def count(self, table: Any) -> int:
        with self.database.read() as connection:
            return connection.execute(select(func.count()).select_from(table)).scalar_one()

    def found(self) -> list[str | None]:
        return [hit.article.url for hit in self.search("ferry in port", now=NOW, most=9)]


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Any:
    opened = Desk(database, tmp_path / "index")
    yield opened
    opened.close()


@pytest.mark.parametrize("together", [True, False])
def test_a_mirror_is_linked_and_not_embedded_again(desk: Desk, together: bool) -> None:
    batches = [[FIRST, OTHER, MIRROR]] if together else [[FIRST], [OTHER], [MIRROR]]
    for batch in batches:
        assert desk.take(*batch) == [Outcome.NEW] * len(batch)
    rows = desk.rows()
    assert [rows[told.url].copy_of for told in (FIRST, OTHER, MIRROR)] == [None, None, rows[FIRST.url].id]
    assert rows[MIRROR.url].story_id == rows[FIRST.url].story_id is not None
    assert len(desk.hashes.embedded) == len(set(desk.hashes.embedded)) == desk.count(passages)
    assert desk.found().count(FIRST.url) == 1
    assert MIRROR.url not in desk.found()
    with desk.database.read() as connection:
        copies = load_copies(connection, [rows[FIRST.url].id, rows[OTHER.url].id])
    assert {original: [copy.url for copy in found] for original, found in copies.items()} == {
        rows[FIRST.url].id: [MIRROR.url]
    }


def test_copies_of_a_copy_belong_to_the_original(desk: Desk) -> None:
    third = replace(MIRROR, url="https://news.example/1", source="News")
    desk.take(FIRST)
    desk.take(MIRROR)
    desk.take(third)
    rows = desk.rows()
    assert rows[third.url].copy_of == rows[MIRROR.url].copy_of == rows[FIRST.url].id


def test_a_copy_that_is_edited_until_it_differs_stands_alone(desk: Desk) -> None:
    desk.take(FIRST, MIRROR)
    edited = replace(MIRROR, text="Another ferry of the Post's own sails from the north pier every hour from today on.")
    assert desk.take(edited) == [Outcome.CHANGED]
    assert desk.rows()[MIRROR.url].copy_of is None
    assert desk.rows()[MIRROR.url].story_id is not None
    assert MIRROR.url in desk.found()


def test_an_article_that_becomes_a_copy_is_not_found_any_more(desk: Desk) -> None:
    headline = replace(MIRROR, text="It stays in port.")
    desk.take(FIRST, headline)
    assert MIRROR.url in desk.found()
    assert desk.take(MIRROR) == [Outcome.CHANGED]
    rows = desk.rows()
    assert rows[MIRROR.url].copy_of == rows[FIRST.url].id
    assert rows[MIRROR.url].story_id == rows[FIRST.url].story_id
    assert MIRROR.url not in desk.found()


def test_an_original_stays_one_however_it_is_edited(desk: Desk) -> None:
    desk.take(FIRST, OTHER, MIRROR)
    edited = replace(FIRST, text="It sails again.")
    desk.take(edited)
    rows = desk.rows()
    assert (rows[FIRST.url].copy_of, rows[MIRROR.url].copy_of) == (None, rows[FIRST.url].id)
    assert desk.take(replace(edited, text=FIRST.text), MIRROR) == [Outcome.CHANGED, Outcome.KNOWN]


def test_only_originals_have_bands(desk: Desk) -> None:
    desk.take(FIRST)
    bands = desk.count(copy_bands)
    desk.take(MIRROR, FIRST)
    assert desk.count(copy_bands) == bands > 0


@pytest.mark.every_database
def test_bands_of_an_older_version_are_put_where_they_are_looked_for(desk: Desk) -> None:
    desk.take(FIRST, OTHER, replace(OTHER, url="https://old.example/", published=datetime(1961, 4, 12, tzinfo=UTC)))
    migration = import_module("index.migrations.versions.0009_copy_bands")
    regrouped = migration.REGROUPED.format(period=migration.PERIODS[desk.database.dialect])
    bands = select(copy_bands.c.article_id, copy_bands.c.band).order_by(copy_bands.c.article_id, copy_bands.c.band)
    with desk.database.write() as connection:
        now = connection.execute(bands).all()
        connection.execute(update(copy_bands).values(band=copy_bands.c.band.bitwise_and((1 << 48) - 1)))
        assert connection.execute(bands).all() != now
        connection.execute(text(regrouped))
        assert connection.execute(bands).all() == now
