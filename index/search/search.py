"""Search: what is asked to ranked articles, by words and by vectors."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from index.articles.articles import StoredArticle, load_articles
from index.articles.language import language_among, main_language
from index.embedding.encoder import Vectors
from index.passage_index import ArticleHits, PassageHits, Scope, VectorIndex, WordIndex
from index.passage_index.protocol import microseconds
from index.question.window import Window
from index.search.ranking import HALF_LIFE, RERANKER, fused, with_recency, with_reranker
from index.storage.database import Database

DEPTH = 100  # articles asked of each arm; of passages twice as many
RERANKED = 30  # articles of which a reranker reads the best passage
FOREIGN = 0.95  # what an article in another language than the question counts for
OUTSIDE = 1 / 3  # what an article outside the window counts for

# From the best passage of each article to how well it answers; nothing where that cannot be told.
Reread = Callable[[Mapping[int, int]], dict[int, float]]


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage that an arm found: its cosine to the question, and its BM25 score as a share of the best one."""

    passage_id: int
    cosine: float
    words: float

    @property
    def score(self) -> float:
        """Both as one, meaning first."""
        return self.cosine + 0.3 * self.words


@dataclass(frozen=True, slots=True)
class RankedArticle:
    """An article that bears on a question.

    `relevance` in [0, 1] is the sum of the arms, `score` has recency in it; `arms` holds the arms' own scores, and
    `passages` what was found of the article, best first.
    """

    article: StoredArticle
    score: float
    relevance: float
    arms: dict[str, float]
    passages: tuple[FoundPassage, ...]


