"""Quotes: the sentences that answer a question, chosen from the passages that were found."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.encoder import Vectors
from index.sentences import sentence_spans

MOST_QUOTES = 3
CANDIDATES = 32  # sentences that are embedded
SHORTEST = 4  # words; what is shorter is a caption or a byline


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that might answer: `article_id` is its article, `support` its passage's score in [0, 1]."""

    text: str
    article_id: int
    support: float


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence with how well it answers."""

    text: str
    article_id: int
    score: float


def candidates(passages: Sequence[tuple[str, int, float]]) -> list[Candidate]:
    """The sentences of passages given as (text, article id, score), each sentence once."""
    seen: set[str] = set()
    found: list[Candidate] = []
    for text, article_id, support in passages:
        for span in sentence_spans(text):
            sentence = text[span.start : span.stop].replace("\n", " ")
            if len(sentence.split()) >= SHORTEST and sentence not in seen:
                seen.add(sentence)
                found.append(Candidate(sentence, article_id, support))
    return found


def score_sentences(
    question: Sequence[str],
    vector: Vectors,
    found: Sequence[Candidate],
    *,
    stems: Callable[[str], list[str]],
    encode: Callable[[Sequence[str]], Vectors],
    titles: Mapping[int, str],
) -> list[ScoredSentence]:
    """Candidates, best first: by the question's words in the sentence or its title, meaning, and its passage.

    `question` holds the stems of the question's telling words, `vector` its embedding of shape (dimension,).
    """
    weights = _rarity(question, [stems(c.text) for c in found])
    covered = [_coverage(weights, stems(c.text), stems(titles[c.article_id])) for c in found]
    order = sorted(range(len(found)), key=lambda i: -(covered[i] + found[i].support))[:CANDIDATES]
    if not order:
        return []
    cosines = encode([found[i].text for i in order]) @ vector
    scored = [
        ScoredSentence(
            found[i].text, found[i].article_id, 0.4 * covered[i] + 0.4 * float(cosine) + 0.2 * found[i].support
        )
        for i, cosine in zip(order, cosines, strict=True)
    ]
    return sorted(scored, key=lambda s: -s.score)


def chosen(scored: Sequence[ScoredSentence], *, share: float = 0.8) -> list[ScoredSentence]:
    """At most three sentences, none much worse than the best, none saying what another already says."""
    quotes: list[ScoredSentence] = []
    for sentence in scored:
        if len(quotes) == MOST_QUOTES or (quotes and sentence.score < share * quotes[0].score):
            break
        if all(_overlap(sentence.text, other.text) < 0.6 for other in quotes):
            quotes.append(sentence)
    return quotes


def _rarity(question: Sequence[str], sentences: Sequence[Sequence[str]]) -> dict[str, float]:
    """Each of the question's stems with its share of the whole, the rarer among the candidates the more."""
    total = len(sentences)
    holding = {stem: sum(stem in sentence for sentence in sentences) for stem in question}
    weights = {stem: float(np.log1p(total / (1 + count))) for stem, count in holding.items()}
    whole = sum(weights.values())
    return {stem: weight / whole for stem, weight in weights.items()} if whole else {}


def _coverage(weights: Mapping[str, float], sentence: Sequence[str], title: Sequence[str]) -> float:
    """The share of the question that the sentence holds; what only its title holds counts half."""
    own, above = set(sentence), set(title)
    return sum(weight * (1.0 if stem in own else 0.5 if stem in above else 0.0) for stem, weight in weights.items())


def _overlap(one: str, other: str) -> float:
    left, right = set(one.lower().split()), set(other.lower().split())
    return len(left & right) / max(1, min(len(left), len(right)))
