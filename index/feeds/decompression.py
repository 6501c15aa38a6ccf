"""The body of an answer, unpacked piece by piece and never further than its limit."""

import zlib
from collections.abc import AsyncIterator
from typing import Protocol

import brotli

from index.errors import InputError

PIECE = 1 << 16  # bytes unpacked at once


class BodyError(InputError):
    """A body that is too long, damaged, or packed in an unknown way."""


class _Unpacker(Protocol):
    def unpack(self, data: bytes) -> bytes:
        """At most one piece; the rest comes with further calls that give nothing more."""


class _Gzip:
    def __init__(self) -> None:
        self._object = zlib.decompressobj(zlib.MAX_WBITS | 32)

    def unpack(self, data: bytes) -> bytes:
        return self._object.decompress(self._object.unconsumed_tail + data, PIECE)


class _Brotli:
    def __init__(self) -> None:
        self._object = brotli.Decompressor()

    def unpack(self, data: bytes) -> bytes:
        return bytes(self._object.process(data, output_buffer_limit=PIECE))


class _Plain:
    def unpack(self, data: bytes) -> bytes:
        return data


_UNPACKERS: dict[str, type[_Unpacker]] = {"": _Plain, "identity": _Plain, "gzip": _Gzip, "x-gzip": _Gzip, "br": _Brotli}


async def read_body(raw: AsyncIterator[bytes], encoding: str, most: int) -> bytes:
    """The whole body, unpacked; BodyError once it has more than `most` bytes or cannot be unpacked."""
    kind = _UNPACKERS.get(encoding.strip().lower())
    if kind is None:
        raise BodyError("the server packs its answer in a way that it was not asked for")
    unpacker = kind()
    body = bytearray()
    async for data in raw:
        try:
            piece = unpacker.unpack(data)
            while piece:
                body += piece
                if len(body) > most:
                    raise BodyError("its answer has more than {size} MB", size=most >> 20)
                piece = b"" if kind is _Plain else unpacker.unpack(b"")
        except (zlib.error, brotli.error):
            raise BodyError("its answer is damaged: it cannot be unpacked") from None
    return bytes(body)
