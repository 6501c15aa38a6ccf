"""Prints how far any grouping of the ten news searches could come against three people who do not agree.

    python -m tests.bench.story_ceiling

It is found by trying: from each person's grouping, results change their stories and stories merge as long as the mean
BCubed F1 against the three grows. Nothing that knows only the articles can be expected there.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from tests.bench.bcubed import bcubed_f1
from tests.bench.story_quality import labels
from tests.bench.story_sets import grouped_searches

Grouping = list[int]


def main() -> None:
    """Run and print."""
    found = []
    for search in grouped_searches():
        people = [labels(groups, len(search.results)) for groups in search.people]
        found.append(max(climbed(start, people) for start in people))
        print(f"{search.name:24} {found[-1]:.3f}", flush=True)
    print(f"{'mean':24} {np.mean(found):.3f}")


def agreement(grouping: Grouping, people: Sequence[Grouping]) -> float:
    """The mean BCubed F1 against the people."""
    return float(np.mean([bcubed_f1(grouping, person) for person in people]))


def climbed(start: Grouping, people: Sequence[Grouping]) -> float:
    """The agreement of the best grouping that is reached from `start`."""
    grouping, best = start, agreement(start, people)
    while True:
        score, better = max(
            ((agreement(each, people), each) for each in neighbours(grouping)), key=lambda pair: pair[0]
        )
        if score <= best:
            return best
        grouping, best = better, score


def neighbours(grouping: Grouping) -> Iterator[Grouping]:
    """All groupings in which one item has moved, or two groups are one."""
    groups = sorted(set(grouping))
    for place, own in enumerate(grouping):
        for other in (*groups, groups[-1] + 1):
            if other != own:
                yield [*grouping[:place], other, *grouping[place + 1 :]]
    for one, other in combinations(groups, 2):
        yield [one if group == other else group for group in grouping]


if __name__ == "__main__":
    main()
