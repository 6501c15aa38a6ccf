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
    "article words",  # share of the question's words, the rarer the more, that the best sentence's article has
    "names",  # share of the question's names and numbers that this article has
    "stands out",  # how far the best sentence's score lies above those of the best ones of articles further down
)
NO_NAMES = 0.7  # counted where the question has none, about the mean of those that have
BACKGROUND = slice(3, 8)  # of the articles read, beyond those that may tell of the same event
ALONE = 4.0  # counted for each article there that is not; what answers has about 5.5, what does not about 2.5


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
    scored: Sequence[ScoredSentence],
    article: str,
    nearest: float,
    rarity: Mapping[str, float],
    stems: Callable[[str], list[str]],
) -> tuple[float, ...]:
    """The facts in the order of `FACTS`.

    `scored` are the sentences read, best first, at least one; `article` is the title and text of the first one's
    article, `nearest` the cosine of the nearest passage.
    """
    held = set(stems(article))
    whole = sum(rarity.values()) or 1.0
    names = [stem for name in _names(question) for stem in stems(name)]
    return (
        nearest,
        sum(weight for stem, weight in rarity.items() if stem in held) / whole,
        sum(stem in held for stem in names) / len(names) if names else NO_NAMES,
        _above(scored),
    )


def _above(scored: Sequence[ScoredSentence]) -> float:
    """The best score less the mean of the articles' best ones in the background."""
    best: dict[int, float] = {}
    for sentence in scored:
        best.setdefault(sentence.article_id, sentence.score)
    first = scored[0].score
    gaps = [first - score for score in sorted(best.values(), reverse=True)]
    background = [*gaps, *[ALONE] * BACKGROUND.stop][BACKGROUND]
    return sum(background) / len(background)


def _names(question: str) -> list[str]:
    """Words that begin with a capital or a digit, but for the first word."""
    return [word for word in re.findall(r"[\w’'.-]+", question)[1:] if word[0].isupper() or word[0].isdigit()]
