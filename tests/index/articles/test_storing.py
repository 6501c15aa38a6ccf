import multiprocessing
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from index.articles.article import Article
from index.articles.articles import load_articles, load_passages, remove_articles
from index.articles.sentences import Span, sentence_spans
from index.articles.storing import Outcome, store_articles
from index.embedding.vectors import load_vectors, model_id, store_vectors
from index.storage.database import Database
from index.storage.tables import article_keys, articles, changes, passages, state, vectors
from tests.index.conftest import NOW, WordHashes, article, run_python

pytestmark = pytest.mark.every_database

NEW, KNOWN, CHANGED = Outcome.NEW, Outcome.KNOWN, Outcome.CHANGED


def split(told: Article) -> list[Span]:
    """One passage a sentence."""
    return sentence_spans(told.text) or [Span(0, 0)]


def store(database: Database, *told: Article, origin: str = "wire") -> list[Outcome]:
    with database.write() as connection:
        return store_articles(connection, [(each, origin) for each in told], split, NOW)


def stored(database: Database) -> list[Any]:
    with database.read() as connection:
        return list(connection.execute(select(articles).order_by(articles.c.id)))


def texts(database: Database, article_id: int = 1) -> list[str]:
    with database.read() as connection:
        return [p.text for p in load_passages(connection, load_articles(connection, [article_id]))[article_id]]


def sequences(database: Database) -> dict[int, int]:
    with database.read() as connection:
        return {row.article_id: row.sequence for row in connection.execute(select(changes))}


def test_once_by_address(database: Database) -> None:
    told = article(1)
    same = replace(told, url="http://www.wire.example/1/?utm_source=mail#top", external_id="7")
    assert store(database, told) == [NEW]
    assert store(database, told, origin="another") == [KNOWN]
    assert store(database, same) == [KNOWN]
    assert store(database, Article(title=told.title, text=told.text, external_id="7")) == [KNOWN]
    assert [row.url for row in stored(database)] == ["https://wire.example/1"]


def test_once_by_id_within_its_origin(database: Database) -> None:
    told = Article(title="Budget voted", external_id="a")
    assert store(database, told, origin="one") == [NEW]
    assert store(database, told, origin="one") == [KNOWN]
    assert store(database, Article(title="Bridge closed", external_id="a"), origin="two") == [NEW]
    assert store(database, told, origin="two") == [CHANGED]


def test_once_by_content_when_nothing_else_names_it(database: Database) -> None:
    assert store(database, Article(title="Budget voted")) == [NEW]
    assert store(database, Article(title="Budget voted"), origin="other") == [KNOWN]
    assert store(database, Article(title="Budget voted", text="At last.")) == [NEW]


def test_changed_in_place(database: Database) -> None:
    first = replace(article(1), external_id="x", language="en")
    store(database, first, article(2))
    before = sequences(database)
    later = Article(title="Council 1 votes again", text="It votes on Tuesday. Nobody knows why. Really.", url=first.url)
    assert store(database, later) == [CHANGED]
    row = stored(database)[0]
    assert (row.title, row.text) == (later.title, later.text)
    assert (row.published, row.source, row.external_id, row.language) == (first.published, "Sample Wire", "x", "en")
    assert texts(database) == ["It votes on Tuesday.", "Nobody knows why.", "Really."]
    after = sequences(database)
    assert after[1] == max(before.values()) + 1
    assert after[2] == before[2]


def test_vectors_of_the_older_text_stay(database: Database) -> None:
    store(database, article(1))
    model = model_id(database, WordHashes())
    with database.write() as connection:
        hashes = [row.content_hash for row in connection.execute(select(passages))]
        store_vectors(connection, model, {h: np.ones(64, np.float16) for h in hashes})
    store(database, replace(article(1), text="Wholly other."))
    store(database, article(1))
    with database.read() as connection:
        again = [row.content_hash for row in connection.execute(select(passages))]
        assert again == hashes
        assert len(load_vectors(connection, model, again)) == 2
        assert connection.execute(select(func.count()).select_from(vectors)).scalar_one() == 2


