"""Telegram's HTML: a small language of its own, with errors that name the byte.

Tags and attributes are ASCII, names are case-insensitive, `</>` closes whatever is open. A known tag that has nothing
in it leaves no entity. Within a tag a zero character is the end of the text.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.botapi.character_references import decoded, decoded_reference
from tests.botapi.entities import Entity, in_order, is_unicode, utf16_length
from tests.botapi.links import checked_link, linked_user

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "a": "text_link", "pre": "pre", "code": "code", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
SPACE = " \t\r\n\v"
MARK = re.compile("[&<]")
TAG_NAME = re.compile(f"[^{SPACE}\0>]*")
SPACES = re.compile(f"[{SPACE}]*")
ATTRIBUTE_NAME = re.compile(f"""[^{SPACE}\0=>/"']*""")
NAME_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
STRINGS = {'"': re.compile('[^"\0]*'), "'": re.compile("[^'\0]*")}
EMOJI = re.compile(r"-?[0-9]{1,19}")


class HtmlError(Exception):
    """Markup that does not parse; the text is Telegram's, without its prefix."""


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """The plain text and its entities in order; HtmlError where the markup does not parse."""
    return _Parser(source).parse()


@dataclass(slots=True)
class _Open:
    """A tag that is not closed yet."""

    name: str
    argument: str
    offset: int
    piece: int


