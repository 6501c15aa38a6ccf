"""Fits the weights of quotes and of confidence, and prints how they do on the half they were not fitted to.

    python -m tests.bench.fit_quotes FOLDER [--write]

FOLDER keeps the embedded articles between runs; the first one embeds the 15,450 of the quiz, which takes an hour of two
cores. With --write the weights fitted to everything replace those that come
with Newsdesk.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

import index
from index.answers.confidence import FACTS, Confidence, confidence_facts
from index.answers.quotes import FEATURES, ScoredSentence, chosen
from index.evaluation.evaluation import holds_answer
from index.inquiry import QUOTE_MARGIN, RANKED, Inquiry
from index.newsdesk import Newsdesk
from index.passage_index.tantivy_words import stems
from index.question.question import Understanding, understand
from index.question.window import Window
from index.search.search import RankedArticle
from tests.bench import corpora
from tests.bench.corpora import Asked

WEIGHTS = Path(index.__file__).parent / "weights"
# The same questions are also asked years later: how sure an answer is must not rest on its being new.
ANSWERABLE = ("wikinews", "wikinews later", "squad")
# Of this, too, the quotes learn, but not the confidence: whether its articles tell is known of few of its questions.
QUIZ = "quiz"
QUIZ_ARTICLES = 15_450
# Of these the confidence learns what is not told: questions on other things, and questions whose article was taken out.
UNANSWERABLE = ("elsewhere", "squad elsewhere", "wikinews elsewhere", "wikinews without", "squad without")
# A question of the quiz counts less than one of the others: there are more, and a sentence that holds the words of its
# answer does not always answer it, the less the more sentences do.
QUIZ_SHARE = 0.2
QUIZ_ANSWERING = 0.1  # share of the sentences read, from which on a question of the quiz tells nothing
# Weights that the sets cannot tell: each of their articles has a text, and hardly a question asks what happened.
CHOSEN = {"opening": 3.8, "headline": -2.0}
WRONGLY_REFUSED = 0.05  # share of answerable questions that the threshold may refuse
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A question with the sentences that were found for it and which of them answer."""

    group: str
    asked: Asked
    understood: Understanding
    ranked: list[RankedArticle]
    sentences: list[ScoredSentence]
    answering: tuple[bool, ...]
    rarity: dict[str, float]

    @property
    def facts(self) -> Floats:
        """Shape (sentences, features)."""
        return np.array([s.facts for s in self.sentences])

    def scored(self, weights: Floats) -> list[ScoredSentence]:
        """The sentences as a model with these weights has them, best first."""
        scores = (self.facts @ weights).tolist()
        scored = [replace(s, score=score) for s, score in zip(self.sentences, scores, strict=True)]
        return sorted(scored, key=lambda s: -s.score)

    def confidence_facts(self, weights: Floats) -> Floats:
        """What the confidence in the best of them rests on."""
        scored = self.scored(weights)
        articles = {r.article.article_id: f"{r.article.title} {r.article.text}" for r in self.ranked}
        nearest = max(p.cosine for r in self.ranked for p in r.passages)
        article = articles[scored[0].article_id]
        return np.array(confidence_facts(self.understood.subject, scored, article, nearest, self.rarity, stems))


def cases(desk: Newsdesk, group: str, questions: Sequence[Asked], *, without: bool = False) -> list[Case]:
    """What search finds for each question, perhaps `without` the article that answers."""
    found = []
    inquiry: Inquiry = desk._inquiry
    for asked in questions:
        understood = understand(asked.question, now=asked.now, time_zone=UTC, known_outlets=())
        # A window would refuse "this week" of other years by itself; here the words have to.
        understood = replace(understood, window=Window())
        ranked = inquiry.search(understood, asked.now, RANKED, strict=True)
        if without:
            ranked = [r for r in ranked if not asked.gold.intersection((r.article.url, r.article.text))]
        sentences = inquiry.scored_sentences(understood, ranked, inquiry.read_passages(ranked))
        gold = {r.article.article_id for r in ranked if r.article.url in asked.gold or r.article.text in asked.gold}
        answering = tuple(
            (s.article_id in gold or not asked.gold) and holds_answer(s.text, asked.answers) for s in sentences
        )
        found.append(Case(group, asked, understood, ranked, sentences, answering, inquiry._rarity(understood.subject)))
    return found


def gathered(folder: Path) -> list[Case]:
    """All cases."""
    written, read = corpora.wikinews_questions("wikinews"), corpora.squad_questions(answerable=True)
    with corpora.desk_of(folder / "wikinews", corpora.wikinews_articles()) as desk:
        found = cases(desk, "wikinews", written)
        found += cases(desk, "wikinews later", [replace(asked, now=corpora.CLOCK) for asked in written])
        found += cases(desk, "wikinews without", written, without=True)
        found += cases(desk, "neighbouring", corpora.wikinews_questions("unanswerable"))
        found += cases(desk, "elsewhere", [replace(asked, answers=()) for asked in corpora.quiz_questions()[::10]])
        found += cases(desk, "squad elsewhere", read)
    with corpora.desk_of(folder / "squad", corpora.squad_articles()) as desk:
        found += cases(desk, "squad", read)
        found += cases(desk, "squad without", read, without=True)
        found += cases(desk, "wikinews elsewhere", written)
        found += cases(desk, "squad impossible", corpora.squad_questions(answerable=False))
    with corpora.desk_of(folder / "quiz", corpora.quiz_articles(QUIZ_ARTICLES)) as desk:
        # Of what answers hardly anything is known but its words, which may stand in any article.
        found += cases(desk, QUIZ, [replace(asked, gold=frozenset()) for asked in corpora.quiz_questions()])
    return [case for case in found if case.group != QUIZ or 0 < np.mean(case.answering or [0]) <= QUIZ_ANSWERING]


