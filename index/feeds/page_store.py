"""Pages that are to be fetched, and the full texts that were found on them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row, delete, insert, select, update

from index.articles.article import Article
from index.articles.articles import record_changes
from index.articles.identity import url_key
from index.articles.storing import Splitter, write_texts
from index.feeds.page import Page
from index.storage.database import Database
from index.storage.tables import article_keys, articles, pages

MOST_ATTEMPTS = 4
FIRST_WAIT = timedelta(minutes=10)  # after an error; each further one waits four times as long


@dataclass(frozen=True, slots=True)
class WantedPage:
    """A page to fetch, and what the feed says of its article."""

    article_id: int
    url: str
    title: str
    teaser: str
    attempts: int

    @property
    def host(self) -> str:
        """The server that is asked."""
        return urlsplit(self.url).hostname or ""


class PageStore:
    """The list of pages to fetch, each call in a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def due(self, now: datetime, most: int) -> list[WantedPage]:
        """At most `most` pages that are to be fetched now, the one that waits longest first."""
        query = (
            select(pages, articles.c.title, articles.c.text, articles.c.teaser)
            .join(articles, articles.c.id == pages.c.article_id)
            .where(pages.c.due <= now)
            .order_by(pages.c.due, pages.c.article_id)
        )
        with self._database.read() as connection:
            return [_wanted(row) for row in connection.execute(query.limit(most))]

    def give_up(self, wanted: WantedPage) -> None:
        """Leave it at what the feed says."""
        with self._database.write() as connection:
            connection.execute(delete(pages).where(pages.c.article_id == wanted.article_id))

    def postpone(self, wanted: WantedPage, asked: timedelta, now: datetime) -> None:
        """Try again later, not before `asked` has passed; after several times not any more."""
        if wanted.attempts + 1 >= MOST_ATTEMPTS:
            self.give_up(wanted)
            return
        due = now + max(FIRST_WAIT * 4**wanted.attempts, asked)
        with self._database.write() as connection:
            mine = pages.c.article_id == wanted.article_id
            connection.execute(update(pages).where(mine).values(due=due, attempts=wanted.attempts + 1))


def _wanted(row: Row[Any]) -> WantedPage:
    teaser = row.text if row.teaser is None else row.teaser
    return WantedPage(row.article_id, row.url, row.title, teaser, row.attempts)


def store_page(connection: Connection, article_id: int, page: Page, split: Splitter, now: datetime) -> None:
    """Put the page's text in the place of the teaser, which is kept beside it, unless the article is gone."""
    connection.execute(delete(pages).where(pages.c.article_id == article_id))
    stored = connection.execute(select(articles).where(articles.c.id == article_id)).one_or_none()
    if stored is None:
        return
    article = Article(
        title=stored.title,
        text=page.text,
        url=page.url,
        published=stored.published or page.published,
        source=stored.source,
        language=stored.language or page.language,
    )
    told = {name: getattr(article, name) for name in ("text", "url", "published", "language")}
    teaser = stored.text if stored.teaser is None else stored.teaser
    connection.execute(update(articles).where(articles.c.id == article_id).values(**told, teaser=teaser))
    name = url_key(page.url)
    if connection.execute(select(article_keys.c.article_id).where(article_keys.c.key == name)).first() is None:
        connection.execute(insert(article_keys).values(key=name, article_id=article_id))
    write_texts(connection, {article_id: article}, split, now)
    record_changes(connection, [article_id])
