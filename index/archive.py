"""The archive: the news as they are stored, and the index that is kept up to date with them."""

import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from config import Settings
from index.articles.article import Article
from index.articles.imported import FileMark, drop_marks, keep_marks, load_marks
from index.articles.passages import split_passages
from index.articles.sentences import Span
from index.articles.storing import Outcome, Supplier, store_articles
from index.embedding.encoder import Encoder
from index.embedding.vectors import model_id
from index.errors import BusyError, StorageError
from index.feeds.page import Page
from index.feeds.page_store import store_page
from index.feeds.pruning import find_excess, remove_excess
from index.feeds.retention import Kept
from index.indexer import Indexer
from index.passage_index.engines import open_indexes, remove_indexes
from index.passage_index.verification import problems
from index.storage.claims import Claims
from index.storage.database import Database
from index.storage.database_lock import DatabaseLock
from index.storage.folder_lock import FolderLock
from index.storage.tables import articles, changes, passages, state, stories, vectors


def _unseen(_count: int) -> None:
    """Progress that nobody watches."""


def _never() -> bool:
    """A stop that nobody asks for."""
    return False


@dataclass(frozen=True, slots=True)
class Status:
    """What is stored, what is indexed, what waits."""

    articles: int
    passages: int
    vectors: int
    stories: int
    waiting: int
    newest: datetime | None
    model: str
    engine: str
    database: str


def remove_index(settings: Settings, database: Database) -> None:
    """Remove the index, so that it is built anew; BusyError while a process keeps it."""
    folder = settings.data_dir / "index"
    folder.mkdir(parents=True, exist_ok=True)
    index_url = index_url_of(settings)
    lock = _index_lock(database, folder, index_url)
    if not lock.take():
        raise BusyError("Another process keeps the index; end it, and try again.")
    try:
        with database.read() as connection:
            generation = connection.execute(select(state.c.generation)).scalar_one()
        remove_indexes(index_url, folder, generation)
    finally:
        lock.release()


def index_url_of(settings: Settings) -> str | None:
    """The address of the index that all processes share; None where it is in a folder."""
    return settings.index_url.get_secret_value() if settings.index_url else None


def _index_lock(database: Database, folder: Path, index_url: str | None) -> FolderLock | DatabaseLock:
    """Keeps two processes from changing one index: a lock on its folder or, where all share it, in the database."""
    shared = index_url is not None and database.dialect == "postgresql"
    return DatabaseLock(database, "index") if shared else FolderLock(folder)


