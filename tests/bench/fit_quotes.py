"""Fits the weights of quotes and of confidence, and prints how they do on the half they were not fitted to.

    python -m tests.bench.fit_quotes FOLDER [--write]

FOLDER keeps the embedded articles between runs. With --write the weights fitted to everything replace those that come
with Newsdesk.
"""

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

import index
from index.answers.confidence import FACTS
from index.answers.quotes import FEATURES, QuoteWeights, ScoredSentence, chosen
from index.articles.articles import passage_texts
from index.inquiry import PASSAGES_READ, RANKED, Inquiry
from index.newsdesk import Newsdesk
from index.question.question import Understanding, understand
from index.question.window import Window
from index.search.search import RankedArticle
from tests.bench import corpora
from tests.bench.corpora import Asked

WEIGHTS = Path(index.__file__).parent / "weights"
ANSWERABLE = ("wikinews", "squad")
# Of these the confidence learns what is not told: questions on other things, and questions whose article was taken out.
UNANSWERABLE = ("elsewhere", "squad elsewhere", "wikinews elsewhere", "wikinews without", "squad without")
CHOSEN = {"headline": -2.5}  # weights that the sets cannot tell, since each of their articles has a text
WRONGLY_REFUSED = 0.04  # share of answerable questions that the threshold may refuse
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Case:
    """A question with the sentences that were found for it and which of them answer."""

    group: str
    asked: Asked
    understood: Understanding
    ranked: list[RankedArticle]
    sentences: list[ScoredSentence]
    answering: tuple[bool, ...]

    @property
    def facts(self) -> Floats:
        """Shape (sentences, features)."""
        return np.array([s.facts for s in self.sentences])


def folded(text: str) -> str:
    """Words alone, in lower case, so that an answer is found whatever stands between them."""
    words = " ".join(re.findall(r"\w+", text.lower()))
    return f" {words} "


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
        with desk._database.read() as connection:
            texts = passage_texts(connection, [p.passage_id for r in ranked[:20] for p in r.passages[:PASSAGES_READ]])
        sentences = inquiry.scored_sentences(understood, ranked, texts)
        gold = {r.article.article_id for r in ranked if r.article.url in asked.gold or r.article.text in asked.gold}
        wanted = [folded(answer) for answer in asked.answers]
        answering = tuple(s.article_id in gold and any(w in folded(s.text) for w in wanted) for s in sentences)
        found.append(Case(group, asked, understood, ranked, sentences, answering))
    return found


def gathered(folder: Path) -> tuple[list[Case], dict[int, Floats]]:
    """All cases, and by case number the facts that confidence rests on."""
    found: list[Case] = []
    facts: dict[int, Floats] = {}
    with corpora.desk_of(folder / "wikinews", corpora.wikinews_articles()) as desk:
        written, read = corpora.wikinews_questions("wikinews"), corpora.squad_questions(answerable=True)
        here = cases(desk, "wikinews", written)
        here += cases(desk, "wikinews without", written, without=True)
        here += cases(desk, "neighbouring", corpora.wikinews_questions("unanswerable"))
        here += cases(desk, "elsewhere", corpora.quiz_questions()[::10])
        here += cases(desk, "squad elsewhere", read)
        _note_facts(desk, found, here, facts)
    with corpora.desk_of(folder / "squad", corpora.squad_articles()) as desk:
        here = cases(desk, "squad", read)
        here += cases(desk, "squad without", read, without=True)
        here += cases(desk, "wikinews elsewhere", written)
        here += cases(desk, "squad impossible", corpora.squad_questions(answerable=False))
        _note_facts(desk, found, here, facts)
    return found, facts


def _note_facts(desk: Newsdesk, found: list[Case], here: list[Case], facts: dict[int, Floats]) -> None:
    for case in here:
        if case.sentences:
            best = desk._inquiry.confidence_facts(case.understood, case.ranked, case.sentences[0])
            facts[len(found)] = np.array(best)
        found.append(case)