def fit_sentences(found: Sequence[Case]) -> Floats:
    """Weights of `FEATURES`, each question counting the same but for the quiz's."""
    usable = [case for case in found if any(case.answering)]
    facts = np.vstack([case.facts for case in usable])
    labels = np.concatenate([case.answering for case in usable])
    counted = [QUIZ_SHARE if case.group == QUIZ else 1.0 for case in usable]
    shares = np.concatenate(
        [np.full(len(case.answering), count / len(case.answering)) for case, count in zip(usable, counted, strict=True)]
    )
    model = LogisticRegression(C=10, max_iter=5000).fit(facts, labels, sample_weight=shares * 30)
    weights: Floats = model.coef_[0]
    return weights


def hit_share(found: Sequence[Case], weights: Floats) -> float:
    """The share of questions of which a chosen quote holds the answer."""
    hits = []
    for case in found:
        answering = {s.text for s, answers in zip(case.sentences, case.answering, strict=True) if answers}
        quotes = chosen(case.scored(weights), margin=QUOTE_MARGIN) if case.sentences else []
        hits.append(any(quote.text in answering for quote in quotes))
    return float(np.mean(hits))


def fit_confidence(found: Sequence[Case], weights: Floats) -> tuple[Floats, float, float]:
    """Weights, offset, and the threshold that refuses the allowed share of answerable questions.

    Both kinds of questions count the same, and so does each group of a kind.
    """
    used = [case for case in found if case.sentences and case.group in (*ANSWERABLE, *UNANSWERABLE)]
    groups = [case.group for case in used]
    told = np.array([group in ANSWERABLE for group in groups])
    shares = [1 / groups.count(g) / len(ANSWERABLE if g in ANSWERABLE else UNANSWERABLE) for g in groups]
    table = np.array([case.confidence_facts(weights) for case in used])
    model = LogisticRegression(C=10, max_iter=5000).fit(table, told, sample_weight=np.array(shares) * len(groups))
    probable = model.predict_proba(table[told])[:, 1]
    return model.coef_[0], float(model.intercept_[0]), float(np.quantile(probable, WRONGLY_REFUSED))


def report(found: Sequence[Case]) -> None:
    """Fit on one half, print for the other."""
    # A question stays in one half however and of whatever it is asked.
    questions, numbers = np.unique([case.asked.question for case in found], return_inverse=True)
    half = (np.random.default_rng(7).random(len(questions)) < 0.5)[numbers]
    for name, fitted in (("one half", half), ("the other half", ~half)):
        learned = [case for case, is_in in zip(found, fitted, strict=True) if is_in]
        rest = [case for case, is_in in zip(found, fitted, strict=True) if not is_in]
        weights = fit_sentences(learned)
        print(f"fitted to {name}:", dict(zip(FEATURES, weights.round(2).tolist(), strict=True)))
        for group in (*ANSWERABLE, QUIZ):
            asked = [case for case in rest if case.group == group]
            print(f"  {group}: a quote holds the answer {hit_share(asked, weights):.3f} of {len(asked)}")
        model = Confidence(*_plain(fit_confidence(learned, weights)))
        for group in (*ANSWERABLE, QUIZ, *UNANSWERABLE, "neighbouring", "squad impossible"):
            asked = [case for case in rest if case.group == group]
            told = [model.tells(case.confidence_facts(weights).tolist()) if case.sentences else False for case in asked]
            print(f"  {group}: refused {1 - np.mean(told):.3f} of {len(asked)}")


def write(found: Sequence[Case]) -> None:
    """Fit to everything and replace the weights that come with Newsdesk."""
    quotes = dict(zip(FEATURES, fit_sentences(found).round(3).tolist(), strict=True)) | CHOSEN
    weights, offset, threshold = _plain(fit_confidence(found, np.array(list(quotes.values()))))
    confidence = dict(zip(FACTS, weights, strict=True)) | {"offset": offset, "threshold": threshold}
    (WEIGHTS / "quotes.json").write_text(json.dumps(quotes, indent=2) + "\n", encoding="utf-8")
    (WEIGHTS / "confidence.json").write_text(json.dumps(confidence, indent=2) + "\n", encoding="utf-8")


def _plain(fitted: tuple[Floats, float, float]) -> tuple[tuple[float, ...], float, float]:
    weights, offset, threshold = fitted
    return tuple(weights.round(3).tolist()), round(offset, 3), round(threshold, 3)


if __name__ == "__main__":
    all_cases = gathered(Path(sys.argv[1]))
    report(all_cases)
    if "--write" in sys.argv:
        write(all_cases)
