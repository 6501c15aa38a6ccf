"""The gate: what makes search, answers or stories worse on the sample does not pass."""

import json
from typing import TYPE_CHECKING

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


def _loss(name: str, was: float, now: float) -> float:
    return now - was if name in LESS_IS_BETTER else was - now
