"""Files that were uploaded or sent, by identifier and by path."""

import hashlib
import struct
from dataclasses import dataclass

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8"
MOST_PHOTO_BYTES = 10 * 2**20
MOST_DOWNLOAD_BYTES = 20 * 2**20
LARGEST_SIDES = 10_000
LARGEST_RATIO = 20


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as Telegram keeps it."""

    file_id: str
    unique_id: str
    path: str
    name: str
    content_type: str
    content: bytes

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.content)


class Files:
    """All files of the double."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}

    def store(self, folder: str, name: str, content_type: str, content: bytes) -> StoredFile:
        """Keep a file; each upload has an identifier of its own, equal bytes have the same unique identifier."""
        number = len(self._by_id)
        unique = hashlib.sha256(content).hexdigest()[:16]
        suffix = name.rpartition(".")[2] if "." in name else "bin"
        stored = StoredFile(
            f"AgACAgI{number:06d}{unique}",
            f"AQAD{unique}",
            f"{folder}/file_{number}.{suffix}",
            name,
            content_type,
            content,
        )
        self._by_id[stored.file_id] = stored
        return stored

    def by_id(self, file_id: str) -> StoredFile | None:
        """The file of an identifier."""
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> StoredFile | None:
        """The file that is downloaded from a path."""
        return next((stored for stored in self._by_id.values() if stored.path == path), None)


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG picture; None where the bytes are neither."""
    if content.startswith(PNG) and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    return _jpeg_size(content) if content.startswith(JPEG) else None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    position = len(JPEG)
    while position + 9 <= len(content) and content[position] == 0xFF:
        marker = content[position + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return width, height
        position += 2 + struct.unpack(">H", content[position + 2 : position + 4])[0]
    return None
