"""Whether an article tells something new of its story.

It does when its lead is no retelling of an earlier article's and its title has words that none of them has.
`python -m tests.bench.fit_turns` prints how often that is right: what is said twice is worse than what goes unsaid.
"""

from collections.abc import Sequence

import numpy as np

from index.embedding.encoder import Vectors
from index.embedding.vectors import HalfVector
from index.passage_index.tantivy_words import stems

NEAR = 0.8  # cosine of leads from which on an article tells the same again
NEW_WORDS = 0.5  # share of the title's that a new turn needs


def is_new_turn(title: str, vector: Vectors, earlier: Sequence[tuple[str, HalfVector]]) -> bool:
    """Whether an article is a new turn after earlier ones, each given as its words and the vector of its lead."""
    if not earlier:
        return True
    nearest = float((np.array([each for _, each in earlier], np.float32) @ vector).max())
    known = {stem for text, _ in earlier for stem in stems(text)}
    own = set(stems(title))
    return nearest < NEAR and len(own - known) >= NEW_WORDS * len(own)
