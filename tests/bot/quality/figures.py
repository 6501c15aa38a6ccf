"""How good search, answers and stories are on the sample, as figures that a committed file holds the line for.

    python -m tests.bot.quality.figures [--write]

prints them and, with --write, makes them the new line: after a change that is better, or worse for a reason.
"""

import json
import sys
import tempfile
from pathlib import Path

from bot.sample import SAMPLE_CLOCK
from config import Settings
from index.evaluation import evaluate, read_questions
from index.evaluation.evaluation import DEPTH
from index.newsdesk import Newsdesk, open_newsdesk
from tests.bench.bcubed import bcubed_f1
from tests.bot.conftest import open_database, store_sample

HERE = Path(__file__).parent
QUESTIONS = HERE / "questions.jsonl"
STORIES = HERE / "stories.json"  # addresses that belong together; what is not in it is a story by itself
BASELINE = HERE / "baseline.json"


def figures(desk: Newsdesk) -> dict[str, float]:
    """Means by name, for a news desk that knows the sample."""
    found = evaluate(
        list(read_questions(QUESTIONS, SAMPLE_CLOCK)),
        lambda q: desk.search(q.question, now=q.now, most=DEPTH),
        lambda q: desk.ask(q.question, now=q.now),
        lambda _count: None,
    )
    means = {f"{arm}: {name}": figure.mean for arm, of in found.rankings.items() for name, figure in of.items()}
    means |= {name: figure.mean for name, figure in found.answers.items()}
    return {name: round(mean, 4) for name, mean in (means | {"stories: BCubed F1": _stories(desk)}).items()}


def _stories(desk: Newsdesk) -> float:
    wanted = {url: number for number, urls in enumerate(json.loads(STORIES.read_text("utf-8"))) for url in urls}
    found = {source.url: story for story in range(1, desk.status().stories + 1) for source in desk.story(story)}
    return bcubed_f1(
        [wanted.get(url or "", -number) for number, url in enumerate(found, start=1)], list(found.values())
    )


def main() -> None:
    """Print, and write when asked to."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(Path(folder))
        with open_newsdesk(Settings(data_dir=Path(folder)), database) as desk:
            store_sample(desk)
            desk.index_pending(lambda: False)
            text = json.dumps(figures(desk), indent=2) + "\n"
        database.close()
    sys.stdout.write(text)
    if "--write" in sys.argv:
        BASELINE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
