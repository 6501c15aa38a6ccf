"""Which characters the bytes of a file stand for."""

import codecs
import io

CHUNK = 1 << 16  # bytes decoded at once
DAMAGED = "some of its characters cannot be read and show as �"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like the mark of UTF-16, so it is looked for first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = ("utf-16", "utf-32")  # an end of line in these is more than one byte
# What the web knows, without the encodings of old Macs and mainframes that a short text passes for too easily.
_KNOWN = """cp1252 cp1250 cp1251 koi8_r cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 gb18030 big5 cp932 euc_jp
    cp949""".split()
# What browsers do: pages that say the first hold characters of the second.
_READ_AS = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}
_LABELS = frozenset([*_KNOWN, "koi8-r", "koi8-u", "euc_kr", "iso8859-2", "iso8859-5", "iso8859-7", "iso8859-15"])
_CONTROLS = bytes([*range(9), *range(14, 27), *range(28, 32), 127])
_MANY = 0.05  # a share of control characters that no text has


def encoding_of(head: bytes) -> str | None:
    """The encoding of a text that begins with `head`; None where it is no text."""
    marked = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)
    if marked:
        return marked
    if len(head) - len(head.translate(None, _CONTROLS)) > _MANY * len(head):
        return _wide(head)
    good, bad = _counts(head[:-3] if len(head) >= CHUNK else head)
    return "utf-8" if good >= bad else _legacy(head, "utf-8")


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark, if it is that: in most scripts' texts every other byte is often 0, and only those."""
    first, second = (head[start::2].count(0) / len(head) for start in (0, 1))
    if min(first, second) > _MANY / 2 or max(first, second) < 0.2:
        return None
    return "utf-16-be" if first > second else "utf-16-le"


def encoding_of_label(label: str) -> str | None:
    """The encoding that a page says it is in; None where it says UTF-8, which is tried anyway, or what nobody uses."""
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    name = _READ_AS.get(name, name)
    return name if name in _LABELS else None


def decode(data: bytes, encoding: str) -> tuple[str, bool]:
    """`data` as text, and whether all of it could be read.

    UTF-8 is tried first whatever `encoding` says: a file may hold lines in both.
    """
    if not encoding.startswith(_WIDE):
        try:
            return data.decode("utf-8").removeprefix("\ufeff"), True
        except UnicodeDecodeError:
            good, bad = _counts(data)
            encoding = "utf-8" if good >= bad else _legacy(data, encoding)
    try:
        return data.decode(encoding).removeprefix("\ufeff"), True
    except UnicodeDecodeError:
        return data.decode(encoding, "replace").removeprefix("\ufeff"), False


def _legacy(data: bytes, encoding: str) -> str:
    return encoding if encoding != "utf-8" else _guess(data) or "cp1252"


def _counts(data: bytes) -> tuple[int, int]:
    """How many characters beyond ASCII read as UTF-8, and how many bytes do not."""
    readable, shown = data.decode("utf-8", "ignore"), data.decode("utf-8", "replace")
    return len(readable) - len(readable.encode("ascii", "ignore")), len(shown) - len(readable)


def _guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes  # slow to import, and seldom needed

    # A character may be cut at the end of the sample, a line is not.
    sample = data[: data.rfind(b"\n") + 1] or data
    matches = list(from_bytes(sample, cp_isolation=_KNOWN))
    if not matches:
        return None
    best = matches[0]
    for match in matches:
        western = "cp1252" in (match.encoding, *match.could_be_from_charset)
        if western and match.chaos <= best.chaos and match.coherence >= best.coherence:
            return "cp1252"
    return best.encoding


class Utf8Stream(io.RawIOBase):
    """Text in any encoding, as UTF-8 with "\\n" at the ends of lines."""

    def __init__(self, stream: io.BufferedIOBase, encoding: str) -> None:
        """Read `stream` in `encoding`; what cannot be decoded becomes �."""
        self._stream = stream
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._decoder = io.IncrementalNewlineDecoder(decoder, translate=True)
        self._ready = b""
        self._ended = False

    def readable(self) -> bool:
        """It is for reading only."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # typeshed names a protocol here
        """Fill the beginning of `buffer`; 0 at the end."""
        while not self._ready and not self._ended:
            data = self._stream.read(CHUNK)
            self._ended = not data
            text = self._decoder.decode(data, final=self._ended)
            self._ready = text.removeprefix("\ufeff").encode()
        count = min(len(buffer), len(self._ready))
        buffer[:count], self._ready = self._ready[:count], self._ready[count:]
        return count


def as_lines(stream: io.BufferedIOBase, head: bytes, encoding: str) -> tuple[io.BufferedIOBase, str]:
    """`stream` with lines that end in "\\n", each of which `decode` can take by itself, and their encoding."""
    old_line_ends = b"\r" in head and b"\n" not in head
    if old_line_ends or encoding.startswith(_WIDE):
        return io.BufferedReader(Utf8Stream(stream, encoding), CHUNK), "utf-8"
    return stream, encoding
