"""How like two texts are, by the words they share, the rarer the more."""

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

UNKNOWN = 8.0  # rarity of a word that the index has not taken over yet, about that of one article among 3,000
FEW = 500  # articles; how rare a word is cannot be told from fewer

Rarity = Callable[[list[str]], dict[str, float]]


class RareWords:
    """Texts as stems with their rarities; each stem's rarity is asked for once.

    `rarity` gives them `among` so many articles. If these are few, the name that a story is told by is in most of them
    and would count for nothing: they are taken for the first of FEW, of which the others have none of these words.
    """

    def __init__(self, stems: Callable[[str], list[str]], rarity: Rarity, *, among: int) -> None:
        self._stems = stems
        self._rarity = rarity
        self._missing = math.log((FEW + 1) / (min(among, FEW) + 1))  # log((n + 1) / (holding + .5)) is the rarity
        self._known: dict[str, float] = {}

    def of(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """The stems of each text with their rarities."""
        found = [dict.fromkeys(self._stems(text)) for text in texts]
        if unknown := [stem for stem in dict.fromkeys(chain.from_iterable(found)) if stem not in self._known]:
            rarities = {stem: weight + self._missing for stem, weight in self._rarity(unknown).items()}
            self._known |= dict.fromkeys(unknown, UNKNOWN) | rarities
        return [{stem: self._known[stem] for stem in stems} for stems in found]


class Weighted(NamedTuple):
    """A text's stems with their rarities, and the length of these as a vector."""

    stems: Mapping[str, float]
    length: float


def weighted(stems: Mapping[str, float]) -> Weighted:
    """The stems, ready to be compared again and again."""
    return Weighted(stems, math.hypot(*stems.values()))


def word_likeness(one: Weighted, other: Weighted) -> float:
    """The cosine of two texts, in [0, 1]; 0 where one of them has no words."""
    there = other.stems
    shared = sum(weight * there[stem] for stem, weight in one.stems.items() if stem in there)
    return shared / (one.length * other.length) if shared else 0.0
