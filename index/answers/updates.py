"""Quotes with figures that a later report of the same story gives otherwise: the newest first, the older one marked.

A figure counts for an article only where all that was read of it agrees, and the later one must not be far below the
earlier: it is rather not marked than wrongly.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.answers.counted_people import counted_people
from index.answers.quotes import MOST_QUOTES, ScoredSentence
from index.articles.articles import StoredArticle

LEAST_SHARE = 0.5  # of the earlier figure; what is lower counts something else


@dataclass(frozen=True, slots=True)
class Chosen:
    """A sentence to be quoted; an `outdated` one gives a figure that a later report of the story gives otherwise."""

    sentence: ScoredSentence
    outdated: bool = False


def brought_up_to_date(
    quotes: Sequence[ScoredSentence], scored: Sequence[ScoredSentence], articles: Mapping[int, StoredArticle]
) -> list[Chosen]:
    """The quotes, with the sentence that brings one up to date before it; `scored` are all that were read.

    No more come out than may be shown.
    """
    figures = _figures(scored) if any(counted_people(quote.text) for quote in quotes) else {}
    shown: list[Chosen] = []
    for quote in quotes:
        later = _later(quote, scored, figures, articles)
        if later and all(later.text != one.sentence.text for one in shown):
            shown.append(Chosen(later))
        if all(quote.text != one.sentence.text for one in shown):
            shown.append(Chosen(quote, outdated=later is not None))
    return shown[:MOST_QUOTES]


def _later(
    quote: ScoredSentence,
    scored: Sequence[ScoredSentence],
    figures: Mapping[int, Mapping[str, set[int]]],
    articles: Mapping[int, StoredArticle],
) -> ScoredSentence | None:
    """The newest sentence that gives another figure of what the quote counts, in a later article of its story."""
    own = articles[quote.article_id]
    if own.story_id is None or own.published is None:
        return None
    told = {n: f for n, f in counted_people(quote.text).items() if figures[quote.article_id][n] == {f}}
    found = []
    for sentence in scored if told else ():
        other = articles[sentence.article_id]
        if other.story_id != own.story_id or other.published is None or other.published <= own.published:
            continue
        counted = counted_people(sentence.text)
        if any(
            figures[sentence.article_id][thing] == {counted.get(thing)}
            and figure != counted[thing]
            and counted[thing] >= LEAST_SHARE * figure
            for thing, figure in told.items()
        ):
            found.append((other.published, sentence.score, sentence))
    return max(found, key=lambda each: each[:2])[2] if found else None


def _figures(scored: Sequence[ScoredSentence]) -> Mapping[int, Mapping[str, set[int]]]:
    """What each article gives as figures of each thing."""
    figures: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for sentence in scored:
        for thing, figure in counted_people(sentence.text).items():
            figures[sentence.article_id][thing].add(figure)
    return figures
