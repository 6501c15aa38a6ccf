"""Ranking: the arms' scores brought to one scale, summed, and only then let recency in.

The weights are round on purpose: near them every set of questions that was tried gives about the same figures. Words
and vectors count the same: a small archive of short texts would have more of the vectors, a large one of long texts
more of the words. The lead (title and first sentences) tells what an article is about as a whole, which those questions
need that several articles answer.
"""

from collections.abc import Mapping
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ARM_WEIGHTS = {"article words": 0.3, "passage words": 0.2, "vectors": 0.4, "leads": 0.1}
RERANKER = "reranker"  # the arm of a cross-encoder, where there is one
RERANKER_WEIGHT = 0.5  # beside all other arms; not measured, since which one it is is for those who set it
HALF_LIFE = timedelta(days=14)
FRESHNESS_WEIGHT = 6.0  # of a question about what goes on; half of it where the question does not tell


def normalised(scores: Mapping[int, float]) -> dict[int, float]:
    """Scores of one arm from its worst at 0 to its best at 1."""
    if not scores:
        return {}
    least, most = min(scores.values()), max(scores.values())
    span = most - least
    return {key: (score - least) / span if span > 0 else 1.0 for key, score in scores.items()}


def fused(arms: Mapping[str, Mapping[int, float]]) -> dict[int, float]:
    """The weighted sum of the normalised arms, in [0, 1]; what an arm did not find has nothing from it."""
    total: dict[int, float] = {}
    for arm, scores in arms.items():
        for key, score in normalised(scores).items():
            total[key] = total.get(key, 0.0) + ARM_WEIGHTS[arm] * score
    return total


def with_reranker(relevance: Mapping[int, float], read: Mapping[int, float]) -> dict[int, float]:
    """Relevance with a reranker's scores for the best articles, in [0, 1]; what it did not read has nothing from it."""
    found = normalised(read)
    return {key: (1 - RERANKER_WEIGHT) * r + RERANKER_WEIGHT * found.get(key, 0.0) for key, r in relevance.items()}


def with_recency(relevance: Floats, ages: Floats, current: float) -> Floats:
    """Relevance and freshness as one score in [0, 1]; `current` says how much the question is about what goes on.

    Arrays of one shape; ages are in half-lives. The product, and not the sum, and relevance as if squared: what is new
    but hardly bears on the question stays behind what answers it.
    """
    weight = FRESHNESS_WEIGHT * current
    return relevance * np.sqrt((1 + weight * freshness(ages)) / (1 + weight))


def freshness(ages: Floats) -> Floats:
    """1 for what is new, half of it after each half-life; what lies ahead counts as new."""
    fresh: Floats = 0.5 ** np.maximum(ages, 0.0)
    return fresh
