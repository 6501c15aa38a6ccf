"""Confidence: whether what was found tells what was asked, or only resembles it.

A logistic model over a few facts; its weights and the threshold are data (`weights/confidence.json`), fitted by
`python -m tests.bench.fit_quotes` on questions with an answer in the sources and questions without.
"""

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.answers.quotes import ScoredSentence

FACTS = (
    "meaning",  # cosine of the nearest passage to the question
    "words",  # share of the question's words, the rarer the more, that the best sentence or the one before it has
    "article words",  # the same for its whole article
    "names",  # share of the question's names and numbers that the article has
    "meaning above",  # cosine of the nearest article above the 6th to 10th one: what answers stands out
    "words above",  # the same of the articles' BM25 scores, as shares of the highest one that there could be
)
NO_NAMES = 0.7  # counted where the question has none, about the mean of those that have
BACKGROUND = slice(5, 10)  # beyond the articles that may tell of the same event
FEW = 0.2  # cosine counted at least for each article there: of a few articles all others may be far off
SATURATED = 2.2  # BM25 of a word that an article has ever so often, as a multiple of its rarity


@dataclass(frozen=True, slots=True)
class Confidence:
    """The logistic model."""

    weights: tuple[float, ...]
    offset: float
    threshold: float

    @classmethod
    def load(cls) -> "Confidence":
        """The model that comes with Newsdesk."""
        data = json.loads((Path(__file__).parents[1] / "weights" / "confidence.json").read_text(encoding="utf-8"))
        return cls(tuple(float(data[name]) for name in FACTS), float(data["offset"]), float(data["threshold"]))

    def probability(self, facts: Sequence[float]) -> float:
        """How probable it is that the sources tell, in (0, 1); 0 where there was nothing to gather facts from."""
        if not facts:
            return 0.0
        logit = self.offset + sum(weight * fact for weight, fact in zip(self.weights, facts, strict=True))
        return 1 / (1 + math.exp(-logit))

    def tells(self, facts: Sequence[float]) -> bool:
        """Whether that is probable enough to answer."""
        return self.probability(facts) >= self.threshold


def confidence_facts(
    question: str,
    best: ScoredSentence,
    article: str,
    cosines: Sequence[float],
    words: Sequence[float],
    rarity: Mapping[str, float],
    stems: Callable[[str], list[str]],
) -> tuple[float, ...]:
    """The facts in the order of `FACTS`.

    `article` is the title and text of the best sentence's article. Of each article found, `cosines` has its nearest
    passage's and `words` its BM25 score.
    """
    held = set(stems(article))
    near = {*stems(best.text), *stems(best.before)}
    whole = sum(rarity.values()) or 1.0
    names = [stem for name in _names(question) for stem in stems(name)]
    return (
        max(cosines, default=0.0),
        sum(weight for stem, weight in rarity.items() if stem in near) / whole,
        sum(weight for stem, weight in rarity.items() if stem in held) / whole,
        sum(stem in held for stem in names) / len(names) if names else NO_NAMES,
        _above(cosines, FEW),
        _above(words, 0.0) / (SATURATED * whole),
    )


def _above(scores: Sequence[float], least: float) -> float:
    """How far the best score lies above the mean of those in the background, each of them at `least` that."""
    ordered = [*sorted(scores, reverse=True), *([least] * BACKGROUND.stop)]
    background = [max(score, least) for score in ordered[BACKGROUND]]
    return ordered[0] - sum(background) / len(background)


def _names(question: str) -> list[str]:
    """Words that begin with a capital or a digit, but for the first word."""
    return [word for word in re.findall(r"[\w’'.-]+", question)[1:] if word[0].isupper() or word[0].isdigit()]