def test_facts_that_come_late(database: Database) -> None:
    full = article(1)
    store(database, replace(full, published=None, source=None))
    assert store(database, full) == [CHANGED]
    assert (stored(database)[0].published, stored(database)[0].source) == (full.published, full.source)
    assert sequences(database) == {1: 2}
    assert texts(database) == [full.text[s.start : s.stop] for s in split(full)]
    assert store(database, replace(full, published=NOW, source="Another")) == [KNOWN]
    assert stored(database)[0].source == full.source


def test_a_headline_does_not_wipe_out_the_text(database: Database) -> None:
    full = replace(article(1), published=None)
    store(database, full)
    assert store(database, Article(title="Budget!", url=full.url)) == [KNOWN]
    assert store(database, Article(title="Budget!", url=full.url, published=NOW)) == [CHANGED]
    row = stored(database)[0]
    assert (row.title, row.text, row.published) == (full.title, full.text, NOW)
    assert store(database, article(2), Article(title="Short", url="https://wire.example/2")) == [NEW, KNOWN]
    assert len(texts(database, 2)) == 2


def test_a_headline_may_be_reworded(database: Database) -> None:
    store(database, Article(title="Budget!", url="https://wire.example/1"))
    assert store(database, Article(title="Budget?", url="https://wire.example/1")) == [CHANGED]
    assert stored(database)[0].title == "Budget?"
    assert texts(database) == [""]


def test_twice_in_one_batch(database: Database) -> None:
    one = article(1)
    later = replace(one, text="The vote was put off. It is on Friday now. So they say.", published=None)
    nameless = Article(title="Storm hits the coast")
    assert store(database, one, nameless, later, one, nameless, later) == [NEW, NEW, CHANGED, CHANGED, KNOWN, CHANGED]
    rows = stored(database)
    assert [row.title for row in rows] == [one.title, nameless.title]
    assert (rows[0].text, rows[0].published) == (later.text, one.published)
    assert texts(database) == ["The vote was put off.", "It is on Friday now.", "So they say."]
    assert sequences(database) == {1: 1, 2: 2}


def test_two_names_that_meet_in_one_batch(database: Database) -> None:
    by_address = Article(title="Vote", text="One.", url="https://wire.example/v")
    by_both = Article(title="Vote", text="One.", url="https://wire.example/v", external_id="v")
    by_id = Article(title="Vote", text="One.", external_id="v")
    assert store(database, by_address, by_both, by_id) == [NEW, KNOWN, KNOWN]
    assert store(database, by_id) == [KNOWN]


def test_names_of_two_articles_meet_in_one(database: Database) -> None:
    store(database, Article(title="A", url="https://wire.example/a"), Article(title="B", external_id="b"))
    assert store(database, Article(title="A", url="https://wire.example/a", external_id="b")) == [KNOWN]
    assert [row.title for row in stored(database)] == ["A", "B"]


def test_an_empty_batch(database: Database) -> None:
    assert store(database) == []
    with database.read() as connection:
        assert connection.execute(select(state.c.last_change)).scalar_one() == 0


def test_sequences_follow_the_order_of_arrival(database: Database) -> None:
    store(database, *(article(n) for n in (5, 3, 9)))
    store(database, article(3), replace(article(9), text="New."), article(4))
    by_title = {row.title.split()[1]: row.id for row in stored(database)}
    found = sequences(database)
    assert [found[by_title[n]] for n in ("5", "3", "9", "4")] == [1, 2, 4, 5]
    with database.read() as connection:
        assert connection.execute(select(state.c.last_change)).scalar_one() == 5


