"""The facts beside the vectors: a row for each passage, a column for each fact, so that a filter reads what it needs.

Rows are added at the end and never move. News comes nearly in the order of its time, so the earliest and the latest
moment of each zone of rows tell where a window of time can be at all.
"""

from collections.abc import Collection, Sequence
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.passage_index.protocol import microseconds
from index.question.window import Window

ROW = np.dtype(
    [("passage", "<i8"), ("article", "<i8"), ("moment", "<i8"), ("outlet", "<i4"), ("cell", "<u2"), ("lead", "?")]
)
ZONE = 4096  # rows

Rows = NDArray[np.void]
Wanted = NDArray[np.bool_] | None  # None means all


class PassageRows:
    """Row `n` tells of vector `n`. A dead row is one whose passage was removed or replaced."""

    def __init__(self) -> None:
        self.count = 0
        self.dead = 0
        self._columns: dict[str, NDArray[Any]] = {name: np.empty(0, ROW[name]) for name in ROW.names or ()}
        self._alive = np.empty(0, np.bool_)
        self.cell_sizes = np.zeros(1 << 16, np.int64)
        self._newest_article = 0
        self._zones = np.empty((2, 0), np.int64)

    def column(self, name: str, start: int = 0, stop: int | None = None) -> NDArray[Any]:
        """One fact of the rows from `start` to `stop`."""
        return self._columns[name][start : self.count if stop is None else stop]

    def add(self, rows: Rows) -> None:
        """Add rows at the end, alive."""
        if not len(rows):
            return
        first, self.count = self.count, self.count + len(rows)
        if self.count > len(self._alive):
            room = max(self.count, len(self._alive) * 5 // 4)
            self._columns = {name: _longer(column, room) for name, column in self._columns.items()}
            self._alive = _longer(self._alive, room)
        for name, column in self._columns.items():
            column[first : self.count] = rows[name]
        self._alive[first : self.count] = True
        np.add.at(self.cell_sizes, rows["cell"], 1)
        self._newest_article = max(self._newest_article, int(rows["article"].max()))
        self._survey(first // ZONE)

    def rows_of(self, article_ids: Collection[int]) -> NDArray[np.int64]:
        """The numbers of the rows that are alive of some articles."""
        known = [article_id for article_id in article_ids if article_id <= self._newest_article]
        if not known:
            return np.empty(0, np.int64)
        return np.flatnonzero(np.isin(self.column("article"), known) & self._alive[: self.count])

    def bury(self, numbers: NDArray[np.int64]) -> None:
        """Let rows that are alive be dead."""
        self._alive[numbers] = False
        self.dead += len(numbers)

    def living(self) -> NDArray[np.int64]:
        """The numbers of the rows that are alive."""
        return np.flatnonzero(self._alive[: self.count])

    def taken(self, numbers: NDArray[np.int64]) -> Rows:
        """Some of the rows, in the order asked for."""
        rows = np.empty(len(numbers), ROW)
        for name, column in self._columns.items():
            rows[name] = column[numbers]
        return rows

    def span(self, window: Window) -> tuple[int, int]:
        """The first row and the one after the last that can lie in a window."""
        near = np.ones(self._zones.shape[1], np.bool_)
        if window.since is not None:
            near &= self._zones[1] >= microseconds(window.since)
        if window.until is not None:
            near &= self._zones[0] < microseconds(window.until)
        zones = np.flatnonzero(near)
        return (int(zones[0]) * ZONE, min(self.count, int(zones[-1] + 1) * ZONE)) if len(zones) else (0, 0)

    def wanted(
        self, start: int, stop: int, window: Window, outlets: Sequence[int] | None = None, *, leads: bool = False
    ) -> Wanted:
        """Which of the rows from `start` to `stop` are alive, in the window, of the outlets and, if asked, leads."""
        tests = [self._alive[start:stop]] if self.dead else []
        if window.since is not None:
            tests.append(self._columns["moment"][start:stop] >= microseconds(window.since))
        if window.until is not None:
            tests.append(self._columns["moment"][start:stop] < microseconds(window.until))
        if outlets is not None:
            tests.append(np.isin(self._columns["outlet"][start:stop], outlets))
        if leads:
            tests.append(self._columns["lead"][start:stop].astype(np.bool_, copy=False))
        return reduce(np.logical_and, tests) if tests else None

    def _survey(self, first_zone: int) -> None:
        """Take note of the moments in the zones from `first_zone` on."""
        bounds = np.arange(first_zone * ZONE, self.count, ZONE)
        moments = self.column("moment", int(bounds[0]))
        cuts = bounds - bounds[0]
        fresh = np.stack([np.minimum.reduceat(moments, cuts), np.maximum.reduceat(moments, cuts)])
        self._zones = np.concatenate([self._zones[:, :first_zone], fresh], axis=1)


def _longer(column: NDArray[Any], room: int) -> NDArray[Any]:
    grown = np.empty(room, column.dtype)
    grown[: len(column)] = column
    return grown
