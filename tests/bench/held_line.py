"""The figures of `tests.bench.quality` that need only minutes, as a committed file holds the line for them.

    python -m tests.bench.held_line FOLDER [--write]

prints them and, with --write, makes them the new line: after a change that is better, or worse for a reason.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path

from index.evaluation import Evaluation
from index.evaluation.evaluation import WHOLE
from tests.bench import corpora
from tests.bench.corpora import CLOCK
from tests.bench.quality import OUTSIDE, asking, known
from tests.bench.story_quality import searches_measured

LINE = Path(__file__).with_name("held_line.json")


def figures(folder: Path) -> dict[str, float]:
    """Means by name; `folder` keeps what is embedded."""
    asked = known(corpora.wikinews_questions("wikinews"))
    outside = known([replace(q, answers=(), gold=frozenset()) for q in corpora.quiz_questions()[::OUTSIDE]])
    read = known([replace(q, gold=frozenset()) for q in corpora.squad_questions(answerable=True)])
    with corpora.desk_of(folder / "wikinews", corpora.wikinews_articles()) as desk:
        measured = {
            "wikinews": asking(desk, asked),
            "wikinews, years later": asking(desk, [replace(q, now=CLOCK) for q in asked]),
            "quiz asked of wikinews": asking(desk, outside),
        }
    with corpora.desk_of(folder / "squad", corpora.squad_articles()) as desk:
        measured["reading set"] = asking(desk, read)
    found = {f"{of}: {name}": mean for of, each in measured.items() for name, mean in _means(each).items()}
    found["stories: BCubed F1"] = searches_measured(folder / "stories")["Newsdesk, mean over the three"].mean
    return {name: round(mean, 4) for name, mean in found.items()}


def _means(measured: Evaluation) -> dict[str, float]:
    """Of the whole and of the answers; what one arm does alone holds no line."""
    told = {**measured.rankings.get(WHOLE, {}), **measured.answers}
    return {name: figure.mean for name, figure in told.items()}


def main() -> None:
    """Print, and write when asked to."""
    text = json.dumps(figures(Path(sys.argv[1])), indent=2) + "\n"
    sys.stdout.write(text)
    if "--write" in sys.argv:
        LINE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
