"""The vector index on disk: four files that only grow, and a manifest that says how much of them counts.

The manifest is replaced last, so whoever reads it sees a whole state. Where rows are to be put in another order, four
new files take the place of the old ones.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from index.passage_index.growing_file import GrowingFile
from index.storage.durable import write_durably

NAMES = ("vectors", "rows", "dead", "cells")


class VectorFiles:
    """One state of the index's files. `facts` is what the manifest says beside their names, sizes and checksums."""

    def __init__(self, folder: Path, edition: int, sizes: Mapping[str, tuple[int, int]] | None = None) -> None:
        self.folder = folder
        self.edition = edition
        given = sizes or dict.fromkeys(NAMES, (0, 0))
        self.vectors, self.rows, self.dead, self.cells = (
            GrowingFile(folder / f"{name}-{edition}.bin", *given[name]) for name in NAMES
        )

    @classmethod
    def fresh(cls, folder: Path) -> "VectorFiles":
        """Empty files under names that no file has."""
        taken = [int(number) for path in folder.glob("*-*.bin") if (number := path.stem.partition("-")[2]).isdecimal()]
        return cls(folder, max(taken, default=0) + 1)

    @classmethod
    def named(cls, folder: Path, manifest: Mapping[str, Any]) -> "VectorFiles":
        """The files of a manifest. Raises KeyError, TypeError or ValueError for one of another kind."""
        sizes = {name: (int(size), int(checksum)) for name, (size, checksum) in manifest["files"].items()}
        return cls(folder, int(manifest["edition"]), sizes)

    @property
    def all(self) -> tuple[GrowingFile, ...]:
        """The four files, in the order of NAMES."""
        return self.vectors, self.rows, self.dead, self.cells

    def add(self, vectors: bytes, rows: bytes, dead: bytes) -> None:
        """Add to the files, to all of them or, after an OSError, to none."""
        before = [(file.size, file.checksum) for file in self.all]
        try:
            self.vectors.make_room(len(vectors))
            for file, data in zip(self.all, (vectors, rows, dead), strict=False):
                if data:
                    file.append(data)
        except OSError:
            for file, (size, checksum) in zip(self.all, before, strict=True):
                file.size, file.checksum = size, checksum
            raise

    def goes_on_from(self, other: "VectorFiles") -> bool:
        """Whether these are the files of another state with something added to them."""
        pairs = zip(self.all, other.all, strict=True)
        return self.edition == other.edition and all(own.size >= known.size for own, known in pairs)

    def take_as_read(self, other: "VectorFiles") -> None:
        """Do not read again for its checksum what was read of an earlier state."""
        for own, known in zip(self.all, other.all, strict=True):
            own.checked = known.checked

    def are_usable(self) -> bool:
        """Whether all but the vectors are undamaged and these are as many as they should be; their bytes are not read.

        Raises OSError when the vectors are not there.
        """
        there = self.vectors.path.stat().st_size if self.vectors.size else 0
        return there >= self.vectors.size and all(file.is_whole() for file in (self.rows, self.dead, self.cells))

    def publish(self, facts: Mapping[str, Any]) -> bytes:
        """Bring all to the disk, then the manifest that names it; its bytes. Raises OSError."""
        for file in self.all:
            file.sync()
        sizes = {name: (file.size, file.checksum) for name, file in zip(NAMES, self.all, strict=True)}
        data = json.dumps({**facts, "edition": self.edition, "files": sizes}).encode()
        write_durably(manifest_path(self.folder), data)
        return data

    def remove_others(self) -> None:
        """Remove the files of other editions, which no manifest names any more."""
        own = {file.path for file in self.all}
        for path in self.folder.iterdir():
            if path.suffix in (".bin", ".faiss", ".npy") and path not in own:
                path.unlink(missing_ok=True)

    def discard(self) -> None:
        """Remove these files, which were not published."""
        for file in self.all:
            file.path.unlink(missing_ok=True)


def manifest_path(folder: Path) -> Path:
    """Where the manifest lies."""
    return folder / "manifest.json"


def manifest_bytes(folder: Path) -> bytes:
    """The manifest, empty where there is none."""
    try:
        return manifest_path(folder).read_bytes()
    except OSError:
        return b""
