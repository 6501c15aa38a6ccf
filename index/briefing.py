"""The brief: the stories of a window, by how many outlets carry them and how fresh they are.

The ranking is that of the Telegram data-clustering contest's winner: over a story's distinct outlets, the sum of how
fresh each one's newest article is, half after eight hours (longer for longer windows).
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import Connection, func, select

from index.answers.answer import BriefStory, Headline
from index.answers.answering import source_of
from index.articles.articles import StoredArticle, load_articles
from index.articles.outlet import carrier
from index.articles.sentences import sentence_spans
from index.embedding.vectors import load_leads
from index.question.window import Window
from index.storage.tables import articles

HALF_LIFE = timedelta(hours=8)  # for a window of a day
MOST_STORIES = 10
LEAD_LENGTH = 300  # characters


def stories_in(connection: Connection, window: Window, outlets: frozenset[str] = frozenset()) -> dict[int, list[int]]:
    """The articles of the window by story; unless empty, only those of `outlets`."""
    moment = func.coalesce(articles.c.published, articles.c.added)
    query = select(articles.c.id, articles.c.story_id).where(articles.c.story_id.is_not(None))
    if window.since is not None:
        query = query.where(moment >= window.since)
    if window.until is not None:
        query = query.where(moment < window.until)
    if outlets:
        query = query.where(articles.c.source.in_(sorted(outlets)))
    found: dict[int, list[int]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.story_id].append(row.id)
    return found


def importance(story: Sequence[StoredArticle], now: datetime, period: timedelta) -> float:
    """The sum over distinct outlets of the freshness of each one's newest article."""
    half_life = HALF_LIFE * max(1.0, period / timedelta(days=1))
    newest: dict[str, datetime] = {}
    for article in story:
        outlet = carrier(article.source, article.url, article.article_id)
        newest[outlet] = max(newest.get(outlet, article.moment), article.moment)
    return sum(math.exp2(-(max(now - moment, timedelta(0)) / half_life)) for moment in newest.values())


def brief_stories(
    connection: Connection, by_story: Mapping[int, Sequence[int]], now: datetime, period: timedelta, model: int
) -> tuple[BriefStory, ...]:
    """The most important of the stories, given as article ids by story."""
    loaded = load_articles(connection, [i for found in by_story.values() for i in found])
    members = {s: [loaded[i] for i in found if i in loaded] for s, found in by_story.items()}
    scores = {story: importance(found, now, period) for story, found in members.items() if found}
    best = sorted(scores, key=lambda story: (-scores[story], -story))[:MOST_STORIES]
    return tuple(_told(connection, story, members[story], scores[story], model) for story in best)


def _told(connection: Connection, story: int, members: Sequence[StoredArticle], score: float, model: int) -> BriefStory:
    speaker = _nearest_middle(connection, members, model)
    outlets = len({carrier(a.source, a.url, a.article_id) for a in members})
    by_age = sorted(members, key=lambda a: (a.moment, a.article_id), reverse=True)
    return BriefStory(
        headline=Headline(source_of(speaker), story, outlets, round(score, 4)),
        lead=lead_of(speaker),
        articles=tuple(source_of(a) for a in by_age),
    )


def _nearest_middle(connection: Connection, members: Sequence[StoredArticle], model: int) -> StoredArticle:
    """The article whose lead vector is nearest to the mean of the story's."""
    leads = load_leads(connection, model, [a.article_id for a in members[:500]])
    found = {article_id: lead.astype(np.float32) for article_id, lead in leads.items()}
    if not found:
        return members[0]
    middle = np.mean(list(found.values()), axis=0)
    nearest = max(sorted(found), key=lambda article_id: float(found[article_id] @ middle))
    return next(a for a in members if a.article_id == nearest)


def lead_of(article: StoredArticle) -> str:
    """The first sentences of the article, whole, as many as fit."""
    lead = ""
    for span in sentence_spans(article.text.split("\n\n", 1)[0]):
        if span.stop > LEAD_LENGTH:
            break
        lead = article.text[: span.stop]
    return lead.replace("\n", " ")
