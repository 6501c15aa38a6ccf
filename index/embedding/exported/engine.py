"""Runs an exported model with CTranslate2: token sequences in, unit vectors out."""

import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import ctranslate2
import numpy as np

from index.embedding.encoder import Vectors
from index.embedding.exported.bert_files import BertFiles
from index.embedding.exported.ctranslate2_file import Precision, ctranslate2_side_files
from index.embedding.exported.token_batches import Batch

VERSION = f"CTranslate2 {ctranslate2.__version__}"
LOWER = 5  # by how much the priority of many sequences is below that of a question


def supports(precision: Precision) -> bool:
    """Whether this CPU computes in that precision."""
    return precision in ctranslate2.get_supported_compute_types("cpu")


class Engine:
    """A model in memory. Safe to call from several threads.

    A question runs at once, on its own copy of the model. Many sequences run on another copy, loaded when the first
    of them come: each core takes one batch, at a lower priority, so that questions are answered as if alone.
    """

    def __init__(
        self, model: bytes, reread: Callable[[], bytes | None], files: BertFiles, precision: Precision, threads: int
    ) -> None:
        """Raises RuntimeError or ValueError for bytes that are no such model. `reread` gives them once more, if it can.

        To keep them meanwhile would take as much memory as the model.
        """
        self._files = files
        self._precision = precision
        self._threads = threads
        self._loading = threading.Lock()
        self._reread = reread
        self._many: tuple[ThreadPoolExecutor, ctranslate2.Encoder] | None = None
        self._one = self._load(model)

    def vectors(self, sequences: Sequence[list[int]]) -> Vectors:
        """Shape (len(sequences), dimension), now."""
        return self._vectors(self._one, sequences)

    def run(self, batches: Iterable[Batch]) -> Iterator[tuple[list[int], Vectors]]:
        """(places, vectors) for each batch, on all cores; few batches are under way at once, so others get a turn."""
        pool, encoder = self._for_many()
        under_way: deque[tuple[list[int], Future[Vectors]]] = deque()
        for places, sequences in batches:
            if len(under_way) > self._threads:
                first, done = under_way.popleft()
                yield first, done.result()
            under_way.append((places, pool.submit(self._vectors, encoder, sequences)))
        for first, done in under_way:
            yield first, done.result()

    def _vectors(self, encoder: ctranslate2.Encoder, sequences: Sequence[list[int]]) -> Vectors:
        hidden = np.asarray(encoder.forward_batch(list(sequences)).last_hidden_state)
        if self._files.pooling == "cls":
            pooled = hidden[:, 0]
        else:
            pooled = np.stack([rows[: len(ids)].mean(axis=0) for rows, ids in zip(hidden, sequences, strict=True)])
        unit: Vectors = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
        return unit

    def _for_many(self) -> tuple[ThreadPoolExecutor, ctranslate2.Encoder]:
        with self._loading:
            if self._many is None:
                pool = ThreadPoolExecutor(self._threads, "embedding", initializer=_lower_priority)
                model = self._reread()
                # The copy's threads inherit the pool's priority.
                self._many = (pool, pool.submit(self._load, model).result() if model else self._one)
            return self._many

    def _load(self, model: bytes) -> ctranslate2.Encoder:
        side_files = {name: content.encode() for name, content in ctranslate2_side_files(self._files).items()}
        return ctranslate2.Encoder(
            str(self._files.folder),
            compute_type=self._precision,
            inter_threads=self._threads,
            intra_threads=1,
            files={"model.bin": model, **side_files},
        )


def _lower_priority() -> None:
    if sys.platform == "linux":  # where this is the thread's own
        os.nice(LOWER)
