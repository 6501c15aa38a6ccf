"""Quotes: the sentences that answer a question, chosen from the passages that were found.

A sentence is scored by a linear model over the few facts in `FEATURES`; its weights are data (`weights/quotes.json`),
fitted by `python -m tests.bench.fit_quotes`.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from operator import mul
from pathlib import Path
from typing import NamedTuple

from index.answers.asked_amount import amount_told
from index.answers.asked_kind import Kind, asked_kind, holds_kind
from index.answers.same_words import standing_for
from index.articles.sentences import sentence_spans

MOST_QUOTES = 3
SHORTEST = 4  # words; what is shorter is a caption or a byline
LONG = 40  # words, from which on a longer sentence tells no more
FEATURES = (
    "words",  # share of the question's words, the fewer sentences have them the more, that the sentence has
    "words before",  # share that only the sentence before it has
    "passage meaning",  # cosine of its passage to the question, below the best one's
    "passage words",  # BM25 of its passage, as a share of the best one's
    "article",  # score of its article as a share of the best one's, below 1
    "best article",
    "kind",  # whether it holds what a question of this kind asks for, or the kind is not known
    "length",
    "amount",  # whether a number in it counts what the question asks for
    "spoken",  # whether it begins with somebody's words, which tell less of what happened
    "opening",  # whether it opens its article, which tells what happened, where that is what the question asks
    "position",  # share of its article that stands before it: news begins with what matters most
    "headline",  # whether it is a headline without a text, which names what the question asks about but seldom answers
)

_ASKING = ("?", "？", "؟")  # a quiz, an interview or a title that asks does not answer
_QUOTATION_MARKS = ('"', "“", "«", "„", "(")
# "Friday, January 4, 2019", "LONDON, March 3": a day and at most a place, and nothing said.
_DATELINE = re.compile(
    r"(?:[A-Z][\w.-]*[\s,]+){0,3}(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day[\s,]+)?"
    r"(?:\d{1,2}\s+)?(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"[\s,]*(?:\d{1,2})?[\s,]*(?:\d{4})?\W*"
)


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage to choose sentences from, with its article's title and what search found of both.

    `opens` says whether the article begins with it; `begins` and `ends` are shares of the article's text.
    """

    text: str
    title: str
    article_id: int
    cosine: float
    words: float
    article_score: float
    opens: bool = True
    begins: float = 0.0
    ends: float = 1.0


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence, how well it answers, and the facts behind that in the order of `FEATURES`."""

    text: str
    article_id: int
    score: float
    facts: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class QuoteWeights:
    """The linear model: a weight for each of `FEATURES`."""

    weights: tuple[float, ...]

    @classmethod
    def load(cls) -> "QuoteWeights":
        """The weights that come with Newsdesk."""
        data = json.loads((Path(__file__).parents[1] / "weights" / "quotes.json").read_text(encoding="utf-8"))
        return cls(tuple(float(data[name]) for name in FEATURES))

    def score(self, facts: Sequence[float]) -> float:
        """The higher, the better the sentence answers."""
        score: float = sum(map(mul, self.weights, facts))
        return score


def score_sentences(
    question: str,
    passages: Sequence[ReadPassage],
    asked: Mapping[str, float],
    *,
    news: bool,
    model: QuoteWeights,
    stems: Callable[[str], list[str]],
) -> list[ScoredSentence]:
    """The sentences of `passages`, best first, each once.

    `asked` are the stems of the question's telling words with how much each counts; `news` says that it asks what
    happened and not for any detail.
    """
    kind = asked_kind(question)
    best_cosine = max((p.cosine for p in passages), default=0.0)
    best_article = max((p.article_score for p in passages), default=0.0)
    standing = standing_for(stems)
    wanted = {standing.get(stem, stem): counts for stem, counts in asked.items()}
    meant = {stem: stem for stem in wanted if stem not in standing}
    meant |= {stem: word for stem, word in standing.items() if word in wanted}
    # Each sentence also stands before another.
    wanted_of = cache(lambda text: {meant[stem] for stem in meant.keys() & set(stems(text))})
    sentences = _sentences(passages)
    telling = _telling(wanted, [wanted_of(sentence.text) for sentence in sentences])
    whole = sum(telling.values()) or 1.0
    scored = []
    for text, before, passage, opening, position in sentences:
        own, previous = wanted_of(text), wanted_of(before)
        facts = (
            sum([weight for stem, weight in telling.items() if stem in own]) / whole,
            sum([weight for stem, weight in telling.items() if stem in previous and stem not in own]) / whole,
            passage.cosine - best_cosine,
            passage.words,
            passage.article_score / best_article - 1 if best_article else 0.0,
            float(passage.article_score == best_article),
            float(kind is Kind.OTHER or holds_kind(kind, text, asked.keys(), stems)),
            min(len(text.split()), LONG) / LONG,
            amount_told(question, text, stems),
            float(text.startswith(_QUOTATION_MARKS)),
            float(news and opening),
            position,
            float(text == passage.title),
        )
        scored.append(ScoredSentence(text, passage.article_id, model.score(facts), facts))
    return sorted(scored, key=lambda s: -s.score)


def _telling(asked: Mapping[str, float], sentences: Sequence[Collection[str]]) -> dict[str, float]:
    """How well each asked stem that stands in `sentences` tells them apart: its inverse document frequency there.

    All of them are about what was asked, so the rarest words of the question, the names, may stand in each of them.
    """
    counted = Counter(chain.from_iterable(sentences))
    holding = {stem: counted[stem] for stem in asked}
    return {
        stem: asked[stem] * math.log((len(sentences) + 1) / (count + 0.5)) for stem, count in holding.items() if count
    }


def chosen(scored: Sequence[ScoredSentence], *, margin: float) -> list[ScoredSentence]:
    """At most three sentences, none worse than the best by more than `margin`, none saying what another says."""
    quotes: list[ScoredSentence] = []
    for sentence in scored:
        if len(quotes) == MOST_QUOTES or (quotes and sentence.score < quotes[0].score - margin):
            break
        if all(_overlap(sentence.text, other.text) < 0.6 for other in quotes):
            quotes.append(sentence)
    return quotes


class _Sentence(NamedTuple):
    """A sentence, the one before it, its passage, whether it opens the article, and what share of that is before it."""

    text: str
    before: str
    passage: ReadPassage
    opening: bool
    position: float


def _sentences(passages: Sequence[ReadPassage]) -> Sequence[_Sentence]:
    """Each sentence once."""
    found: dict[str, _Sentence] = {}
    for passage in passages:
        before, opening = "", passage.opens
        for span in sentence_spans(passage.text):
            text = passage.text[span.start : span.stop].replace("\n", " ")
            if len(text.split()) >= SHORTEST and not text.endswith(_ASKING) and not _DATELINE.fullmatch(text):
                position = passage.begins + (passage.ends - passage.begins) * span.start / len(passage.text)
                found.setdefault(text, _Sentence(text, before, passage, opening, position))
                opening = False
            before = text
    return list(found.values())


def _overlap(one: str, other: str) -> float:
    left, right = set(one.lower().split()), set(other.lower().split())
    return len(left & right) / max(1, min(len(left), len(right)))
