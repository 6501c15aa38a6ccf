"""The files that paths name, folders and all below them included."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.articles.article import clean_line
from index.errors import InputError
from index.readers.kind import SUFFIXES, kind_of_name


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: where it is, what to call it, its size; or why it is not to be read."""

    path: Path
    shown: str
    size: int = 0
    problem: str | None = None


def find_files(paths: Sequence[Path]) -> Iterator[File]:
    """Each given file, and each file below a given folder in the order of the names; hidden ones are passed over.

    A folder that several links lead to is gone through once.
    """
    folders: set[tuple[int, int]] = set()
    for path in paths:
        waiting = [iter([(path, path.name)])]
        while waiting:
            here, shown = next(waiting[-1], (None, ""))
            if here is None:
                waiting.pop()
                continue
            try:
                status = here.stat()
                if not stat.S_ISDIR(status.st_mode):
                    yield _file(here, shown, status, given=here is path)
                elif (status.st_dev, status.st_ino) not in folders:
                    folders.add((status.st_dev, status.st_ino))
                    waiting.append(_below(here, shown))
            except (OSError, ValueError) as error:
                yield File(here, _as_text(shown or str(here)), problem=why_not(error))


def unpacked_name(name: str) -> str:
    """The file's name without a closing `.gz`."""
    return name[:-3] if name.lower().endswith(".gz") else name


def _below(folder: Path, shown: str) -> Iterator[tuple[Path, str]]:
    """What lies in a folder, with the name to show for it; what is hidden is left out."""
    names = sorted(entry.name for entry in folder.iterdir() if not entry.name.startswith("."))
    return ((folder / name, f"{shown}/{name}" if shown else name) for name in names)


def _file(path: Path, shown: str, status: os.stat_result, *, given: bool) -> File:
    problem = _unfit(path, status.st_mode, given=given)
    return File(path, _as_text(shown), 0 if problem else status.st_size, problem)


def _as_text(name: str) -> str:
    """A file's name may hold any bytes."""
    return clean_line(name.encode("utf-8", "replace").decode())


def _unfit(path: Path, mode: int, *, given: bool) -> str | None:
    if not stat.S_ISREG(mode):
        return "this is a device, a pipe or a socket, not a file"
    inner = unpacked_name(path.name)
    # A file given by name is judged by its content; a folder may hold all sorts of things.
    if not given and kind_of_name(inner) is None and not (inner != path.name and "." not in inner):
        return f"its name ends in none of {SUFFIXES}, with or without .gz"
    return None


def why_not(error: OSError | ValueError | InputError) -> str:
    """The reason why a file cannot be read, in words that follow its name."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "it may not be read by this user"
    if isinstance(error, OSError):
        return f"it cannot be read ({error.strerror or error})"
    return str(error)