def fit_sentences(found: Sequence[Case]) -> Floats:
    """Weights of `FEATURES`, each question counting the same."""
    usable = [case for case in found if any(case.answering)]
    facts = np.vstack([case.facts for case in usable])
    labels = np.concatenate([case.answering for case in usable])
    shares = np.concatenate([np.full(len(case.answering), 1 / len(case.answering)) for case in usable])
    model = LogisticRegression(C=10, max_iter=5000).fit(facts, labels, sample_weight=shares * 30)
    weights: Floats = model.coef_[0]
    return weights


def hit_share(found: Sequence[Case], weights: Floats) -> float:
    """The share of questions of which a chosen quote holds the answer."""
    hits = []
    for case in found:
        order: list[int] = np.argsort(-(case.facts @ weights)).tolist() if case.sentences else []
        scored = [ScoredSentence(case.sentences[i].text, i, float(case.facts[i] @ weights), ()) for i in order]
        hits.append(any(case.answering[s.article_id] for s in chosen(scored, margin=2.5)))
    return float(np.mean(hits))


def fit_confidence(found: Sequence[Case], facts: dict[int, Floats], wanted: Bools) -> tuple[Floats, float, float]:
    """Weights, offset, and the threshold that refuses the allowed share of answerable questions.

    Both kinds of questions count the same, and so does each group of a kind.
    """
    numbers = [i for i in facts if wanted[i] and found[i].group in (*ANSWERABLE, *UNANSWERABLE)]
    groups = [found[i].group for i in numbers]
    told = np.array([group in ANSWERABLE for group in groups])
    shares = [1 / groups.count(g) / len(ANSWERABLE if g in ANSWERABLE else UNANSWERABLE) for g in groups]
    table = np.array([facts[i] for i in numbers])
    model = LogisticRegression(C=10, max_iter=5000).fit(table, told, sample_weight=np.array(shares) * len(groups))
    probable = model.predict_proba(table[told])[:, 1]
    return model.coef_[0], float(model.intercept_[0]), float(np.quantile(probable, WRONGLY_REFUSED))


def report(found: Sequence[Case], facts: dict[int, Floats]) -> None:
    """Fit on one half, print for the other."""
    half = np.random.default_rng(7).random(len(found)) < 0.5
    for name, fitted in (("one half", half), ("the other half", ~half)):
        weights = fit_sentences([c for c, h in zip(found, fitted, strict=True) if h])
        print(f"fitted to {name}:", dict(zip(FEATURES, weights.round(2).tolist(), strict=True)))
        for group in ("wikinews", "squad"):
            rest = [c for c, h in zip(found, fitted, strict=True) if not h and c.group == group]
            print(f"  {group}: a quote holds the answer {hit_share(rest, weights):.3f} of {len(rest)}")
        coefficients, offset, threshold = fit_confidence(found, facts, fitted)
        for group in (*ANSWERABLE, *UNANSWERABLE, "neighbouring", "squad impossible"):
            rest_numbers = [i for i, c in enumerate(found) if not fitted[i] and c.group == group]
            probable = [
                1 / (1 + np.exp(-(facts[i] @ coefficients + offset))) if i in facts else 0.0 for i in rest_numbers
            ]
            print(f"  {group}: refused {np.mean(np.array(probable) < threshold):.3f} of {len(rest_numbers)}")


def write(found: Sequence[Case], facts: dict[int, Floats]) -> None:
    """Fit to everything and replace the weights that come with Newsdesk."""
    weights = fit_sentences(found)
    everything = np.ones(len(found), bool)
    coefficients, offset, threshold = fit_confidence(found, facts, everything)
    quotes = dict(zip(FEATURES, weights.round(3).tolist(), strict=True)) | CHOSEN
    confidence = dict(zip(FACTS, coefficients.round(3).tolist(), strict=True))
    confidence |= {"offset": round(offset, 3), "threshold": round(threshold, 3)}
    (WEIGHTS / "quotes.json").write_text(json.dumps(quotes, indent=2) + "\n", encoding="utf-8")
    (WEIGHTS / "confidence.json").write_text(json.dumps(confidence, indent=2) + "\n", encoding="utf-8")
    print(QuoteWeights.load())


if __name__ == "__main__":
    all_cases, all_facts = gathered(Path(sys.argv[1]))
    report(all_cases, all_facts)
    if "--write" in sys.argv:
        write(all_cases, all_facts)
