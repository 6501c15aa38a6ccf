"""Cells: regions of the space of vectors, so that a search reads the regions near a question and leaves out the rest.

This is the inverted file of FAISS (k-means centroids, rows by their nearest one), laid as a filter over a scan, so that
it goes together with filters by time and outlet, with rows in any order, and with dead rows.
"""

import math

import faiss
import numpy as np
from numpy.typing import NDArray

SAMPLE = 48  # vectors a centroid is learnt from
ROUNDS = 8
SEED = 1

Floats = NDArray[np.float32]
CellNumbers = NDArray[np.uint16]


def how_many(rows: int) -> int:
    """How many cells suit a number of rows: about the square root, a power of two."""
    return 1 << round(math.log2(max(1, rows)) / 2)


class Cells:
    """Centroids of shape (cells, dimension), float32."""

    def __init__(self, centroids: Floats) -> None:
        self.centroids = centroids

    @classmethod
    def learnt(cls, sample: Floats, count: int) -> "Cells":
        """The centroids that spherical k-means finds for a sample of unit vectors."""
        means = faiss.Kmeans(sample.shape[1], count, niter=ROUNDS, spherical=True, seed=SEED, min_points_per_centroid=1)
        means.train(sample)
        return cls(np.ascontiguousarray(means.centroids, np.float32))

    def of(self, vectors: Floats) -> CellNumbers:
        """The cell of each vector, shape (n,)."""
        return np.asarray((vectors @ self.centroids.T).argmax(axis=1), np.uint16)

    def near(self, vector: Floats, sizes: NDArray[np.int64], enough: int) -> NDArray[np.bool_]:
        """Which cells to read: the nearest to `vector`, until they hold `enough` rows; `sizes` are the rows of each."""
        order = np.argsort(-(self.centroids @ vector))
        needed = int(np.searchsorted(np.cumsum(sizes[order]), enough)) + 1
        near = np.zeros(len(self.centroids), np.bool_)
        near[order[:needed]] = True
        return near