@dataclass(slots=True)
class _Parser:
    source: str
    position: int = 0
    pieces: list[str] = field(default_factory=list)
    offset: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    languages: dict[int, str] = field(default_factory=dict)  # of the code entity at an index of `entities`

    def parse(self) -> tuple[str, list[Entity]]:
        while (mark := MARK.search(self.source, self.position)) is not None:
            self._put(self.source[self.position : mark.start()])
            self.position = mark.start()
            if mark[0] == "&":
                character, self.position = decoded_reference(self.source, self.position)
                self._put(character)
            elif self.source.startswith("</", self.position):
                self._end_tag()
            else:
                self._start_tag()
        self._put(self.source[self.position :])
        if self.stack:
            raise HtmlError(f"""Can't find end tag corresponding to start tag "{self.stack[-1].name}\"""")
        text = "".join(self.pieces)
        if not is_unicode(text):
            raise HtmlError(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        return text, in_order(self.entities)

    def _put(self, text: str) -> None:
        if text:
            self.pieces.append(text)
            self.offset += utf16_length(text)

    def _start_tag(self) -> None:
        begin = self.position
        name = self._read(TAG_NAME, begin + 1).translate(LOWER)
        self._refuse_end("Unclosed start tag", begin)
        if name not in TAGS:
            raise self._error(f'Unsupported start tag "{name}"', begin)
        argument = self._attributes(name, begin)
        if name == "span" and argument != "spoiler":
            raise self._error('Tag "span" must have class "tg-spoiler"', begin)
        self.stack.append(_Open(name, argument, self.offset, len(self.pieces)))

    def _attributes(self, tag: str, begin: int) -> str:
        argument = ""
        while True:
            self._read(SPACES, self.position)
            if self.source.startswith(">", self.position):
                self.position += 1
                return argument
            name = self._read(ATTRIBUTE_NAME, self.position)
            if not name:
                raise self._error(f'Empty attribute name in the tag "{tag}"', begin)
            self._read(SPACES, self.position)
            value = ""
            if self.source.startswith("=", self.position):
                self._read(SPACES, self.position + 1)
                self._refuse_end(f'Unclosed start tag "{tag}"', begin)
                value = self._attribute_value()
                self._refuse_end("Unclosed start tag", begin)
            self._refuse_end(f'Unclosed start tag "{tag}"', begin)
            argument = _argument(tag, name, value, argument)

    def _attribute_value(self) -> str:
        begin = self.position
        string = STRINGS.get(self.source[begin])
        if string is not None:
            value = decoded(self._read(string, begin + 1))
            self.position += not self._ended()
            return value
        token = self._read(NAME_TOKEN, begin)
        if not self._ended() and self.source[self.position] not in f"{SPACE}>":
            raise self._error("Unexpected end of name token", begin)
        return token.translate(LOWER)

    def _end_tag(self) -> None:
        begin = self.position
        if not self.stack:
            raise self._error("Unexpected end tag", begin)
        name = self._read(TAG_NAME, begin + 2).translate(LOWER)
        self._read(SPACES, self.position)
        if not self.source.startswith(">", self.position):
            raise self._error("Unclosed end tag", begin)
        self.position += 1
        opened = self.stack.pop()
        if name not in {"", opened.name}:
            expected = f'expected "</{opened.name}>", found "</{name}>"'
            raise HtmlError(f"{self._error('Unmatched end tag', begin)}, {expected}")
        if self.offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity = Entity(TAGS[opened.name], opened.offset, self.offset - opened.offset)
        if opened.name in {"pre", "code"}:
            self._close_code(entity, opened.argument)
            return
        build = BUILDERS.get(opened.name)
        built = entity if build is None else build(entity, opened.argument, "".join(self.pieces[opened.piece :]))
        if built is not None:
            self.entities.append(built)

    def _close_code(self, entity: Entity, language: str) -> None:
        """`pre` and `code` around the same text are one entity where the code has a language."""
        last = len(self.entities) - 1
        inner = self.entities[last] if self.entities else None
        if inner is not None and (inner.offset, inner.length) == (entity.offset, entity.length):
            named = language or self.languages.get(last, "")
            if named and {inner.type, entity.type} == {"pre", "code"}:
                self.entities[last] = Entity("pre", entity.offset, entity.length, {"language": named})
                return
        self.entities.append(entity)
        if language:
            self.languages[last + 1] = language

    def _read(self, pattern: re.Pattern[str], begin: int) -> str:
        """What the pattern, which always matches, finds at `begin`; the position moves behind it."""
        match = pattern.match(self.source, begin)
        assert match is not None
        self.position = match.end()
        return match[0]

    def _ended(self) -> bool:
        return self.position >= len(self.source) or self.source[self.position] == "\0"

    def _refuse_end(self, problem: str, begin: int) -> None:
        if self._ended():
            raise self._error(problem, begin)

    def _error(self, problem: str, begin: int) -> HtmlError:
        return HtmlError(f"{problem} at byte offset {len(self.source[:begin].encode())}")


def _argument(tag: str, name: str, value: str, known: str) -> str:
    match tag, name:
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            return value
        case ("blockquote", "expandable"):
            return "1"
        case ("code", "class") if value.startswith("language-"):
            return value.removeprefix("language-")
        case ("span", "class") if value.startswith("tg-"):
            return value.removeprefix("tg-")
    return known


def _link(entity: Entity, argument: str, text: str) -> Entity | None:
    address = argument or text
    user = linked_user(address)
    if user is not None:
        return Entity("text_mention", entity.offset, entity.length, {"user": {"id": user}})
    link = checked_link(address)
    return Entity("text_link", entity.offset, entity.length, {"url": link}) if link else None


def _emoji(entity: Entity, argument: str, _: str) -> Entity:
    if not EMOJI.fullmatch(argument) or int(argument) == 0:
        raise HtmlError("Invalid custom emoji identifier specified")
    return Entity("custom_emoji", entity.offset, entity.length, {"custom_emoji_id": argument})


def _quote(entity: Entity, argument: str, _: str) -> Entity:
    return Entity("expandable_blockquote" if argument else "blockquote", entity.offset, entity.length)


LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}  # ASCII only, as in Telegram's parser
BUILDERS: dict[str, Callable[[Entity, str, str], Entity | None]] = {
    "a": _link,
    "tg-emoji": _emoji,
    "blockquote": _quote,
}
