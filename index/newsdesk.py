"""The news desk: everything that can be asked of the news."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

from sqlalchemy import select

from config import Settings
from index.answers.answer import Answer, Brief, Source
from index.answers.answering import source_of
from index.archive import Archive, index_url_of
from index.articles.articles import load_articles, passage_texts
from index.briefing import brief_stories, stories_in
from index.cores import cores
from index.embedding.encoder import Encoder, make_encoder
from index.inquiry import Inquiry
from index.passage_index import Scope
from index.question.outlet_names import spellings
from index.question.question import Understanding, check_question, may_follow, telling_words, understand
from index.question.window import Window
from index.search.holdings import Holdings
from index.search.reranker import Reranker
from index.search.search import RankedArticle
from index.storage.database import Database
from index.storage.tables import articles
from index.stories.merging import current_ids
from index.topics.desk import TopicDesk
from index.trend import Trend, trend_of

RANKED = 50  # hits from which a topic's stories are taken
COUNTED = 5_000  # passages of which a topic's articles are counted
WORD_HITS = 10  # articles that are on a topic of several words by its words alone
TOPIC_COSINE = 0.35  # of an article to a brief's topic


@contextmanager
def open_newsdesk(settings: Settings, database: Database) -> Iterator["Newsdesk"]:
    """The news desk that the settings describe, on a database that is open."""
    reranker = Reranker(settings.reranker) if settings.reranker else None
    desk = Newsdesk(database, settings.data_dir / "index", make_encoder(settings), index_url_of(settings), reranker)
    try:
        yield desk
    finally:
        desk.close()


class Newsdesk(Archive):
    """The archive with those who answer from it. Safe to call from several threads."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        encoder: Encoder,
        index_url: str | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        """The index is in `folder` or, shared by all processes, in the Milvus at `index_url`."""
        super().__init__(database, folder, encoder, index_url)
        self.reranker = reranker
        # More questions at once than there are CPUs, and one while others wait for the database, take longer in all.
        self._answering = ThreadPoolExecutor(cores() + 1, "answering")
        self._holdings = Holdings(database, self._words)
        self._inquiry = Inquiry(database, self._words, self._vectors, encoder, self._model, self._holdings, reranker)
        self.topics = TopicDesk(database, encoder, self._words, self._vectors, self._model)

    def search(
        self,
        question: str,
        *,
        now: datetime,
        most: int,
        window: Window | None = None,
        outlet: str | None = None,
        time_zone: tzinfo = UTC,
    ) -> list[RankedArticle]:
        """The articles that bear on a question, best first; InputError for a question without words.

        What lies outside a window that the question only implies comes last, what lies outside `window` not at all.
        """
        asked = self._understood(question, now, window, outlet, time_zone)
        return self._answering.submit(self._inquiry.search, asked, now, most, strict=window is not None).result()

    def ask(
        self,
        question: str,
        *,
        now: datetime,
        window: Window | None = None,
        outlet: str | None = None,
        time_zone: tzinfo = UTC,
        earlier: Sequence[str] = (),
    ) -> Answer:
        """The answer to a question at `now`; InputError for one without words. `earlier` are the chat's last ones.

        A short question that names nothing is also asked as one that goes on with them: the surer answer is given.
        """
        asked = self._understood(question, now, window, outlet, time_zone, earlier)
        answer = self._answering.submit(self._inquiry.answer, asked, now).result()
        if earlier and may_follow(asked):
            following = self._understood(question, now, window, outlet, time_zone, earlier, follows=True)
            other = self._answering.submit(self._inquiry.answer, following, now).result()
            return other if other.answered and other.confidence > answer.confidence else answer
        return answer

    def passage_texts(self, passage_ids: Sequence[int]) -> dict[int, str]:
        """The texts of passages that a search found, by id."""
        with self._database.read() as connection:
            return passage_texts(connection, passage_ids)

    def brief(self, topic: str | None, *, period: timedelta, now: datetime) -> Brief:
        """The most important stories of the time up to `now`, on a topic or on everything."""
        window = Window(now - period, now + timedelta(seconds=1))
        wanted = self._on_topic(topic, window) if topic else None
        with self._database.read() as connection:
            found = stories_in(connection, window)
            if wanted is not None:
                found = {story: members for story, members in found.items() if wanted.intersection(members)}
            told = brief_stories(connection, found, now, period, self._model)
        return Brief(topic, window, told)

    def trend(self, topic: str, *, period: timedelta, now: datetime, time_zone: tzinfo = UTC) -> Trend:
        """How many articles there were on a topic on each day up to `now`; InputError for a topic without words."""
        window = Window(now - period, now + timedelta(seconds=1))
        found = self._on_topic(topic, window, COUNTED)
        with self._database.read() as connection:
            return trend_of(connection, topic, found, since=now - period, now=now, zone=time_zone)

    def story(self, story_id: int) -> tuple[Source, ...]:
        """The articles of a story, or of the one that it became part of, newest first."""
        with self._database.read() as connection:
            story_id = current_ids(connection, [story_id])[story_id]
            ids = connection.execute(select(articles.c.id).where(articles.c.story_id == story_id)).scalars()
            members = load_articles(connection, ids)
        return tuple(source_of(a) for a in sorted(members.values(), key=lambda a: a.moment, reverse=True))

    def close(self) -> None:
        """Answer what was asked, then close the archive."""
        self._answering.shutdown()
        super().close()

    def _on_topic(self, topic: str, window: Window, most: int = RANKED) -> set[int]:
        """The articles that are near to a topic; those that share the most telling words with it, few, are too."""
        asked = check_question(topic)
        hits = self._vectors.search(self._encoder.encode_question(asked), most, Scope(window))
        near = {int(i) for i, cosine in zip(hits.article_ids, hits.scores, strict=True) if cosine >= TOPIC_COSINE}
        words = telling_words(asked)
        # All articles that have the only word of a topic, most often a name, are on that topic.
        by_words = self._words.search_articles(" ".join(words), most if len(words) == 1 else WORD_HITS, Scope(window))
        return near | set(by_words.article_ids.tolist())

    def _understood(
        self,
        question: str,
        now: datetime,
        window: Window | None,
        outlet: str | None,
        time_zone: tzinfo,
        earlier: Sequence[str] = (),
        *,
        follows: bool = False,
    ) -> Understanding:
        """The question as it was understood; what is given beside it counts more than what it says."""
        known = self._holdings.held().outlets
        asked = understand(
            question, now=now, time_zone=time_zone, known_outlets=known, earlier=earlier, follows=follows
        )
        if outlet:
            named = {name for name in known if spellings(name) & spellings(outlet)}
            asked = replace(asked, outlets=frozenset(named or {outlet}))
        return replace(asked, window=window, implied=False) if window else asked
