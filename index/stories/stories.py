"""Stories: articles on one event, grouped as they arrive.

An article joins the story whose articles are, on average, nearest to it, if they are near enough; else it begins one.
Near are those whose lead vectors (title and first sentences) are, and whose titles and first words share rare ones:
names and places tell two events of one kind apart, also in languages that the model hardly knows. Only articles of the
same days are compared: an event is reported over days, and what resembles it months later is another one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from index.articles.articles import chunks
from index.articles.outlet import carrier
from index.passage_index import IndexedArticle, Scope, VectorIndex
from index.question.window import Window
from index.storage.tables import UtcDateTime, articles, stories
from index.stories.word_likeness import RareWords, Weighted, weighted, word_likeness

Told = tuple[Weighted, Weighted]  # the words of a title and of the title with what follows it

REACH = timedelta(days=4)  # between an article and those it is compared with
NEIGHBOURS = 24
# What makes two articles alike: the cosine of their lead vectors, and the rare words of titles and of leads.
MEANING, TITLES, LEADS = 0.4, 0.3, 0.3
LEAD = 400  # characters after the title whose words are compared
THRESHOLD = 0.34  # mean likeness to a story's nearest articles
NEAREST_OF_STORY = 2  # articles of a story that speak for it

_CARRIERS = select(articles.c.story_id, articles.c.source, articles.c.url, articles.c.id).where(
    articles.c.story_id.in_(bindparam("ids", expanding=True)),
    func.coalesce(articles.c.published, articles.c.added) <= bindparam("until", type_=UtcDateTime),
)


def assign_stories(
    connection: Connection, vectors: VectorIndex, words: RareWords, added: Sequence[IndexedArticle]
) -> None:
    """Give each article that has no story one. The articles must be in `vectors` already."""
    known = _story_ids(connection, [article.article_id for article in added])
    texts = {article.article_id: (article.title, article.text[:LEAD]) for article in added}
    told = _told(words, {article_id: text for article_id, text in texts.items() if article_id not in known})
    depth = NEIGHBOURS + len(added)  # what comes later in the batch has no story yet and must not crowd out what has
    for article in added:
        lead = next((p.vector for p in article.passages if p.position == 0), None)
        if article.article_id in known or lead is None:
            continue
        window = Window(article.moment - REACH, article.moment + REACH)
        hits = vectors.search_leads(lead.astype(np.float32), depth, Scope(window))
        near = zip(hits.article_ids.tolist(), hits.scores.tolist(), strict=True)
        compared = [(i, cosine) for i, cosine in near if i in known or i not in texts][:NEIGHBOURS]
        settled = _settled(connection, [i for i, _ in compared if i not in known])
        known |= {i: row.story_id for i, row in settled.items()}
        compared = [(i, cosine) for i, cosine in compared if i in known]
        unread = [i for i, _ in compared if i not in told]
        told |= _told(words, {i: texts[i] if i in texts else (settled[i].title, settled[i].lead) for i in unread})
        similar: dict[int, list[float]] = defaultdict(list)
        for article_id, cosine in compared:
            similar[known[article_id]].append(likeness(cosine, told[article.article_id], told[article_id]))
        story = nearest_story(similar)
        known[article.article_id] = _join(connection, article, story)


def likeness(cosine: float, one: Told, other: Told) -> float:
    """How like two articles are, given the cosine of their lead vectors and their words."""
    return MEANING * cosine + TITLES * word_likeness(one[0], other[0]) + LEADS * word_likeness(one[1], other[1])


def nearest_story(similar: dict[int, list[float]]) -> int | None:
    """The story whose articles are near enough, given how like each story's articles are; None where none is."""
    means = {
        story: float(np.mean(sorted(scores, reverse=True)[:NEAREST_OF_STORY])) for story, scores in similar.items()
    }
    best = max(means, key=means.__getitem__, default=None)
    return best if best is not None and means[best] >= THRESHOLD else None


def story_outlets(connection: Connection, story_ids: Iterable[int], until: datetime) -> dict[int, int]:
    """How many distinct outlets carried each story up to `until`."""
    found: dict[int, set[str]] = defaultdict(set)
    for chunk in chunks(list(story_ids)):
        for story, source, url, article_id in connection.execute(_CARRIERS, {"ids": chunk, "until": until}):
            found[story].add(carrier(source, url, article_id))
    return {story: len(carriers) for story, carriers in found.items()}


def _join(connection: Connection, article: IndexedArticle, story: int | None) -> int:
    if story is None:
        statement = insert(stories).values(first=article.moment, last=article.moment).returning(stories.c.id)
        story = int(connection.execute(statement).scalar_one())
    else:
        span = connection.execute(select(stories.c.first, stories.c.last).where(stories.c.id == story)).one()
        connection.execute(
            update(stories)
            .where(stories.c.id == story)
            .values(first=min(span.first, article.moment), last=max(span.last, article.moment))
        )
    connection.execute(update(articles).where(articles.c.id == article.article_id).values(story_id=story))
    return story


def _settled(connection: Connection, article_ids: Sequence[int]) -> dict[int, Row[Any]]:
    """Those of the articles that have a story, as (id, story_id, title, lead), by id."""
    found: dict[int, Row[Any]] = {}
    lead = func.substr(articles.c.text, 1, LEAD).label("lead")
    for chunk in chunks(article_ids):
        query = select(articles.c.id, articles.c.story_id, articles.c.title, lead)
        rows = connection.execute(query.where(articles.c.id.in_(chunk), articles.c.story_id.is_not(None)))
        found.update({row.id: row for row in rows})
    return found


def _told(words: RareWords, texts: Mapping[int, tuple[str, str]]) -> dict[int, Told]:
    titles = words.of([title for title, _ in texts.values()])
    # A word that is cut in two would be a rare one.
    leads = words.of([lead if len(lead) < LEAD else lead.rpartition(" ")[0] for _, lead in texts.values()])
    pairs = zip(texts, titles, leads, strict=True)
    return {i: (weighted(title), weighted(title | lead)) for i, title, lead in pairs}


def _story_ids(connection: Connection, article_ids: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for chunk in chunks(article_ids):
        query = select(articles.c.id, articles.c.story_id).where(
            articles.c.id.in_(chunk), articles.c.story_id.is_not(None)
        )
        found.update((row.id, row.story_id) for row in connection.execute(query))
    return found
