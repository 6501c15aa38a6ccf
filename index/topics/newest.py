"""The newest articles that are for a topic, for whoever begins to follow it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import Connection

from index.answers.answer import Headline
from index.answers.answering import source_of
from index.articles.article import CLOCK_TOLERANCE
from index.articles.articles import StoredArticle, load_articles, load_passages
from index.embedding.encoder import Vectors
from index.embedding.vectors import load_vectors
from index.passage_index import Scope, VectorIndex, WordIndex
from index.question.window import Window
from index.storage.database import Database
from index.stories.stories import story_outlets
from index.topics.matching import Watched, suits
from index.topics.news import News

PERIODS = (timedelta(days=2), timedelta(days=14), None)  # looked through one after the other, until enough is found
NEAREST = 100  # articles looked at in each, by meaning
BY_WORDS = 40


def newest_for(
    topic: Watched,
    vector: Vectors,
    *,
    now: datetime,
    most: int,
    database: Database,
    words: WordIndex,
    vectors: VectorIndex,
    model: int,
) -> tuple[Headline, ...]:
    """The newest articles for a topic with a `vector` of shape (dimension,), one of each story, newest first."""
    found: list[Headline] = []
    for period in PERIODS:
        window = Window(now - period if period else None, now + CLOCK_TOLERANCE)
        near = vectors.search_leads(vector, NEAREST, Scope(window))
        asked = " ".join([*topic.wording.words, *(stem for phrase in topic.wording.must for stem in phrase)])
        by_words = words.search_articles(asked, BY_WORDS, Scope(window))
        ids = {*near.article_ids.tolist(), *by_words.article_ids.tolist()}
        with database.read() as connection:
            suited = [
                article for article, news in _read(connection, ids, model) if suits(topic, news, _cos(news, vector))
            ]
            found = list(_headlines(connection, suited, now, most))
        if len(found) == most:
            break
    return tuple(found)


def _read(connection: Connection, article_ids: set[int], model: int) -> Iterator[tuple[StoredArticle, News]]:
    """The articles as topics look at them."""
    loaded = load_articles(connection, article_ids)
    leads = {article_id: found[0] for article_id, found in load_passages(connection, loaded).items() if found}
    known = load_vectors(connection, model, {lead.content_hash for lead in leads.values()})
    for article_id, lead in leads.items():
        if lead.content_hash in known:
            article = loaded[article_id]
            vector = known[lead.content_hash].astype(np.float32)
            yield article, News(article.title, lead.text, article.text, article.source, article.story_id, vector)


def _cos(news: News, vector: Vectors) -> float:
    return float(news.vector @ vector)


def _headlines(connection: Connection, suited: list[StoredArticle], now: datetime, most: int) -> Iterator[Headline]:
    """One headline for each of the newest stories."""
    newest: dict[object, StoredArticle] = {}
    for article in sorted(suited, key=lambda a: (a.moment, a.article_id), reverse=True):
        newest.setdefault(article.story_id or f"article {article.article_id}", article)
    shown = list(newest.values())[:most]
    outlets = story_outlets(connection, [a.story_id for a in shown if a.story_id], now + CLOCK_TOLERANCE)
    for article in shown:
        yield Headline(source_of(article), article.story_id, outlets.get(article.story_id or 0, 1), 0.0)
