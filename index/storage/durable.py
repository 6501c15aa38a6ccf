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


def cause(error: Exception) -> str:
    """Why something could not be written, in a few words for a person, by whichever library says so."""
    said = str(error)
    if "No space left" in said:
        return "the disk is full"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return said.splitlines()[0].rstrip(".") if said else type(error).__name__


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
