"""Whether the files of a tantivy index are whole: it checks them for their length when opened, and for no more.

Every file of a segment ends in its checksum, put there by tantivy. A file never changes once the list of segments names
it, so each is read through only once.
"""

import json
import mmap
import struct
import zlib
from pathlib import Path
from typing import Any

PARTS = ("idx", "pos", "term", "store", "fast", "fieldnorm")  # files that every segment has
FOOTER_END = struct.Struct("<II")  # the footer's length and a number that marks it
FOOTER_MARK = 1337


def files_are_whole(folder: Path, known: set[str]) -> bool:
    """Whether the index in `folder` is all there and undamaged; `known` gathers the names of files found so."""
    meta = _segments(folder)
    while meta:
        try:
            for name in _file_names(json.loads(meta)):
                if name not in known and not _is_whole(folder / name):
                    return False
                known.add(name)
        except FileNotFoundError:
            # Another process may have merged segments since, and taken the old ones away.
            before, meta = meta, _segments(folder)
            if meta == before:
                return False
        except (OSError, ValueError, KeyError, TypeError, AttributeError, struct.error):
            return False
        else:
            return True
    return False


def _segments(folder: Path) -> bytes:
    try:
        return (folder / "meta.json").read_bytes()
    except OSError:
        return b""


def _file_names(meta: dict[str, Any]) -> list[str]:
    names = []
    for segment in meta["segments"]:
        stem = segment["segment_id"].replace("-", "")
        names += [f"{stem}.{part}" for part in PARTS]
        if segment["deletes"]:
            names.append(f"{stem}.{segment['deletes']['opstamp']}.del")
    return names


def _is_whole(path: Path) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        length, mark = FOOTER_END.unpack(data[-FOOTER_END.size :])
        body = len(data) - FOOTER_END.size - length
        if mark != FOOTER_MARK or body < 0:
            return False
        footer = json.loads(data[body : body + length])
        with memoryview(data) as view, view[:body] as content:
            return zlib.crc32(content) == int(footer["crc"])
