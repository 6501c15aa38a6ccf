"""The vector index on FAISS: an exact scan over float16 vectors, with a row of facts beside each.

A removed passage is a dead row until enough of them have gathered to be squeezed out. On disk it is three files: the
vectors, the rows, and a manifest that names both with their checksums and is replaced last.
"""

import hashlib
import json
from collections.abc import Callable, Container, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.answer import Window
from index.durable import cause, publish, write_durably
from index.errors import StorageError
from index.passage_index.protocol import IndexedArticle, PassageHits, Scope, microseconds
from index.passage_index.read_write_lock import ReadWriteLock

FORMAT = 2
DEAD_SHARE = 0.2  # of the rows, before they are squeezed out
ROW = np.dtype(
    [("passage", "<i8"), ("article", "<i8"), ("moment", "<i8"), ("outlet", "<i4"), ("lead", "?"), ("alive", "?")]
)

# One question on two threads is slower than on one (measured with faiss 1.15); questions run beside each other.
faiss.omp_set_num_threads(1)


class FaissVectors:
    """A `VectorIndex` in a folder of its own, for one generation of the database and one model."""

    def __init__(self, folder: Path, *, dimension: int, generation: str, model: str) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"The folder {folder} cannot be used: {error.strerror}.") from None
        self._folder = folder
        self._identity = {"format": FORMAT, "dimension": dimension, "generation": generation, "model": model}
        self._dimension = dimension
        self._lock = ReadWriteLock()
        self._loaded_manifest = b""
        self._rows: NDArray[np.void]
        self._outlets: dict[str, int]
        self._clear()
        self.refresh()

    @property
    def sequence(self) -> int:
        return self._sequence

    def __len__(self) -> int:
        return self._count - self._dead

    def apply(self, added: Sequence[IndexedArticle], removed: Sequence[int], sequence: int) -> None:
        vectors = [p.vector for article in added for p in article.passages if p.vector is not None]
        with self._lock.writing():
            self._bury([*removed, *(article.article_id for article in added)])
            rows = [
                (p.passage_id, article.article_id, moment, outlet, p.position == 0, True)
                for article in added
                for moment, outlet in [(microseconds(article.moment), self._outlet(article.outlet))]
                for p in article.passages
                if p.vector is not None
            ]
            if rows:
                self._reserve(len(rows))
                self._rows[self._count : self._count + len(rows)] = np.array(rows, ROW)
                self._count += len(rows)
                self._faiss.add(np.asarray(vectors, np.float32))
            if self._dead > DEAD_SHARE * self._count:
                self._squeeze()
            self._sequence = sequence

    def search(self, vector: NDArray[np.float32], most: int, scope: Scope) -> PassageHits:
        with self._lock.reading():
            wanted = self._within(scope.window)
            if scope.outlets:
                codes = [code for outlet, code in self._outlets.items() if outlet in scope.outlets]
                wanted = _both(wanted, np.isin(self._rows["outlet"][: self._count], codes))
            return self._search(vector, most, wanted)

    def search_leads(self, vector: NDArray[np.float32], most: int, window: Window) -> PassageHits:
        with self._lock.reading():
            return self._search(vector, most, _both(self._within(window), self._rows["lead"][: self._count]))

    def save(self) -> None:
        if not self._sequence or json.loads(self._loaded_manifest or b"{}").get("sequence") == self._sequence:
            return
        try:
            with self._lock.reading():
                manifest = self._publish_all()
            data = json.dumps(manifest).encode()
            write_durably(self._manifest, data)
        except (OSError, RuntimeError) as error:
            self._remove_but(json.loads(self._loaded_manifest or b'{"files": {}}')["files"])
            raise StorageError(f"The vector index in {self._folder} cannot be written: {cause(error)}.") from error
        self._loaded_manifest = data
        self._remove_but(manifest["files"])

    def refresh(self) -> None:
        """Load what is on disk when it is newer; what is damaged or of another kind counts as nothing."""
        tried = self._loaded_manifest
        # Another process may save meanwhile, and take away the files that the manifest named a moment ago.
        while (data := self._saved_manifest()) != tried:
            with suppress(OSError, ValueError, KeyError, TypeError, RuntimeError):
                self._load(data)
            tried = data

    def close(self) -> None:
        with self._lock.writing():
            self._clear()

    @property
    def _manifest(self) -> Path:
        return self._folder / "manifest.json"

    def _saved_manifest(self) -> bytes:
        try:
            return self._manifest.read_bytes()
        except OSError:
            return b""

    def _load(self, data: bytes) -> None:
        manifest = json.loads(data)
        if any(manifest[name] != value for name, value in self._identity.items()):
            return
        vectors, rows = (self._folder / name for name in sorted(manifest["files"], reverse=True))
        if any(_digest(path) != manifest["files"][path.name] for path in (vectors, rows)):
            return
        index, table = faiss.read_index(str(vectors)), np.load(rows)
        if index.ntotal != len(table) or table.dtype != ROW:
            return
        with self._lock.writing():
            self._faiss, self._rows, self._count = index, table, len(table)
            self._dead = int(np.count_nonzero(~table["alive"]))
            self._outlets = {outlet: code for code, outlet in enumerate(manifest["outlets"])}
            self._sequence = int(manifest["sequence"])
            self._loaded_manifest = data

    def _publish_all(self) -> dict[str, Any]:
        """Write the vectors and the rows; the manifest that names them."""
        names = (
            self._publish(f"vectors-{self._sequence}.faiss", self._write_vectors),
            self._publish(f"rows-{self._sequence}.npy", self._write_rows),
        )
        files = {name: _digest(self._folder / name) for name in names}
        return {**self._identity, "sequence": self._sequence, "outlets": list(self._outlets), "files": files}

    def _publish(self, name: str, write: Callable[[Path], None]) -> str:
        temporary = self._folder / f"new-{name}"
        write(temporary)
        publish(temporary, self._folder / name)
        return name

    def _remove_but(self, names: Container[str]) -> None:
        for path in self._folder.iterdir():
            if path.suffix in (".faiss", ".npy") and path.name not in names:
                path.unlink(missing_ok=True)

    def _write_vectors(self, path: Path) -> None:
        faiss.write_index(self._faiss, str(path))

    def _write_rows(self, path: Path) -> None:
        with path.open("wb") as file:
            np.save(file, self._rows[: self._count])

    def _clear(self) -> None:
        self._faiss = faiss.IndexScalarQuantizer(
            self._dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        )
        self._rows = np.empty(0, ROW)
        self._count = self._dead = self._sequence = 0
        self._outlets = {}

    def _outlet(self, name: str) -> int:
        return self._outlets.setdefault(name, len(self._outlets))

    def _reserve(self, more: int) -> None:
        if self._count + more > len(self._rows):
            grown = np.empty(max(self._count + more, 2 * len(self._rows)), ROW)
            grown[: self._count] = self._rows[: self._count]
            self._rows = grown

    def _bury(self, article_ids: Sequence[int]) -> None:
        if not self._count or not article_ids:
            return
        rows = self._rows[: self._count]
        buried = np.isin(rows["article"], article_ids) & rows["alive"]
        rows["alive"][buried] = False
        self._dead += int(np.count_nonzero(buried))

    def _squeeze(self) -> None:
        rows = self._rows[: self._count]
        self._faiss.remove_ids(faiss.IDSelectorArray(np.flatnonzero(~rows["alive"]).astype(np.int64)))
        self._rows = rows[rows["alive"]]
        self._count, self._dead = len(self._rows), 0

    def _within(self, window: Window) -> NDArray[np.bool_] | None:
        """The rows that a search may give back; None means all of them."""
        rows = self._rows[: self._count]
        wanted = rows["alive"] if self._dead else None
        if window.since is not None:
            wanted = _both(wanted, rows["moment"] >= microseconds(window.since))
        if window.until is not None:
            wanted = _both(wanted, rows["moment"] < microseconds(window.until))
        return wanted

    def _search(self, vector: NDArray[np.float32], most: int, wanted: NDArray[np.bool_] | None) -> PassageHits:
        parameters = None
        if wanted is not None:
            bits = np.packbits(wanted, bitorder="little")
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBitmap(bits))
        if not self._count or most <= 0:
            return PassageHits(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float32))
        scores, found = self._faiss.search(vector.reshape(1, -1), min(most, self._count), params=parameters)
        hit = found[0] >= 0
        rows = self._rows[found[0][hit]]
        return PassageHits(rows["passage"].copy(), rows["article"].copy(), scores[0][hit])


def _both(left: NDArray[np.bool_] | None, right: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return right if left is None else left & right


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
