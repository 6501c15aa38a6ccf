"""Prints how good search, answers, refusals and stories are, side by side with other ways, all in one run.

    python -m tests.bench.quality FOLDER [--peers PYTHON] [--sets SET …] [--quiz-articles N] [--quiz-questions N]

FOLDER keeps what is embedded, so that the next run is quick. `--peers` names the Python of an environment made with
`pip install newsdesk[bench]`: then two ways to search that people would pick instead rank the same articles by the same
vectors. The quiz has 15,450 articles, of which those that answer and a share of the others are taken, see
`corpora.quiz_articles`. Intervals are 95 % ones.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC
from pathlib import Path

from rich.console import Console
from rich.table import Table

from index.answers.quotes import chosen
from index.evaluation import Evaluation, KnownQuestion, evaluate
from index.evaluation.evaluation import DEPTH, WHOLE, Figure, figure, holds_answer, measured
from index.inquiry import ARTICLES_READ, QUOTE_MARGIN
from index.newsdesk import Newsdesk
from index.question.question import understand
from index.question.window import Window
from index.search.ranking import ARM_WEIGHTS, normalised
from tests.bench import corpora
from tests.bench.corpora import CLOCK, Asked
from tests.bench.peer_rankings import HYBRID, PeerArticles
from tests.bench.story_quality import pairs_measured, searches_measured

MEASURES = ("nDCG@10", "RR@10", "R@5", "answer@5")
OUTSIDE = 10  # one in so many quiz questions is asked of articles of other years


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS))
    parser.add_argument("--quiz-articles", type=int, default=1_500)
    parser.add_argument("--quiz-questions", type=int, default=600)
    given = parser.parse_args()
    for name in given.sets:
        SETS[name](given)


def wikinews(given: argparse.Namespace) -> None:
    """Search, answers and refusals on news of 2019 to 2021."""
    asked = known(corpora.wikinews_questions("wikinews"))
    with corpora.desk_of(given.folder / "wikinews", corpora.wikinews_articles()) as desk:
        show_search("120 questions on 295 wikinews articles", desk, asked, given.peers)
        outside = known([replace(q, answers=(), gold=frozenset()) for q in corpora.quiz_questions()[::OUTSIDE]])
        show_answers("quiz questions of 2023 and 2024, asked of the wikinews articles", asking(desk, outside).answers)


def quiz(given: argparse.Namespace) -> None:
    """Questions on the week's news among articles of some years."""
    questions = corpora.quiz_questions()
    answered = [q for q in questions if q.gold]
    others = [q for q in questions if not q.gold]
    others = others[:: max(1, len(others) // given.quiz_questions)]
    with corpora.desk_of(given.folder / "quiz", corpora.quiz_articles(given.quiz_articles)) as desk:
        size = f"{desk.status().articles:,} articles"
        show_search(
            f"{len(answered) + len(others)} quiz questions on {size}", desk, known(answered + others), given.peers
        )


def squad(given: argparse.Namespace) -> None:
    """Questions on texts of an encyclopedia, half of which they do not answer."""
    with corpora.desk_of(given.folder / "squad", corpora.squad_articles()) as desk:
        for answerable in (True, False):
            questions = corpora.squad_questions(answerable=answerable)  # what may seem to answer is given for all
            asked = known([replace(q, gold=frozenset(), answers=q.answers * answerable) for q in questions])
            kind = "answerable" if answerable else "impossible"
            show_answers(f"{len(asked)} {kind} questions of the reading set, on its texts", asking(desk, asked).answers)


def stories(given: argparse.Namespace) -> None:
    """Articles grouped as they arrive, against what people made of them."""
    table = Table("stories of ten news searches", "BCubed F1", box=None, pad_edge=False)
    for name, agreement in searches_measured(given.folder / "stories").items():
        table.add_row(name, shown(agreement))
    show(table)
    table = Table("pairs marked the same story or not", "pairs", "F1", "precision", "recall", box=None, pad_edge=False)
    for found in pairs_measured(given.folder / "pairs"):
        table.add_row(
            found.language, str(found.count), f"{found.f1:.3f}", f"{found.precision:.3f}", f"{found.recall:.3f}"
        )
    show(table)


SETS: dict[str, Callable[[argparse.Namespace], None]] = {
    "wikinews": wikinews,
    "quiz": quiz,
    "squad": squad,
    "stories": stories,
}


def known(asked: Sequence[Asked]) -> list[KnownQuestion]:
    """The questions as they are evaluated."""
    return [KnownQuestion(str(n), q.question, q.answers, q.gold, q.now) for n, q in enumerate(asked)]


def asking(desk: Newsdesk, questions: Sequence[KnownQuestion]) -> Evaluation:
    """Search and answers, with the questions' own dates as the clock."""
    return evaluate(
        questions,
        lambda q: desk.search(q.question, now=q.now, most=DEPTH),
        lambda q: desk.ask(q.question, now=q.now),
        lambda _count: None,
    )


def show_search(title: str, desk: Newsdesk, questions: Sequence[KnownQuestion], peers: Path | None) -> None:
    """The arms, their fusion, the whole with and without the clock, and the peers; then the answers."""
    late = asking(desk, [replace(q, now=CLOCK) for q in questions])
    dated = asking(desk, questions)
    rows = {arm: figures for arm, figures in late.rankings.items() if arm != WHOLE}
    if peers:
        articles = PeerArticles(desk)
        for peer, name in HYBRID.items():
            with articles.taken_in(peers, peer) as process:
                rows[name] = measured(questions, articles.run(process, questions), articles.texts)
    rows["Newsdesk"] = late.rankings[WHOLE]
    rows["Newsdesk, with the question's date as the clock"] = dated.rankings[WHOLE]
    shown_measures = [m for m in MEASURES if m in late.rankings[WHOLE]]
    counts = (f"{m} ({late.rankings[WHOLE][m].count})" for m in shown_measures)
    table = Table(title, *counts, box=None, pad_edge=False)
    for name, figures in rows.items():
        table.add_row(name, *(shown(figures[m]) for m in shown_measures))
    show(table)
    show_answers("answers", late.answers)
    show_answers("quotes from what one arm ranks first, none refused", answers_by_arm(desk, questions))
    show_answers("answers, with the question's date as the clock", dated.answers)


def answers_by_arm(desk: Newsdesk, questions: Sequence[KnownQuestion]) -> dict[str, Figure]:
    """How often the quotes hold the answer that are chosen, as always, from the articles which one arm ranks first."""
    inquiry = desk._inquiry
    held: dict[str, list[bool]] = {}
    for question in questions:
        if not question.answers:
            continue
        asked = understand(question.question, now=CLOCK, time_zone=UTC, known_outlets=())
        asked = replace(asked, window=Window())
        ranked = inquiry.search(asked, CLOCK, DEPTH, strict=True)
        for arm in ARM_WEIGHTS:
            scores = normalised({r.article.article_id: r.arms[arm] for r in ranked if arm in r.arms})
            alone = [replace(r, score=s) for r in ranked if (s := scores.get(r.article.article_id)) is not None]
            alone.sort(key=lambda r: -r.score)
            sentences = inquiry.scored_sentences(asked, alone, inquiry.read_passages(alone[:ARTICLES_READ]))
            quotes = chosen(sentences, margin=QUOTE_MARGIN)
            held.setdefault(arm, []).append(holds_answer(" ".join(q.text for q in quotes), question.answers))
    return {arm: figure(values) for arm, values in held.items()}


def show_answers(title: str, found: Mapping[str, Figure]) -> None:
    """How often the answer was in what was shown, and how often none was given."""
    table = Table(title, "share", "questions", box=None, pad_edge=False)
    for name, share in found.items():
        table.add_row(name, shown(share), str(share.count))
    show(table)


def shown(found: Figure) -> str:
    """A mean with its interval."""
    return f"{found.mean:.3f} [{found.low:.3f}, {found.high:.3f}]"


def show(table: Table) -> None:
    """Print it as soon as it is known: a run takes long."""
    console = Console(width=160, markup=False, highlight=False)
    console.print(table)
    console.print()


if __name__ == "__main__":
    main()