class Archive:
    """Stores the news, and brings the index up to what is stored. Safe to call from several threads."""

    def __init__(self, database: Database, folder: Path, encoder: Encoder, index_url: str | None = None) -> None:
        """The index is in `folder` or, shared by all processes, in the Milvus at `index_url`."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"The folder {folder} cannot be used: {error.strerror}.") from None
        self._lock = _index_lock(database, folder, index_url)
        self._indexing = threading.Lock()  # one thread at a time changes the index
        self._closing = threading.Event()
        with database.read() as connection:
            generation = connection.execute(select(state.c.generation)).scalar_one()
        self._database = database
        self._encoder = encoder
        self._words, self._vectors = open_indexes(index_url, folder, generation, encoder)
        self._model = model_id(database, encoder)
        self._indexer = Indexer(database, self._words, self._vectors, encoder, self._model)

    @property
    def index_holder(self) -> int | None:
        """The process that brings this index up to date, None when it is this one or cannot be told."""
        if self._lock.held:
            return None
        with self._indexing:
            return None if self._keeps() else self._lock.holder()

    def store(
        self,
        incoming: Sequence[tuple[Article, str]],
        now: datetime,
        supplier: Supplier | None = None,
        *,
        marks: Iterable[FileMark] = (),
    ) -> list[Outcome]:
        """Store (article, origin) pairs in one transaction: all of them or, after an error, none.

        So with the `marks` of how far the files are read from which they come.
        """
        with self._database.write() as connection:
            keep_marks(connection, marks)
            return store_articles(connection, incoming, self._split, now, supplier)

    def import_marks(self) -> dict[str, FileMark]:
        """How far the files are read whose import was not ended, by path."""
        with self._database.read() as connection:
            return load_marks(connection)

    def end_import(self, paths: Collection[str]) -> None:
        """Note that files are imported to their end."""
        with self._database.write() as connection:
            drop_marks(connection, paths)

    def store_page(self, article_id: int, page: Page, now: datetime) -> None:
        """Store the full text of an article that is there already."""
        with self._database.write() as connection:
            store_page(connection, article_id, page, self._split, now)

    def prune(self, kept: Kept, now: datetime, stop: Callable[[], bool] = _never) -> int:
        """Remove the articles of feeds that are kept no longer; how many that were."""
        ids = [article_id for excess in find_excess(self._database, kept, now) for article_id in excess.article_ids]
        removed = 0
        for count in remove_excess(self._database, ids, self._split, now):
            removed += count
            if self._or_closing(stop)():
                break
        return removed

    def index_words(self, progress: Callable[[int], None], stop: Callable[[], bool] = _never) -> int:
        """Bring stored articles into the word index; 0 when another process does it."""
        with self._indexing:
            return self._take_over_words(progress, stop)

    def index_vectors(
        self, progress: Callable[[int], None], stop: Callable[[], bool] = _never, *, embed: bool = True
    ) -> int:
        """Embed what is stored and bring it into the vector index; 0 when another process does it."""
        with self._indexing:
            return self._take_over_vectors(progress, stop, embed=embed)

    def embed_beside_others(self, claims: Claims, stop: Callable[[], bool]) -> int:
        """Embed what waits and no other process embeds; how many passages. Any index can take it over then."""
        return self._indexer.embed_beside_others(claims, self._or_closing(stop))

    def index_pending(self, stop: Callable[[], bool]) -> int:
        """Bring all that waits into the index; how many articles that were, 0 when another process does it."""
        return self.index_words(_unseen, stop) + self.index_vectors(_unseen, stop)

    def waiting(self) -> int:
        """How many articles have changed since the index took them over."""
        held = min(self._words.sequence, self._vectors.sequence)
        with self._database.read() as connection:
            return connection.execute(select(func.count()).where(changes.c.sequence > held)).scalar_one()

    def refresh(self) -> None:
        """See what another process has brought into the index, and take over what needs no embedding.

        Does nothing while another thread changes the index: that may take long.
        """
        if not self._indexing.acquire(blocking=False):
            return
        kept = self._lock.held
        try:
            self._words.refresh()
            self._vectors.refresh()
            if self.waiting():
                self._take_over_words(_unseen, _never)
                self._take_over_vectors(_unseen, _never, embed=False)
        finally:
            try:
                if not kept and self._lock.held:
                    self._hand_back()
            finally:
                self._indexing.release()

    def problems(self) -> list[str]:
        """What is wrong with the index, in sentences."""
        with self._indexing:
            self._words.refresh()
            self._vectors.refresh()
            return problems(self._database, self._words, self._vectors, self._model)

    def status(self) -> Status:
        """Counts of what is stored and indexed."""
        with self._database.read() as connection:
            counts = {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in (articles, passages, vectors, stories)
            }
            newest = connection.execute(select(func.max(articles.c.published))).scalar_one()
        return Status(
            articles=counts["articles"],
            passages=counts["passages"],
            vectors=counts["vectors"],
            stories=counts["stories"],
            waiting=self.waiting(),
            newest=newest,
            model=self._encoder.name,
            engine=self._encoder.description,
            database=self._database.name,
        )

    def close(self) -> None:
        """Save the index, when this process keeps it, and give everything back; a thread that changes it stops soon."""
        self._closing.set()
        with self._indexing:
            try:
                if self._lock.held:
                    self._words.save()
                    self._vectors.save()
            finally:
                self._words.close()
                self._vectors.close()
                self._lock.release()

    def _hand_back(self) -> None:
        """Save the index and leave it to other processes to change."""
        try:
            self._words.save()
            self._vectors.save()
        finally:
            self._lock.release()

    def _take_over_words(self, progress: Callable[[int], None], stop: Callable[[], bool]) -> int:
        return self._indexer.catch_up_words(progress, self._or_closing(stop)) if self._keeps() else 0

    def _take_over_vectors(self, progress: Callable[[int], None], stop: Callable[[], bool], *, embed: bool) -> int:
        if not self._keeps():
            return 0
        taken = self._indexer.catch_up_vectors(progress, self._or_closing(stop), embed=embed)
        if taken:
            self._vectors.save()
        return taken

    def _or_closing(self, stop: Callable[[], bool]) -> Callable[[], bool]:
        return lambda: self._closing.is_set() or stop()

    def _keeps(self) -> bool:
        """Whether this process is the one that brings the index up to date, now or from now on."""
        if self._closing.is_set():
            return False
        if self._lock.held:
            return True
        if not self._lock.take():
            return False
        self._words.refresh()
        self._vectors.refresh()
        return True

    def _split(self, article: Article) -> list[Span]:
        return split_passages(
            article.title,
            article.text,
            article.language,
            window=self._encoder.window,
            count_tokens=self._encoder.count_tokens,
        )
