"""What could not be taken and why: the first of many one by one, the rest as a number."""

import sys
from collections.abc import Callable

SHOWN = 20


def to_stderr(sentence: str) -> None:
    """One line on standard error."""
    sys.stderr.write(f"{sentence}\n")


class Complaints:
    """Says each complaint once it hears it, until there have been many."""

    def __init__(self, say: Callable[[str], object] = to_stderr) -> None:
        self._say = say
        self._heard = 0

    def hear(self, sentence: str) -> None:
        """Say it, unless there were too many before."""
        self._heard += 1
        if self._heard <= SHOWN:
            self._say(sentence)

    def close(self) -> None:
        """Say how many more there were."""
        if self._heard > SHOWN:
            self._say(f"… and {self._heard - SHOWN:,} more like these.")
