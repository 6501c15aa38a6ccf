"""Files that are there whole or not at all, also after a power cut."""

import os
from pathlib import Path


def publish(temporary: Path, final: Path) -> None:
    """Put a finished file in the place of `final`: its bytes reach the disk first, then the name, then the folder."""
    _sync(temporary)
    temporary.replace(final)
    _sync(final.parent)


def write_durably(path: Path, data: bytes) -> None:
    """Replace `path` by `data`, whole."""
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_bytes(data)
    publish(temporary, path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
