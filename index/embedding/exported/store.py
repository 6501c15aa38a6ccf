"""Exported models on disk, each beside a record of what it was made from and how it was verified."""

import fcntl
import hashlib
import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from index.storage.durable import publish


@dataclass(frozen=True, slots=True)
class Record:
    """How an exported model came about. Without a checksum the model was refused and is not kept."""

    engine: str
    form: int
    source: str
    cpu: str
    lowest_cosine: float
    sha256: str


class ExportStore:
    """The place of one exported model. What is read is whole and as it was verified, or is taken for absent."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._model = folder / f"{name}.bin"
        self._record = folder / f"{name}.json"

    def record(self) -> Record | None:
        """The record, None where it is absent or damaged."""
        try:
            return Record(**json.loads(self._record.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def model(self, record: Record) -> bytes | None:
        """The model that the record speaks of, None where it is absent or damaged."""
        try:
            data = self._model.read_bytes()
        except OSError:
            return None
        return data if checksum(data) == record.sha256 else None

    def keep(self, model: bytes | None, record: Record) -> None:
        """Replace the model (None: leave it) and the record. Raises OSError, after which nothing half written stays."""
        if model is not None:
            _write(self._model, model)
        _write(self._record, json.dumps(asdict(record), indent=1).encode())

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Wait until no other process makes a model in this folder. Raises OSError when the folder cannot be used."""
        self._folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._folder / "models.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def checksum(data: bytes) -> str:
    """The SHA-256 of some bytes."""
    return hashlib.sha256(data).hexdigest()


@cache
def this_cpu() -> str:
    """What tells CPUs apart that may compute differently: a model is verified anew on another one."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = [platform.processor()]
    telling = [line for line in lines if line.startswith(("model name", "flags", "Features", "CPU part"))]
    return checksum("\n".join([platform.machine(), *sorted(set(telling))]).encode())[:16]


def _write(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.new")
    try:
        temporary.write_bytes(data)
        publish(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
