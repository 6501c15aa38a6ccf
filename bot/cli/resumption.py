"""Where an import goes on that was ended before its end."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.articles.imported import FileMark
    from index.readers import Read, Refused


class Resumption:
    """Knows how far files were imported earlier, and marks how far they are now.

    A file that has changed since is imported from its beginning; one that changes meanwhile will be the next time.
    """

    def __init__(self, earlier: "Mapping[str, FileMark]") -> None:
        self._earlier = earlier
        self._begun: dict[Path, FileMark] = {}
        self.passed_over = 0

    @property
    def paths(self) -> list[str]:
        """The files that were looked at."""
        return [mark.path for mark in self._begun.values()]

    def known(self, path: Path) -> int:
        """How many records of a file, which is begun now, are imported already."""
        from index.articles.imported import mark_of

        with suppress(OSError):  # of which the reader tells
            self._begun[path] = begun = mark_of(path, 0)
            before = self._earlier.get(begun.path)
            if before is not None and (before.size, before.modified) == (begun.size, begun.modified):
                self.passed_over += before.records
                return before.records
        return 0

    def marks(self, batch: "Sequence[Read | Refused]") -> "list[FileMark]":
        """How far the files of a batch are imported once it is stored."""
        from dataclasses import replace

        last = {item.path: item.position for item in batch}
        return [replace(self._begun[path], records=records) for path, records in last.items() if path in self._begun]
