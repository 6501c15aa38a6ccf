import pytest

from index.articles.article import Article
from index.articles.articles import changes_after, chunks, load_articles, load_passages, passage_texts, record_changes
from index.articles.sentences import Span
from index.articles.storing import store_articles
from index.storage.database import Database
from tests.index.articles.test_storing import split
from tests.index.conftest import NOW, article

pytestmark = pytest.mark.every_database


def fill(database: Database, *told: Article) -> None:
    with database.write() as connection:
        store_articles(connection, [(each, "wire") for each in told], split, NOW)


def test_loaded_as_stored(database: Database) -> None:
    fill(database, article(1), Article(title="No date, no text"))
    with database.read() as connection:
        loaded = load_articles(connection, [2, 1, 99])
        found = load_passages(connection, loaded)
    assert loaded[1].moment == loaded[1].published == article(1).published
    assert (loaded[2].moment, loaded[2].published, loaded[2].source, loaded[2].story_id) == (NOW, None, None, None)
    assert [(p.position, p.text) for p in found[1]] == [
        (0, "The council of town 1 voted on Monday."),
        (1, "It spends 1 crowns."),
    ]
    assert [(p.position, p.text) for p in found[2]] == [(0, "")]
    assert set(found) == {1, 2}


def test_the_passage_of_a_headline_reads_as_its_title(database: Database) -> None:
    fill(database, article(1), Article(title="Storm hits the coast"))
    with database.read() as connection:
        assert passage_texts(connection, [1, 3, 99]) == {
            1: "The council of town 1 voted on Monday.",
            3: "Storm hits the coast",
        }


def test_more_than_one_in_list(database: Database) -> None:
    fill(database, *(article(n) for n in range(1100)))
    with database.read() as connection:
        loaded = load_articles(connection, range(1, 1101))
        assert len(loaded) == 1100
        assert all(len(found) == 2 for found in load_passages(connection, loaded).values())
        assert len(passage_texts(connection, range(1, 2201))) == 2200
    assert [len(chunk) for chunk in chunks(range(1100))] == [500, 500, 100]


def test_changes_in_their_order(database: Database) -> None:
    fill(database, *(article(n) for n in range(4)))
    with database.write() as connection:
        record_changes(connection, [2, 1, 2])
        record_changes(connection, [4], removed=True)
        record_changes(connection, [])
    with database.read() as connection:
        found = [(row.article_id, row.sequence, row.removed) for row in changes_after(connection, 0, 10)]
        assert found == [(3, 3, False), (2, 5, False), (1, 6, False), (4, 7, True)]
        assert [row.sequence for row in changes_after(connection, 5, 1)] == [6]
        assert changes_after(connection, 7, 10) == []


def test_a_passage_is_cut_from_the_text_of_now(database: Database) -> None:
    with database.write() as connection:
        told = Article(title="Grüße", text="Ähm. 🙂 Ja. Наступне речення.", url="https://wire.example/ü")
        store_articles(connection, [(told, "wire")], lambda _: [Span(0, 9), Span(10, 28)], NOW)
    with database.read() as connection:
        assert passage_texts(connection, [1, 2]) == {1: "Ähm. 🙂 Ja", 2: " Наступне речення."}