def test_a_thousand_at_once(database: Database) -> None:
    assert Counter(store(database, *(article(n) for n in range(1000)))) == {NEW: 1000}
    again = store(database, *(article(n) if n % 2 else replace(article(n), text="New.") for n in range(1000)))
    assert Counter(again) == {KNOWN: 500, CHANGED: 500}
    rows = stored(database)
    assert [row.title.split()[1] for row in rows] == [str(n) for n in range(1000)]
    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(passages)).scalar_one() == 500 * 2 + 500
    assert max(sequences(database).values()) == 1500


def test_removed_articles_leave_their_trace(database: Database) -> None:
    store(database, *(article(n) for n in range(3)))
    with database.write() as connection:
        remove_articles(connection, [2, 3])
    with database.read() as connection:
        left = connection.execute(select(changes).order_by(changes.c.sequence)).all()
        assert [(row.article_id, row.sequence, row.removed) for row in left] == [
            (1, 1, False),
            (2, 4, True),
            (3, 5, True),
        ]
        assert set(connection.execute(select(passages.c.article_id)).scalars()) == {1}
        assert set(connection.execute(select(article_keys.c.article_id)).scalars()) == {1}
    assert store(database, article(1)) == [NEW]
    assert stored(database)[-1].id == 4  # an id is never given twice


versions = st.builds(
    lambda number, version, named: Article(
        title=f"Town {number}",
        text=f"Version {version}." if version else "",
        url=f"https://wire.example/{number}" if named != "id" else None,
        external_id=str(number) if named != "url" else None,
    ),
    st.integers(0, 4),
    st.integers(0, 2),
    st.sampled_from(["url", "id", "both"]),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(versions, max_size=14), st.data())
def test_batches_make_no_difference(told: list[Article], data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(told)), max_size=3)))
    found = []
    for bounds in ([0, len(told)], [0, *cuts, len(told)], list(range(len(told) + 1))):
        opened = Database("sqlite://")
        outcomes = [o for a, b in pairwise(bounds) for o in store(opened, *told[a:b])]
        rows = [(row.title, row.text, row.url, row.external_id) for row in stored(opened)]
        found.append((outcomes, rows, [texts(opened, row.id) for row in stored(opened)]))
        opened.close()
    assert found[0] == found[1] == found[2]


def store_overlapping(address: str, first: int) -> None:
    opened = Database(address)
    for start in range(first, first + 120, 10):
        store(opened, *(article(n % 150) for n in range(start, start + 20)), origin=str(first))
    opened.close()


def test_two_processes_lose_and_double_nothing(address: str, database: Database) -> None:
    spawning = multiprocessing.get_context("spawn")
    processes = [spawning.Process(target=store_overlapping, args=(address, first)) for first in (0, 60)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    assert {row.title for row in stored(database)} == {article(n).title for n in range(150)}
    assert len(stored(database)) == 150
    assert sorted(sequences(database).values()) == list(range(1, 151))


STORES_UNTIL_KILLED = """
import sys
from index.storage.database import Database
from tests.index.conftest import article
from tests.index.articles.test_storing import store

opened = Database(sys.argv[1])
for number in range(int(sys.argv[2]), 100_000, 50):
    store(opened, *(article(n) for n in range(number, number + 50)))
    print(number + 50)
"""


@pytest.mark.parametrize("reported", [1, 7, 20])
def test_a_killed_process_leaves_whole_batches(address: str, database: Database, reported: int) -> None:
    process = run_python(STORES_UNTIL_KILLED, address, 0)
    assert process.stdout is not None
    count = 0
    for _ in range(reported):
        count = int(process.stdout.readline())
    process.kill()
    process.communicate()
    rows = stored(database)
    assert len(rows) >= count
    assert len(rows) % 50 == 0
    assert [row.title for row in rows] == [article(n).title for n in range(len(rows))]
    assert sorted(sequences(database).values()) == list(range(1, len(rows) + 1))
    with database.read() as connection:
        assert connection.execute(select(state.c.last_change)).scalar_one() == len(rows)
        assert connection.execute(select(func.count()).select_from(passages)).scalar_one() == 2 * len(rows)
        assert connection.execute(select(func.count()).select_from(article_keys)).scalar_one() == len(rows)