def search(
    words: str,
    vector: Vectors,
    *,
    scope: Scope,
    now: datetime,
    current: float,
    most: int,
    database: Database,
    word_index: WordIndex,
    vector_index: VectorIndex,
    reread: Reread | None = None,
) -> list[RankedArticle]:
    """The `most` best articles, best first, for `words` and a question's `vector` of shape (dimension,)."""
    by_article = word_index.search_articles(words, DEPTH, scope)
    by_words = word_index.search_passages(words, 2 * DEPTH, scope)
    by_vector = vector_index.search(vector, 2 * DEPTH, scope)
    by_lead = vector_index.search_leads(vector, DEPTH, scope)
    arms = {
        "article words": dict(zip(by_article.article_ids.tolist(), by_article.scores.tolist(), strict=True)),
        "passage words": best_by_article(by_words),
        "vectors": best_by_article(by_vector),
        "leads": best_by_article(by_lead),
    }
    relevance = fused(arms)
    moments = moments_of(by_article, by_words, by_vector, by_lead)

    def dated(relevance: Mapping[int, float]) -> dict[int, float]:
        told = np.array([moments[i] for i in relevance], np.int64)
        ages = (microseconds(now) - told) / (HALF_LIFE // timedelta(microseconds=1))
        found = with_recency(np.array(list(relevance.values())), ages, current)
        return dict(zip(relevance, found.tolist(), strict=True))

    scores = dated(relevance)
    if reread:
        leading = passages_by_article((by_vector, by_lead), by_words, set(_best(scores, RERANKED)))
        if read := reread({article_id: passages[0].passage_id for article_id, passages in leading.items()}):
            arms[RERANKER] = read
            relevance = with_reranker(relevance, read)
            scores = dated(relevance)
    best = _best(scores, most)
    with database.read() as connection:
        articles = load_articles(connection, best)
    passages = passages_by_article((by_vector, by_lead), by_words, set(best))
    return [
        RankedArticle(
            article=articles[article_id],
            score=scores[article_id],
            relevance=relevance[article_id],
            arms={arm: given[article_id] for arm, given in arms.items() if article_id in given},
            passages=passages.get(article_id, ()),
        )
        for article_id in best
        if article_id in articles
    ]


def _best(scores: Mapping[int, float], most: int) -> list[int]:
    return sorted(scores, key=lambda article_id: (-scores[article_id], article_id))[:most]


def _in_order(scored: Sequence[RankedArticle]) -> list[RankedArticle]:
    return sorted(scored, key=lambda r: (-r.score, r.article.article_id))


def spoken(ranked: Sequence[RankedArticle], question: str) -> list[RankedArticle]:
    """The same with what is in the question's language first in each story, and before what answers about as well.

    What answers better stays before it in any language, and so does all where there is but one.
    """
    codes = {code for r in ranked if (code := main_language(r.article.language))}
    own = language_among(question, codes) if len(codes) > 1 else None
    if own is None:
        return list(ranked)
    told: dict[int, list[RankedArticle]] = {}
    for r in ranked:
        told.setdefault(r.article.story_id or -r.article.article_id, []).append(r)
    scored: list[RankedArticle] = []
    for story in told.values():
        foreign = [main_language(r.article.language) not in (own, None) for r in story]
        # The places of the story stay what they are, with other articles in them.
        ordered = sorted(zip(foreign, story, strict=True), key=lambda each: each[0])
        factors = (FOREIGN if other else 1.0 for other, _ in ordered)
        scores = sorted((r.score for r in story), reverse=True)
        scored += [replace(r, score=f * s) for (_, r), s, f in zip(ordered, scores, factors, strict=True)]
    return _in_order(scored)


def raised(anytime: Sequence[RankedArticle], within: Sequence[RankedArticle], window: Window) -> list[RankedArticle]:
    """One ranking of what was found at any time and `within` a window, in which what lies outside counts less.

    A time that a question only mentions is not always that of the article that answers: a page may be older and kept up
    to date, or tell later of the day that is meant.
    """
    scored = [r if window.holds(r.article.moment) else replace(r, score=OUTSIDE * r.score) for r in anytime]
    seen = {r.article.article_id for r in anytime}
    last = min((r.score for r in scored), default=1.0)
    scored += [replace(r, score=last * r.score) for r in within if r.article.article_id not in seen]
    return _in_order(scored)


def best_by_article(hits: PassageHits) -> dict[int, float]:
    """Each article's best passage score."""
    best: dict[int, float] = {}
    for article_id, score in zip(hits.article_ids.tolist(), hits.scores.tolist(), strict=True):
        best.setdefault(article_id, score)
    return best


def moments_of(*arms: ArticleHits | PassageHits) -> dict[int, int]:
    """When each article found was published or added, as the indexes keep it."""
    found: dict[int, int] = {}
    for hits in arms:
        found.update(zip(hits.article_ids.tolist(), hits.moments.tolist(), strict=True))
    return found


def passages_by_article(
    by_vectors: Sequence[PassageHits], by_words: PassageHits, wanted: set[int]
) -> dict[int, tuple[FoundPassage, ...]]:
    """The passages found of each wanted article, best first.

    A passage that the vectors did not find counts as far as the furthest that they did.
    """
    cosines: dict[int, float] = {}
    for hits in by_vectors:
        cosines.update(zip(hits.passage_ids.tolist(), hits.scores.tolist(), strict=True))
    furthest = min(cosines.values(), default=0.0)
    top = max(by_words.scores.tolist(), default=0.0)
    words = dict(zip(by_words.passage_ids.tolist(), by_words.scores.tolist(), strict=True))
    owners: dict[int, int] = {}
    for each in (*by_vectors, by_words):
        owners.update(zip(each.passage_ids.tolist(), each.article_ids.tolist(), strict=True))
    found: dict[int, list[FoundPassage]] = {}
    for passage_id, article_id in owners.items():
        if article_id in wanted:
            share = words.get(passage_id, 0.0) / top if top else 0.0
            passage = FoundPassage(passage_id, cosines.get(passage_id, furthest), share)
            found.setdefault(article_id, []).append(passage)
    return {
        article_id: tuple(sorted(passages, key=lambda p: (-p.score, p.passage_id)))
        for article_id, passages in found.items()
    }
