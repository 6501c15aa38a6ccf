"""The figures: rankings by each arm and by the whole, and answers given and refused.

Rankings are measured by `ir-measures` (trec_eval's definitions); intervals are 95 % percentile intervals of 1,000
bootstrap samples over the questions (Efron and Tibshirani 1993).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.answers.answer import Answer
from index.errors import InputError
from index.evaluation.question_file import KnownQuestion
from index.search.ranking import ARM_WEIGHTS
from index.search.search import RankedArticle

DEPTH = 200  # articles of a ranking that are looked at
WHOLE = "whole"
FUSION = "reciprocal-rank fusion"
FUSION_CONSTANT = 60  # as Cormack, Clarke and Büttcher 2009 have it
SAMPLES = 1_000
SHOWN_ARTICLES = 5

Ranking = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over questions with its interval; `count` is how many questions it stands on."""

    mean: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The rankings' figures by arm and measure, the answers' by name, and what standard files hold.

    `runs` are rankings by arm and question, `qrels` the articles that answer, by question.
    """

    rankings: Mapping[str, Mapping[str, Figure]]
    answers: Mapping[str, Figure]
    runs: Mapping[str, Mapping[str, Ranking]]
    qrels: Mapping[str, frozenset[str]]


def evaluate(
    questions: Sequence[KnownQuestion],
    search: Callable[[KnownQuestion], list[RankedArticle]],
    ask: Callable[[KnownQuestion], Answer],
    progress: Callable[[int], None],
) -> Evaluation:
    """Search and ask every question; `search` gives at least `DEPTH` articles where there are as many."""
    runs: dict[str, dict[str, Ranking]] = {}
    texts: dict[str, str] = {}
    noted: dict[str, list[float]] = {}
    for question in questions:
        ranked = search(question)
        texts |= {document(r): f"{r.article.title} {r.article.text}" for r in ranked}
        for arm, ranking in rankings(ranked).items():
            runs.setdefault(arm, {})[question.question_id] = ranking
        for name, value in _answer_facts(question, ask(question)).items():
            noted.setdefault(name, []).append(value)
        progress(1)
    return Evaluation(
        rankings={arm: found for arm, run in runs.items() if (found := measured(questions, run, texts))},
        answers={name: figure(values) for name, values in noted.items()},
        runs=runs,
        qrels={q.question_id: q.gold for q in questions if q.gold},
    )


def measured(
    questions: Sequence[KnownQuestion], run: Mapping[str, Ranking], texts: Mapping[str, str]
) -> dict[str, Figure]:
    """How well one way to rank does, by measure, given the texts of what it ranked by their names.

    The usual measures where articles are known to answer; how often one of the best holds an answer where those are.
    """
    qrels = {q.question_id: q.gold for q in questions if q.gold}
    found = _standard_measures({n: run[n] for n in qrels if n in run}, qrels) if qrels else {}
    held = [
        any(holds_answer(texts[name], q.answers) for name in _best(run.get(q.question_id, {}), SHOWN_ARTICLES))
        for q in questions
        if q.answers
    ]
    return found | ({f"answer@{SHOWN_ARTICLES}": figure(held)} if held else {})


def rankings(ranked: Sequence[RankedArticle]) -> dict[str, Ranking]:
    """What each arm alone, their reciprocal-rank fusion, and the whole make of the same question."""
    names = {r.article.article_id: document(r) for r in ranked}
    arms = {arm: {names[r.article.article_id]: r.arms[arm] for r in ranked if arm in r.arms} for arm in ARM_WEIGHTS}
    fusion: dict[str, float] = {}
    for scores in arms.values():
        for rank, name in enumerate(sorted(scores, key=lambda each: -scores[each]), start=1):
            fusion[name] = fusion.get(name, 0.0) + 1 / (FUSION_CONSTANT + rank)
    # By rank: what lies outside a window follows with scores of its own.
    whole = {document(r): float(len(ranked) - place) for place, r in enumerate(ranked)}
    return {**arms, FUSION: fusion, WHOLE: whole}


def document(ranked: RankedArticle) -> str:
    """What an article is called in run and qrels files: its address or, without one, its id."""
    return ranked.article.url or ranked.article.external_id or f"article-{ranked.article.article_id}"


def figure(values: Sequence[float] | Sequence[bool]) -> Figure:
    """The mean with its interval; the same values give the same interval."""
    found = np.asarray(values, np.float64)
    samples = np.random.default_rng(0).choice(found, (SAMPLES, len(found))).mean(axis=1)
    low, high = np.percentile(samples, [2.5, 97.5])
    return Figure(float(found.mean()), float(low), float(high), len(found))


def holds_answer(text: str, answers: Iterable[str]) -> bool:
    """Whether one of the answers stands in the text, whatever the case and the signs between the words."""
    folded = _folded(text)
    return any(_folded(answer) in folded for answer in answers)


def _folded(text: str) -> str:
    words = " ".join(re.findall(r"\w+", text.lower()))
    return f" {words} "


def _answer_facts(question: KnownQuestion, answer: Answer) -> dict[str, float]:
    refused = float(not answer.answered)
    if not question.answerable:
        return {"refused rightly": refused}
    facts = {"refused wrongly": refused}
    if question.answers:
        shown = " ".join(quote.text for quote in answer.quotes)
        facts["answer in the quotes"] = float(holds_answer(shown, question.answers))
    return facts


def _best(ranking: Ranking, most: int) -> list[str]:
    return sorted(ranking, key=lambda name: -ranking[name])[:most]


def _standard_measures(run: Mapping[str, Ranking], qrels: Mapping[str, frozenset[str]]) -> dict[str, Figure]:
    try:
        import ir_measures
    except ModuleNotFoundError:
        raise InputError('Measuring needs one more package: pip install "newsdesk[eval]".') from None
    measures = [ir_measures.nDCG @ 10, ir_measures.RR @ 10, ir_measures.R @ 5, ir_measures.R @ 10]
    judged = {number: dict.fromkeys(gold, 1) for number, gold in qrels.items()}
    values: dict[str, list[float]] = {}
    # A question for which nothing was found counts as nothing, which a run file cannot say.
    for metric in ir_measures.iter_calc(measures, judged, {n: dict(r) for n, r in run.items()}):
        values.setdefault(str(metric.measure), []).append(metric.value)
    return {name: figure(found) for name, found in values.items()}
