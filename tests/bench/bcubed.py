"""BCubed, which compares two groupings (Bagga and Baldwin 1998)."""

from collections.abc import Sequence

import numpy as np


def bcubed_f1(one: Sequence[int], other: Sequence[int]) -> float:
    """The F1 of two groupings, each given as the label of every item's group."""
    together = [np.equal.outer(np.array(labels), np.array(labels)) for labels in (one, other)]
    both = (together[0] & together[1]).sum(axis=1)
    precision, recall = (float((both / each.sum(axis=1)).mean()) for each in together)
    return 2 * precision * recall / (precision + recall)
