"""A file that counts how much of it was read."""

import io
from pathlib import Path


class CountedFile(io.FileIO):
    """A file opened for reading; `count` is the bytes taken from it so far."""

    count = 0

    def __init__(self, path: Path) -> None:
        """Open `path`."""
        super().__init__(path, "rb")

    def rewind(self) -> None:
        """Begin again."""
        self.seek(0)
        self.count = 0

    def read(self, size: int | None = -1, /) -> bytes:
        """At most `size` bytes."""
        data = super().read(size) or b""
        self.count += len(data)
        return data

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override] # typeshed names a protocol here
        """Fill `buffer` as far as the file goes."""
        count = super().readinto(buffer) or 0
        self.count += count
        return count
