"""How near an article must come to a topic.

By meaning alone, as the cosine of the topic's vector to the article's lead, or less where the lead has all of the
topic's telling words. `python -m tests.bench.fit_topics` chose the numbers on one half of its topics and prints what
they do on the other.
"""

from enum import StrEnum
from typing import NamedTuple


class Sensitivity(StrEnum):
    """How much a topic lets through."""

    FEW = "few"
    NORMAL = "normal"
    ALL = "all"


class Nearness(NamedTuple):
    """Least cosines: by meaning alone, and with all words in the lead."""

    alone: float
    with_words: float


NEARNESS = {
    Sensitivity.FEW: Nearness(0.52, 0.33),
    Sensitivity.NORMAL: Nearness(0.44, 0.23),
    Sensitivity.ALL: Nearness(0.40, 0.14),
}
LEAST = min(nearness.alone for nearness in NEARNESS.values())
