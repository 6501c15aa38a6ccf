"""`newsdesk eval`: how good search and answers are on questions whose answers are known."""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import Options, open_desk, say_when_waiting
from bot.cli.progress import progress_bar
from bot.cli.times import Now, now_utc

if TYPE_CHECKING:
    from index.evaluation import Evaluation
    from index.evaluation.evaluation import Figure


def evaluate(
    context: typer.Context,
    questions: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="JSON lines with question, answers, gold_urls and, if wanted, now and id."),
    ],
    now: Now = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    run: Annotated[Path | None, typer.Option(help="Write the whole's ranking as a TREC run file.")] = None,
    qrels: Annotated[Path | None, typer.Option(help="Write the articles that answer as a TREC qrels file.")] = None,
) -> None:
    """Measure search and answers on your own questions, arm by arm and as a whole, with 95 % intervals."""
    from index.evaluation import evaluate as measure
    from index.evaluation import read_questions
    from index.evaluation.evaluation import DEPTH, WHOLE

    options: Options = context.obj
    known = list(read_questions(questions, now or now_utc()))
    with open_desk(options.settings()) as desk, progress_bar() as progress:
        say_when_waiting(desk.newsdesk)
        task = progress.add_task("Asking", total=len(known), done="")
        found = measure(
            known,
            lambda q: desk.newsdesk.search(q.question, now=q.now, most=DEPTH),
            lambda q: desk.newsdesk.ask(q.question, now=q.now),
            lambda count: progress.advance(task, count),
        )
    if run is not None:
        run.write_text("".join(f"{line}\n" for line in _run_lines(found.runs.get(WHOLE, {}))), encoding="utf-8")
    if qrels is not None:
        lines = (f"{number} 0 {name} 1\n" for number, gold in found.qrels.items() for name in sorted(gold))
        qrels.write_text("".join(lines), encoding="utf-8")
    if as_json:
        figures = {"rankings": _plain(found.rankings), "answers": {n: asdict(f) for n, f in found.answers.items()}}
        sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    else:
        show(found)


def show(found: "Evaluation") -> None:
    """Print the figures as two tables."""
    from rich.console import Console
    from rich.table import Table

    console = Console(markup=False, highlight=False)
    if found.rankings:
        measures = list(next(iter(found.rankings.values())))
        table = Table("ranking", *measures, box=None, pad_edge=False)
        for arm, figures in found.rankings.items():
            table.add_row(arm, *(_shown(figures[name]) for name in measures))
        console.print(table)
        console.print()
    table = Table("answers", "share", "questions", box=None, pad_edge=False)
    for name, figure in found.answers.items():
        table.add_row(name, _shown(figure), f"{figure.count:,}")
    console.print(table)


def _run_lines(run: "Mapping[str, Mapping[str, float]]") -> Iterator[str]:
    for number, ranking in run.items():
        for rank, (name, score) in enumerate(ranking.items(), start=1):
            yield f"{number} Q0 {name} {rank} {score} newsdesk"


def _shown(figure: "Figure") -> str:
    return f"{figure.mean:.3f} [{figure.low:.3f}, {figure.high:.3f}]"


def _plain(rankings: "Mapping[str, Mapping[str, Figure]]") -> dict[str, dict[str, dict[str, float]]]:
    return {arm: {name: asdict(figure) for name, figure in figures.items()} for arm, figures in rankings.items()}
