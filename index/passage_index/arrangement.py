"""Putting the rows of the vector index in an order that searches can make use of.

First by time, in blocks, so that a window of time is a range of rows; within a block the leads, which are searched by
themselves, before the rest, and each of the two by cell, so that what is read for one question lies together.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.passage_index.cells import SAMPLE, SEED, CellNumbers, Cells, how_many
from index.passage_index.passage_rows import PassageRows
from index.passage_index.vector_files import VectorFiles

CELLS_FROM = 65_536  # passages; a scan over fewer takes less time than the rest of an answer
BLOCK = 131_072  # rows
PIECE = 8_192  # rows handled at once

Halves = NDArray[np.float16]


def arranged(vectors: Halves, rows: PassageRows, folder: Path) -> tuple[VectorFiles, PassageRows, Cells | None]:
    """The living rows in order, in new files that no manifest names yet. Raises OSError, after which there are none."""
    living = rows.living()
    cells = _learnt(vectors, living) if len(living) >= CELLS_FROM else None
    numbers = _cells_of(vectors, living, cells)
    moments, leads = (np.asarray(rows.column(name)[living]) for name in ("moment", "lead"))
    order = _order(moments, leads, numbers)
    files, moved = VectorFiles.fresh(folder), PassageRows()
    try:
        for start in range(0, len(order), PIECE):
            places = order[start : start + PIECE]
            taken = rows.taken(living[places])
            taken["cell"] = numbers[places]
            files.add(vectors[living[places]].tobytes(), taken.tobytes(), b"")
            moved.add(taken)
        if cells:
            files.cells.append(cells.centroids.tobytes())
    except OSError:
        files.discard()
        raise
    return files, moved, cells


def _learnt(vectors: Halves, living: NDArray[np.int64]) -> Cells:
    count = how_many(len(living))
    sample = np.random.default_rng(SEED).choice(living, min(len(living), SAMPLE * count), replace=False)
    return Cells.learnt(vectors[np.sort(sample)].astype(np.float32), count)


def _cells_of(vectors: Halves, living: NDArray[np.int64], cells: Cells | None) -> CellNumbers:
    numbers = np.zeros(len(living), np.uint16)
    for start in range(0, len(living) if cells else 0, PIECE):
        piece = living[start : start + PIECE]
        if cells:
            numbers[start : start + PIECE] = cells.of(vectors[piece].astype(np.float32))
    return numbers


def _order(moments: NDArray[np.int64], leads: NDArray[np.bool_], cells: CellNumbers) -> NDArray[np.int64]:
    by_time = np.argsort(moments, kind="stable")
    block = np.empty(len(moments), np.int64)
    block[by_time] = np.arange(len(moments)) // BLOCK
    return np.lexsort((cells, ~leads, block))
