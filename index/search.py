"""Search: a question to ranked articles, by words and by vectors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from index.articles import StoredArticle, load_articles
from index.database import Database
from index.encoder import Vectors
from index.passage_index import PassageHits, Scope, VectorIndex, WordIndex
from index.ranking import freshness, fused

DEPTH = 100  # hits asked of each arm
FRESHNESS_WEIGHT = 0.1


@dataclass(frozen=True, slots=True)
class RankedArticle:
    """An article that bears on a question, with what each arm gave it and its passages, best first."""

    article: StoredArticle
    score: float
    arms: dict[str, float]
    passages: tuple[tuple[int, float], ...]


def search(
    words: str,
    vector: Vectors,
    *,
    scope: Scope,
    now: datetime,
    most: int,
    database: Database,
    word_index: WordIndex,
    vector_index: VectorIndex,
) -> list[RankedArticle]:
    """The `most` best articles for a question, best first."""
    by_article = word_index.search_articles(words, DEPTH, scope)
    by_words = word_index.search_passages(words, DEPTH, scope)
    by_vector = vector_index.search(vector, DEPTH, scope)
    arms = {
        "article words": dict(zip(by_article.article_ids.tolist(), by_article.scores.tolist(), strict=True)),
        "passage words": best_by_article(by_words),
        "vectors": best_by_article(by_vector),
    }
    scores = fused(arms)
    with database.read() as connection:
        found = load_articles(connection, scores)
    ranked = {
        article_id: score + FRESHNESS_WEIGHT * freshness(found[article_id].moment, now)
        for article_id, score in scores.items()
        if article_id in found
    }
    best = sorted(ranked, key=lambda article_id: (-ranked[article_id], article_id))[:most]
    passages = passages_by_article((by_vector, by_words), set(best))
    return [
        RankedArticle(
            article=found[article_id],
            score=ranked[article_id],
            arms={arm: given[article_id] for arm, given in arms.items() if article_id in given},
            passages=passages.get(article_id, ()),
        )
        for article_id in best
    ]


def best_by_article(hits: PassageHits) -> dict[int, float]:
    """Each article's best passage score."""
    best: dict[int, float] = {}
    for article_id, score in zip(hits.article_ids.tolist(), hits.scores.tolist(), strict=True):
        best.setdefault(article_id, score)
    return best


def passages_by_article(arms: Iterable[PassageHits], wanted: set[int]) -> dict[int, tuple[tuple[int, float], ...]]:
    """The passages found in each wanted article with the sum of their arms' normalised scores, best first."""
    scores: dict[int, dict[int, float]] = {}
    for hits in arms:
        scale = scaled(hits.scores)
        for passage_id, article_id, score in zip(
            hits.passage_ids.tolist(), hits.article_ids.tolist(), scale, strict=True
        ):
            if article_id in wanted:
                found = scores.setdefault(article_id, {})
                found[passage_id] = found.get(passage_id, 0.0) + score
    return {a: tuple(sorted(found.items(), key=lambda item: -item[1])) for a, found in scores.items()}


def scaled(scores: Sequence[float] | np.ndarray[tuple[int], np.dtype[np.float32]]) -> list[float]:
    """Scores from 0 at the worst to 0.5 at the best, so that two arms sum to at most 1."""
    values = np.asarray(scores, np.float64)
    if not len(values):
        return []
    span = values.max() - values.min()
    result: list[float] = ((values - values.min()) / span / 2 if span > 0 else np.full(len(values), 0.5)).tolist()
    return result
