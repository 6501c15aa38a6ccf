"""The gate: what makes search, answers or stories worse does not pass."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.bench import held_line
from tests.bench.bcubed import bcubed_f1
from tests.bot.quality.figures import BASELINE, figures

if TYPE_CHECKING:
    from index.newsdesk import Newsdesk

# Processors round differently when they embed, which turns a question or two, the more the more questions there are.
TOLERANCE, TOLERANCE_OF_OTHERS = 0.01, 0.03


def test_nothing_is_worse_on_the_sample(newsdesk: "Newsdesk") -> None:
    assert not _worse(figures(newsdesk), BASELINE, TOLERANCE), "the figures were and are"


@pytest.mark.usefixtures("shared_data")
def test_nothing_is_worse_on_news_and_texts_of_others(tmp_path: Path) -> None:
    assert not _worse(held_line.figures(tmp_path), held_line.LINE, TOLERANCE_OF_OTHERS), "the figures were and are"


def test_bcubed_by_hand() -> None:
    """Of the three the first two are together here, the last two there."""
    assert bcubed_f1([1, 1, 2], [1, 2, 2]) == pytest.approx(2 / 3)
    assert bcubed_f1([1, 1, 2], [5, 5, 7]) == 1.0


def _worse(found: Mapping[str, float], held: Path, tolerance: float) -> dict[str, tuple[float, float]]:
    line = json.loads(held.read_text(encoding="utf-8"))
    assert found.keys() == line.keys()
    return {name: (line[name], now) for name, now in found.items() if _loss(name, line[name], now) > tolerance}


def _loss(name: str, was: float, now: float) -> float:
    return now - was if name.endswith("refused wrongly") else was - now
