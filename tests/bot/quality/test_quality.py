"""The gate: what makes search, answers or stories worse on the sample does not pass."""

import json
from typing import TYPE_CHECKING

import pytest

from tests.bench.bcubed import bcubed_f1
from tests.bot.quality.figures import BASELINE, LESS_IS_BETTER, figures

if TYPE_CHECKING:
    from index.newsdesk import Newsdesk

TOLERANCE = 0.01  # about one question of the sample's: processors round differently when they embed


def test_nothing_is_worse_than_it_was(newsdesk: "Newsdesk") -> None:
    line = json.loads(BASELINE.read_text(encoding="utf-8"))
    found = figures(newsdesk)
    assert found.keys() == line.keys()
    worse = {name: (line[name], now) for name, now in found.items() if _loss(name, line[name], now) > TOLERANCE}
    assert not worse, "the figures of the sample were and are"


def test_bcubed_by_hand() -> None:
    """Of the three the first two are together here, the last two there."""
    assert bcubed_f1([1, 1, 2], [1, 2, 2]) == pytest.approx(2 / 3)
    assert bcubed_f1([1, 1, 2], [5, 5, 7]) == 1.0


def _loss(name: str, was: float, now: float) -> float:
    return now - was if name in LESS_IS_BETTER else was - now
