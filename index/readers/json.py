"""JSON: an array of objects, an object that holds one, or objects after one another; never more than one in memory."""

import codecs
import json
from collections.abc import Generator, Iterator

from index.errors import InputError
from index.readers.draft import MAX_RECORD, MEGABYTE, Broken, Drafts, Source
from index.readers.fields import draft_of, known_names, normal_name
from index.readers.jsonl import TOO_DEEP, decoder

CHUNK = MEGABYTE // 4  # bytes read at once
_LISTS = frozenset("articles items data documents docs results entries news stories hits".split())
_WRAPPERS = frozenset("response data result feed hits".split())


def read_json(source: Source) -> Drafts:
    """One draft for each object in the array; what comes before a broken place is kept."""
    text = _Text(source)
    count = 0
    try:
        while text.peek():
            for record in _document(text):
                count += 1
                yield draft_of(record, f"record {count}")
    except InputError as error:
        if not count:
            raise
        yield Broken(f"record {count + 1}", f"{error}; the rest was left")


class _Text:
    """A document of JSON, decoded piece by piece by the standard decoder, which wants each piece whole."""

    def __init__(self, source: Source) -> None:
        self._stream = source.stream
        self._decoder = codecs.getincrementaldecoder(source.encoding)("replace")
        self._buffer = ""
        self._position = 0
        self._ended = False

    def peek(self) -> str:
        """The next character that is no white space; empty at the end."""
        while True:
            while self._position < len(self._buffer):
                character = self._buffer[self._position]
                if character not in " \t\r\n\ufeff\x00":
                    return character
                self._position += 1
            if not self._read_more():
                return ""

    def take(self, expected: str) -> str:
        """The next character, which must be one of those expected."""
        character = self.peek()
        if not character or character not in expected:
            found = f"{character!r} stands there" if character else "it ends too early"
            raise InputError(f"this is not JSON (expecting {' or '.join(expected)}, but {found})")
        self._position += 1
        return character

    def value(self) -> object:
        """The value that begins here."""
        self.peek()
        while True:
            try:
                value, end = decoder.raw_decode(self._buffer, self._position)
            except RecursionError:
                raise InputError(TOO_DEEP) from None
            except json.JSONDecodeError as error:
                problem = error.msg
            else:
                at_end = end == len(self._buffer)
                if at_end and self._read_more():
                    continue  # a number may go on
                self._position = len(self._buffer) if at_end else end
                return value
            if len(self._buffer) - self._position > MAX_RECORD:
                raise InputError(f"this is not JSON ({problem}), or more than {MAX_RECORD // MEGABYTE} MB in one piece")
            if not self._read_more():
                raise InputError(f"this is not JSON ({problem})")

    def _read_more(self) -> bool:
        """As much again as there is, so that a long value is not decoded too many times."""
        kept = self._buffer[self._position :]
        pieces = [kept]
        wanted = max(CHUNK, len(kept))
        while wanted > 0 and not self._ended:
            try:
                data = self._stream.read1(CHUNK)
            except InputError:
                if pieces == [kept]:
                    raise
                break  # what comes before the damage is decoded first
            self._ended = not data
            pieces.append(self._decoder.decode(data, final=self._ended))
            wanted -= len(data)
        self._buffer, self._position = "".join(pieces), 0
        return len(self._buffer) > len(kept)


def _document(text: _Text) -> Iterator[object]:
    first = text.peek()
    if first == "[":
        yield from _items(text)
    elif first == "{":
        fields = yield from _members(text)
        if fields is not None:
            yield fields
    else:
        yield text.value()


def _items(text: _Text) -> Iterator[object]:
    text.take("[")
    if text.peek() == "]":
        text.take("]")
        return
    more = True
    while more:
        yield text.value()
        more = text.take(",]") == ","


def _members(text: _Text, *, outermost: bool = True) -> Generator[object, None, dict[str, object] | None]:
    """The objects of the arrays that hold articles; returns the object's own fields where it holds no such array.

    Of its fields only those that an article may have are kept, for an object may hold a million others.
    """
    fields: dict[str, object] | None = {}
    text.take("{")
    more = text.peek() != "}" or text.take("}") != "}"
    while more:
        name = text.value()
        if not isinstance(name, str):
            raise InputError("this is not JSON (expecting a name in double quotes)")
        text.take(":")
        normal = normal_name(name)
        value: object
        if normal in _LISTS and text.peek() == "[":
            yield from _items(text)
            fields = None
        elif outermost and normal in _WRAPPERS and text.peek() == "{":
            value = yield from _members(text, outermost=False)
            fields = None if value is None else fields
        else:
            value = text.value()
            if fields is not None and known_names([name]):
                fields[name] = value
        more = text.take(",}") == ","
    return fields
