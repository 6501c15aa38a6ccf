"""The vector index on FAISS: a scan over float16 vectors, with a row of facts beside each.

The vectors lie in a file that is mapped into memory, so opening costs nothing, processes share them, and adding some
writes no others. Up to `CELLS_FROM` passages every vector that the filters let through is compared; beyond, those of
the cells nearest to the question. Rows are put in order anew (by time and cell) whenever their number has doubled, or
when too many are dead, so each is moved a few times at most however many there will be.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.errors import StorageError
from index.passage_index.arrangement import CELLS_FROM, arranged
from index.passage_index.cells import Cells
from index.passage_index.passage_rows import ROW, PassageRows, Wanted
from index.passage_index.protocol import IndexedArticle, PassageHits, Scope, microseconds
from index.passage_index.read_write_lock import ReadWriteLock
from index.passage_index.vector_files import VectorFiles, manifest_bytes
from index.storage.durable import cause

FORMAT = 3
DEAD_SHARE = 0.2  # of the rows, before they are squeezed out
READ = 24_000  # vectors that are compared at least where there are cells: what keeps the hits of a scan over all

# One question on two threads is slower than on one (measured with faiss 1.15); questions run beside each other.
faiss.omp_set_num_threads(1)


class FaissVectors:
    """A `VectorIndex` in a folder of its own, for one generation of the database and one model.

    What lies on disk is looked through for damage by `refresh`, not when it is opened.
    """

    def __init__(self, folder: Path, *, dimension: int, generation: str, model: str) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"The folder {folder} cannot be used: {error.strerror}.") from None
        self._folder = folder
        self._identity = {"format": FORMAT, "dimension": dimension, "generation": generation, "model": model}
        self._dimension = dimension
        self._lock = ReadWriteLock()
        self._damaged = b""
        self._files: VectorFiles
        self._rows: PassageRows
        self._cells: Cells | None
        self._outlets: dict[str, int]
        self._mapped: NDArray[np.uint8]
        self._manifest: bytes
        self._sequence: int
        self._saved: int  # the sequence on disk
        self._ordered: int  # how many rows were put in order by cell last
        self._clear()
        self._load_newest()

    @property
    def sequence(self) -> int:
        return self._sequence

    def __len__(self) -> int:
        return self._rows.count - self._rows.dead

    def apply(self, added: Sequence[IndexedArticle], removed: Sequence[int], sequence: int) -> None:
        pairs = [(a, p) for a in added for p in a.passages if p.vector is not None]
        pairs.sort(key=lambda pair: pair[1].position != 0)  # leads together, until all rows are put in order
        vectors = np.array([p.vector for _, p in pairs], np.float16).reshape(len(pairs), self._dimension)
        buried = self._rows.rows_of([*removed, *(article.article_id for article in added)])
        with self._lock.writing():
            codes = [self._outlets.setdefault(article.outlet, len(self._outlets)) for article, _ in pairs]
        rows = np.array(
            [
                (p.passage_id, a.article_id, microseconds(a.moment), code, 0, p.position == 0)
                for (a, p), code in zip(pairs, codes, strict=True)
            ],
            ROW,
        )
        if self._cells and len(rows):
            rows["cell"] = self._cells.of(vectors.astype(np.float32))
        with self._plain_errors():
            self._files.add(vectors.tobytes(), rows.tobytes(), buried.tobytes())
            with self._lock.writing():
                self._rows.bury(buried)
                self._rows.add(rows)
                self._map()
                self._sequence = sequence
            if self._rows.dead > DEAD_SHARE * self._rows.count or self._has_doubled():
                self._rearrange()

    def search(self, vector: NDArray[np.float32], most: int, scope: Scope) -> PassageHits:
        with self._lock.reading():
            return self._search(vector, most, scope)

    def search_leads(self, vector: NDArray[np.float32], most: int, scope: Scope) -> PassageHits:
        with self._lock.reading():
            return self._search(vector, most, scope, leads=True)

    def save(self) -> None:
        if self._sequence == self._saved:
            return
        facts = {**self._identity, "sequence": self._sequence, "ordered": self._ordered, "outlets": list(self._outlets)}
        with self._plain_errors():
            self._manifest = self._files.publish(facts)
            self._saved = self._sequence
            self._files.remove_others()

    def refresh(self) -> None:
        """Load what is on disk when it is newer, and look through it once; what is damaged counts as nothing."""
        self._load_newest()
        # Another process may put other files in the place of these, which it then takes away.
        while not self._files.vectors.is_whole():
            seen = self._manifest
            self._load_newest()
            if self._manifest == seen:
                self._damaged = seen
                with self._lock.writing():
                    self._clear()

    def close(self) -> None:
        with self._lock.writing():
            self._clear()

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StorageError(f"The vector index in {self._folder} cannot be written: {cause(error)}.") from error

    def _load_newest(self) -> None:
        tried = self._manifest
        while (data := manifest_bytes(self._folder)) not in (tried, self._damaged):
            with suppress(OSError, ValueError, KeyError, TypeError):
                self._load(data)
            tried = data

    def _load(self, data: bytes) -> None:
        """Take over the state that a manifest names; of one that goes on from the present one only what is new."""
        manifest = json.loads(data)
        if any(manifest[name] != value for name, value in self._identity.items()):
            return
        files, outlets, sequence = VectorFiles.named(self._folder, manifest), manifest["outlets"], manifest["sequence"]
        goes_on = files.goes_on_from(self._files)
        if goes_on:
            files.take_as_read(self._files)
        if not files.are_usable():
            return
        known = self._files if goes_on else VectorFiles(self._folder, files.edition)
        fresh = np.frombuffer(files.rows.content(known.rows.size), ROW)
        buried = np.frombuffer(files.dead.content(known.dead.size), np.int64)
        centroids = np.frombuffer(files.cells.content(), np.float32).reshape(-1, self._dimension)
        rows = self._rows if goes_on else PassageRows()
        if files.vectors.size != (rows.count + len(fresh)) * self._vector_size:
            return
        with self._lock.writing():
            self._files, self._rows, self._manifest = files, rows, data
            rows.add(fresh)
            rows.bury(buried)
            self._cells = Cells(centroids) if len(centroids) else None
            self._outlets = {outlet: code for code, outlet in enumerate(outlets)}
            self._sequence = self._saved = int(sequence)
            self._ordered = int(manifest["ordered"])
            if not goes_on:
                self._mapped = np.empty(0, np.uint8)
            self._map()

    def _clear(self) -> None:
        self._files = VectorFiles.fresh(self._folder)
        self._rows = PassageRows()
        self._cells = None
        self._outlets = {}
        self._mapped = np.empty(0, np.uint8)
        self._manifest = b""
        self._sequence = self._saved = self._ordered = 0

    @property
    def _vector_size(self) -> int:
        return 2 * self._dimension  # bytes

    def _map(self) -> None:
        """Map the file of vectors, as long as it is now, unless all that counts of it is mapped already."""
        if self._rows.count * self._vector_size > len(self._mapped):
            self._mapped = np.memmap(self._files.vectors.path, np.uint8, "r")

    def _has_doubled(self) -> bool:
        return len(self) >= max(CELLS_FROM, 2 * self._ordered)

    def _rearrange(self) -> None:
        """Put the living rows in order, in new files. Searches go on meanwhile."""
        vectors = self._mapped[: self._rows.count * self._vector_size].view(np.float16).reshape(-1, self._dimension)
        files, rows, cells = arranged(vectors, self._rows, self._folder)
        with self._lock.writing():
            self._files, self._rows, self._cells = files, rows, cells
            self._ordered = rows.count if cells else 0
            self._mapped = np.empty(0, np.uint8)
            self._map()

    def _search(self, vector: NDArray[np.float32], most: int, scope: Scope, *, leads: bool = False) -> PassageHits:
        start, stop = self._rows.span(scope.window)
        if stop == start or most <= 0:
            none = np.empty(0, np.int64)
            return PassageHits(none, none, np.empty(0, np.float32), none)
        codes = [code for outlet, code in self._outlets.items() if outlet in scope.outlets]
        outlets = codes if scope.outlets else None
        wanted = self._rows.wanted(start, stop, scope.window, outlets, leads=leads)
        wanted = self._near(vector, start, stop, wanted)
        parameters = None
        if wanted is not None:
            bits = np.packbits(wanted, bitorder="little")
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBitmap(bits))
        index = self._scan(start, stop)
        scores, found = index.search(vector.reshape(1, -1), min(most, stop - start), params=parameters)
        hit = found[0] >= 0
        places = found[0][hit] + start
        passages, articles, moments = (self._rows.column(name)[places] for name in ("passage", "article", "moment"))
        return PassageHits(passages, articles, scores[0][hit], moments)

    def _near(self, vector: NDArray[np.float32], start: int, stop: int, wanted: Wanted) -> Wanted:
        """Those of the wanted rows that lie in the cells nearest to a vector, where there are too many to compare."""
        count = stop - start if wanted is None else int(np.count_nonzero(wanted))
        if self._cells is None or count <= READ:
            return wanted
        near = self._cells.near(vector, self._rows.cell_sizes, READ * self._rows.count // count)
        rows: NDArray[np.bool_] = near.take(self._rows.column("cell", start, stop))  # half the time of near[…]
        return rows if wanted is None else np.logical_and(rows, wanted)

    def _scan(self, start: int, stop: int) -> Any:
        """A FAISS index over the vectors from `start` to `stop` where they lie, without a copy."""
        index = faiss.IndexScalarQuantizer(self._dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        part = self._mapped[start * self._vector_size : stop * self._vector_size]
        index.codes = faiss.MaybeOwnedVectorUInt8.create_view(faiss.swig_ptr(part), len(part), index.codes.owner)
        index.ntotal = stop - start
        return index
