"""How like two articles are: by what they mean, as far as the model can tell, and by the rare words they share."""

from typing import NamedTuple

from index.stories.word_likeness import Weighted, word_likeness

# The cosine of the lead vectors, and the rare words of titles and of leads.
MEANING, TITLES, LEADS = 0.4, 0.3, 0.3
USUAL = 0.5  # stands for a cosine that tells nothing; two English articles just alike enough have 0.6 at the median


class Told(NamedTuple):
    """What is compared of an article: the words of its title, and of the title with what follows it.

    `common` is how far the model tells nothing of its language apart, see `index.stories.common_ground`.
    """

    title: Weighted
    lead: Weighted
    common: float = 0.0


def likeness(cosine: float, one: Told, other: Told) -> float:
    """How like two articles are, given the cosine of their lead vectors.

    The less the model knows the language, the less its cosine counts for or against.
    """
    common = max(one.common, other.common)
    meaning = (1 - common) * cosine + common * USUAL
    titles, leads = word_likeness(one.title, other.title), word_likeness(one.lead, other.lead)
    return MEANING * meaning + TITLES * titles + LEADS * leads
