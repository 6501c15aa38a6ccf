"""Runs an exported model with CTranslate2: token sequences in, unit vectors out."""

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property

import ctranslate2
import numpy as np

from index.encoder import Vectors
from index.exported.bert_files import BertFiles
from index.exported.ctranslate2_file import Precision, ctranslate2_side_files
from index.exported.token_batches import Batch

VERSION = f"CTranslate2 {ctranslate2.__version__}"


def cores() -> int:
    """How many CPUs this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def supports(precision: Precision) -> bool:
    """Whether this CPU computes in that precision."""
    return precision in ctranslate2.get_supported_compute_types("cpu")


class Engine:
    """A model in memory. Safe to call from several threads.

    Many sequences keep every core busy with one batch each; a worker more than that is there for a single sequence,
    so a question never waits for a batch to end.
    """

    def __init__(self, model: bytes, files: BertFiles, precision: Precision, threads: int) -> None:
        """Raises RuntimeError or ValueError for bytes that are no such model."""
        self.precision = precision
        self._threads = threads
        self._pooling = files.pooling
        self._encoder = ctranslate2.Encoder(
            str(files.folder),
            compute_type=precision,
            inter_threads=threads + 1,
            intra_threads=1,
            files={"model.bin": model, **{k: v.encode() for k, v in ctranslate2_side_files(files).items()}},
        )

    def vectors(self, sequences: Sequence[list[int]]) -> Vectors:
        """Shape (len(sequences), dimension), in the calling thread."""
        hidden = np.asarray(self._encoder.forward_batch(list(sequences)).last_hidden_state)
        if self._pooling == "cls":
            pooled = hidden[:, 0]
        else:
            pooled = np.stack([rows[: len(ids)].mean(axis=0) for rows, ids in zip(hidden, sequences, strict=True)])
        unit: Vectors = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
        return unit

    def run(self, batches: Iterable[Batch]) -> Iterator[tuple[list[int], Vectors]]:
        """(places, vectors) for each batch, on all cores; few batches are under way at once, so others get a turn."""
        under_way: deque[tuple[list[int], Future[Vectors]]] = deque()
        for places, sequences in batches:
            if len(under_way) > self._threads:
                first, done = under_way.popleft()
                yield first, done.result()
            under_way.append((places, self._pool.submit(self.vectors, sequences)))
        for first, done in under_way:
            yield first, done.result()

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._threads, thread_name_prefix="embedding")
