"""Outlets and the newest time are those of the change that the index holds."""

from datetime import timedelta
from pathlib import Path

from index.articles.article import Article
from index.newsdesk import Newsdesk
from index.passage_index.tantivy_words import TantivyWords
from index.search.holdings import Held, Holdings
from index.storage.database import Database
from tests.index.conftest import NOW, WordHashes, address_of


def test_they_are_read_anew_when_the_index_has_moved_on(tmp_path: Path) -> None:
    database = Database(address_of(tmp_path))
    desk = Newsdesk(database, tmp_path / "index", WordHashes())
    words = TantivyWords(tmp_path / "words", generation="another copy")
    holdings = Holdings(database, words)
    try:
        assert holdings.held() == Held((), None)
        outlets = ("Coast Courier", None, "Coast Courier")
        stored = [
            Article(title=f"Storm number {hours}", source=outlet, published=NOW + timedelta(hours=hours))
            for hours, outlet in enumerate(outlets)
        ]
        desk.store([(article, "file") for article in stored], NOW)
        assert holdings.held() == Held((), None)
        words.apply((), (), 3)
        assert holdings.held() == Held(("Coast Courier",), NOW + timedelta(hours=2))
    finally:
        words.close()
        desk.close()
        database.close()
