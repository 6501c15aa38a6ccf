"""The order of the rows of the vector index, in which searches read what lies together."""

from pathlib import Path

import numpy as np

from index.passage_index.arrangement import arranged
from index.passage_index.passage_rows import ROW, PassageRows


def test_leads_lie_together_and_dead_rows_are_left_out(tmp_path: Path) -> None:
    facts = [(number, number // 3, 1_000 - number, 0, 0, number % 3 == 0) for number in range(30)]
    rows = PassageRows()
    rows.add(np.array(facts, ROW))
    rows.bury(np.array([0, 1]))
    vectors = np.arange(30 * 4, dtype=np.float16).reshape(30, 4)

    files, moved, cells = arranged(vectors, rows, tmp_path)

    assert cells is None  # too few
    assert sorted(moved.column("passage").tolist()) == list(range(2, 30))
    assert moved.column("lead").tolist() == [True] * 9 + [False] * 19
    stored = np.frombuffer(files.vectors.content(), np.float16).reshape(-1, 4)
    assert (stored == vectors[moved.column("passage")]).all()
