"""Gzip, unpacked as it is read and never further than an honest archive goes."""

import gzip
import io
import zlib

from index.errors import InputError
from index.readers.counting import CountedFile
from index.readers.draft import MEGABYTE

MAGIC = b"\x1f\x8b"
# Real archives of news unpack to three to ten times their size, the same text over and over to a hundred; a bomb,
# packed fast or well, to between 230 and a thousand.
MAX_RATIO = 200
UNCHECKED = 4 * MEGABYTE  # a small file may be as repetitive as it likes


class Gunzipped(io.RawIOBase):
    """The unpacked bytes of a gzip file. Reading it raises InputError where the file is damaged, cut or a bomb.

    What comes before the damage is given first.
    """

    def __init__(self, packed: CountedFile) -> None:
        """Unpack `packed`, which stands at its beginning."""
        self._packed = packed
        self._unpacked = gzip.GzipFile(fileobj=packed, mode="rb")
        self._given = 0
        self._problem: InputError | None = None

    def readable(self) -> bool:
        """It is for reading only."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # typeshed names a protocol here
        """Fill `buffer`, less only at the end; 0 at the end."""
        filled = 0
        while filled < len(buffer) and self._problem is None:
            data = self._read(len(buffer) - filled)
            if not data:
                break
            buffer[filled : filled + len(data)] = data
            filled += len(data)
        if self._problem and not filled:
            raise self._problem
        self._given += filled
        return filled

    def _read(self, most: int) -> bytes:
        if self._given > max(UNCHECKED, MAX_RATIO * self._packed.count):
            self._problem = InputError(
                f"it unpacks to more than {MAX_RATIO} times its size, as only a decompression bomb does"
            )
            return b""
        try:
            return self._unpacked.read1(most)
        except EOFError:
            self._problem = InputError("its gzip data ends too early")
        except (gzip.BadGzipFile, zlib.error):
            self._problem = InputError("its gzip data is damaged")
        return b""
