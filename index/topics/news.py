"""An article as topics look at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from index.embedding.encoder import Vectors
from index.passage_index.tantivy_words import stems
from index.question.outlet_names import spellings
from index.topics.wording import Phrase


@dataclass(frozen=True)
class News:
    """`lead` is the first passage, `vector` its vector of shape (dimension,), length 1.

    `former_stories` are those that became part of its story: what follows one of them follows all of it.
    """

    title: str
    lead: str
    text: str
    outlet: str | None
    story_id: int | None
    vector: Vectors
    former_stories: frozenset[int] = frozenset()

    @cached_property
    def lead_words(self) -> frozenset[str]:
        """The stems of title and lead, which tell what the article is about."""
        return frozenset(stems(f"{self.title} {self.lead}"))

    @cached_property
    def words(self) -> dict[str, list[int]]:
        """The stems of title and text with their places, in order."""
        places: dict[str, list[int]] = {}
        for place, stem in enumerate(stems(f"{self.title}\n{self.text}")):
            places.setdefault(stem, []).append(place)
        return places

    @cached_property
    def stories(self) -> frozenset[int]:
        """All numbers that its story has, or has had."""
        return self.former_stories if self.story_id is None else self.former_stories | {self.story_id}

    @cached_property
    def outlet_names(self) -> frozenset[str]:
        """How people may write its outlet."""
        return spellings(self.outlet) if self.outlet else frozenset()

    def holds(self, phrase: Phrase) -> bool:
        """Whether the words of a phrase stand in it one after the other."""
        found = self.words.get(phrase[0], ())
        return any(self._goes_on(phrase[1:], place + 1) for place in found)

    def _goes_on(self, rest: Sequence[str], place: int) -> bool:
        return all(place + n in self._place_sets.get(stem, ()) for n, stem in enumerate(rest))

    @cached_property
    def _place_sets(self) -> dict[str, frozenset[int]]:
        return {stem: frozenset(places) for stem, places in self.words.items()}
