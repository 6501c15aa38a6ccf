"""Which topics an article is for: one scan over all vectors, and what the words point to, then a look at each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import faiss
import numpy as np

from index.embedding.vectors import HalfVector
from index.question.outlet_names import spellings
from index.topics.news import News
from index.topics.sensitivity import LEAST, NEARNESS, Sensitivity
from index.topics.wording import Wording

Pointer = str | int | tuple[str, str]  # a stem, a story, or "from" and an outlet's name

FIRST_LOOK = 256  # nearest topics that are asked for first; four times as many while the last one is near enough


@dataclass(frozen=True, slots=True)
class Watched:
    """A topic as it is matched; one that follows a story (`story_id`) asks for nothing else."""

    topic_id: int
    wording: Wording
    sensitivity: Sensitivity
    story_id: int | None = None


def suits(topic: Watched, news: News, cosine: float) -> bool:
    """Whether an article is for a topic, given the cosine of their vectors."""
    if topic.story_id is not None:
        return topic.story_id in news.stories
    wording = topic.wording
    if wording.outlet is not None and news.outlet_names.isdisjoint(spellings(wording.outlet)):
        return False
    if wording.plain and not _is_near(topic, news, cosine):
        return False
    return all(map(news.holds, wording.must)) and not any(map(news.holds, wording.must_not))


class TopicMatcher:
    """The topics in memory: a matrix of float16, and for each word the topics that it may point to."""

    def __init__(self, dimension: int) -> None:
        scalars = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        self._vectors = faiss.IndexIDMap2(scalars)
        self._topics: dict[int, Watched] = {}
        self._pointers: dict[Pointer, set[int]] = {}
        self._pointing: dict[int, Sequence[Pointer]] = {}  # what points to each topic

    def __len__(self) -> int:
        return len(self._topics)

    def put(self, topics: Sequence[tuple[Watched, HalfVector]]) -> None:
        """Take topics in with their vectors of shape (dimension,), in the place of what was known of them."""
        newest = {topic.topic_id: (topic, vector) for topic, vector in topics}
        self.drop(newest)
        if newest:
            matrix = np.array([vector for _, vector in newest.values()], np.float32)
            self._vectors.add_with_ids(matrix, np.fromiter(newest, np.int64))
        for topic_id, (topic, _) in newest.items():
            self._topics[topic_id] = topic
            self._pointing[topic_id] = self._choose_pointers(topic)
            for pointer in self._pointing[topic_id]:
                self._pointers.setdefault(pointer, set()).add(topic_id)

    def drop(self, topic_ids: Iterable[int]) -> None:
        """Let topics go; those that are not known are no matter."""
        gone = [topic_id for topic_id in dict.fromkeys(topic_ids) if topic_id in self._topics]
        for topic_id in gone:
            del self._topics[topic_id]
            for pointer in self._pointing.pop(topic_id):
                self._pointers[pointer].discard(topic_id)
                if not self._pointers[pointer]:
                    del self._pointers[pointer]
        if gone:
            self._vectors.remove_ids(np.array(gone, np.int64))

    def match(self, news: News) -> list[int]:
        """The ids of the topics that an article is for, in order."""
        if not self._topics:
            return []
        found = dict(self._near(news))
        for topic_id in self._pointed(news):
            # Few topics have all their words in one lead; the others need no vector.
            if topic_id not in found and self._topics[topic_id].wording.words <= news.lead_words:
                found[topic_id] = float(self._vectors.reconstruct(topic_id) @ news.vector)
        return sorted(topic_id for topic_id, cosine in found.items() if suits(self._topics[topic_id], news, cosine))

    def _choose_pointers(self, topic: Watched) -> Sequence[Pointer]:
        """What an article must have one of to be found for this topic by other than meaning.

        Of words the one that points to the fewest topics so far: most topics of a time share a word.
        """
        if topic.story_id is not None:
            return (topic.story_id,)
        wording = topic.wording
        words = wording.words or {stem for phrase in wording.must for stem in phrase}
        if words:
            return (min(sorted(words), key=lambda stem: len(self._pointers.get(stem, ()))),)
        return [("from", name) for name in spellings(wording.outlet or "")]

    def _near(self, news: News) -> Iterator[tuple[int, float]]:
        """The topics with a cosine that can be enough by itself."""
        most = min(FIRST_LOOK, len(self._topics))
        while True:
            cosines, ids = self._vectors.search(news.vector[np.newaxis], most)
            if most == len(self._topics) or cosines[0][-1] < LEAST:
                break
            most = min(4 * most, len(self._topics))
        return ((int(i), float(c)) for i, c in zip(ids[0], cosines[0], strict=True) if c >= LEAST)

    def _pointed(self, news: News) -> set[int]:
        """The topics to which something that the article has points: a word, its outlet, its story."""
        pointers: list[Pointer] = [*news.words, *(("from", name) for name in news.outlet_names), *news.stories]
        return set().union(*(self._pointers.get(pointer, ()) for pointer in pointers))


def _is_near(topic: Watched, news: News, cosine: float) -> bool:
    least = NEARNESS[topic.sensitivity]
    if cosine >= least.alone:
        return True
    words = topic.wording.words
    return bool(words) and cosine >= least.with_words and words <= news.lead_words
