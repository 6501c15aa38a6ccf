"""A file that only grows: what was added is never touched again, so adding costs what is added, at any size."""

import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

AT_ONCE = 4 << 20  # bytes read together
SPARE = 4  # the room kept ahead, as a part of what is used


class GrowingFile:
    """The first `size` bytes of a file, and their CRC-32.

    What lies behind them counts for nothing: room, or what a writer left that was killed; it is written over.
    """

    def __init__(self, path: Path, size: int = 0, checksum: int = 0) -> None:
        self.path = path
        self.size = size
        self.checksum = checksum
        self._synced = size
        self.checked = (0, 0)  # how many bytes `is_whole` has read, and their checksum

    def append(self, data: bytes | memoryview) -> None:
        """Raises OSError, after which nothing of `data` counts."""
        view = memoryview(data).cast("B")
        with self._opened() as descriptor:
            written = 0
            while written < len(view):
                written += os.pwrite(descriptor, view[written:], self.size + written)
        self.checksum = zlib.crc32(view, self.checksum)
        self.size += len(view)

    def make_room(self, more: int) -> None:
        """Let the file be so long that a mapping of it need not be made anew for each addition. Takes no disk space."""
        with self._opened() as descriptor:
            if os.fstat(descriptor).st_size < self.size + more:
                os.ftruncate(descriptor, self.size + max(more, self.size // SPARE, AT_ONCE))

    def sync(self) -> None:
        """Bring what was added to the disk."""
        if self._synced != self.size:
            with self._opened() as descriptor:
                os.fsync(descriptor)
            self._synced = self.size

    def content(self, start: int = 0) -> bytes:
        """The bytes from `start` on. Raises OSError, also when there are fewer than there should be."""
        return b"".join(self._pieces(start))

    def is_whole(self) -> bool:
        """Whether the bytes are those that were written; what was found so is not read again."""
        start, checksum = self.checked
        try:
            for piece in self._pieces(start):
                checksum = zlib.crc32(piece, checksum)
        except OSError:
            return False
        self.checked = (self.size, checksum)
        return checksum == self.checksum

    def _pieces(self, start: int) -> Iterator[bytes]:
        if start == self.size:
            return
        with self.path.open("rb") as file:
            file.seek(start)
            left = self.size - start
            while left:
                piece = file.read(min(left, AT_ONCE))
                if not piece:
                    raise OSError(f"{self.path} ends too early")
                left -= len(piece)
                yield piece

    @contextmanager
    def _opened(self) -> Iterator[int]:
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            yield descriptor
        finally:
            os.close(descriptor)
