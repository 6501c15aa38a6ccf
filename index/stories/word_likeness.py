"""How like two texts are, by the words they share, the rarer the more."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import tantivy

UNKNOWN = 8.0  # rarity of a word that the index has not taken over yet, about that of one article among 3,000
FEW = 500  # articles; how rare a word is cannot be told from fewer

Rarity = Callable[[list[str]], dict[str, float]]

_russian = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.stemmer("russian")).build()


class RareWords:
    """Texts as words with their rarities; that of each stem is asked for once.

    `rarity` gives them `among` so many articles. If these are few, the name that a story is told by is in most of them
    and would count for nothing: they are taken for the first of FEW, of which the others have none of these words.
    """

    def __init__(self, stems: Callable[[str], list[str]], rarity: Rarity, *, among: int) -> None:
        self._stems = stems
        self._rarity = rarity
        self._missing = math.log((FEW + 1) / (min(among, FEW) + 1))  # log((n + 1) / (holding + .5)) is the rarity
        self._alone = math.log((among + 1) / 2) + self._missing  # what only one article has is rarer, all else commoner
        self._known: dict[str, tuple[str, float]] = {}  # by stem: what all forms of the word have in common, its rarity
        self._unmet: set[str] = set()

    def of(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """The words of each text with their rarities, one for all forms of a word."""
        found = [dict.fromkeys(self._stems(text)) for text in texts]
        self._look_up(dict.fromkeys(chain.from_iterable(found)))
        return [dict(map(self._known.__getitem__, stems)) for stems in found]

    def rarest(self, text: str, most: int) -> list[str]:
        """The rarest stems of a text that other articles have, too."""
        stems = dict.fromkeys(self._stems(text))
        self._look_up(stems)
        weights = {stem: self._known[stem][1] for stem in stems if stem not in self._unmet}
        shared = [stem for stem, weight in weights.items() if weight < self._alone]
        return sorted(shared, key=lambda stem: -weights[stem])[:most]

    def _look_up(self, stems: Iterable[str]) -> None:
        if unknown := [stem for stem in stems if stem not in self._known]:
            rarities = {stem: weight + self._missing for stem, weight in self._rarity(unknown).items()}
            self._known |= {stem: (_root(stem), rarities.get(stem, UNKNOWN)) for stem in unknown}
            self._unmet.update(stem for stem in unknown if stem not in rarities)


def _root(stem: str) -> str:
    """What all forms of a word have in common: the index leaves those of Russian words as they are."""
    return stem if stem.isascii() else "".join(_russian.analyze(stem))


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
