"""A text as it was sent, made into what people see: markup parsed, control characters cleaned, white space trimmed."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.botapi.entities import (
    FOUND,
    QUOTES,
    STYLES,
    Entity,
    in_order,
    is_unicode,
    utf16_length,
    utf16_slice,
    without_conflicts,
)
from tests.botapi.errors import UnsupportedError, bad_request
from tests.botapi.found_entities import find_entities
from tests.botapi.html_markup import HtmlError, parse_html
from tests.botapi.links import checked_link

MOST_BYTES = 32_768
LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
MOST_ENTITIES = 100
TRIMMED = " \n"
# Dropped: the carriage return, line and paragraph separators with the marks of direction, and three marks that draw
# vertical lines. The other control characters but the line feed become spaces.
DROPPED = frozenset("\r\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u0333\u033f\u030a")
SPACED = frozenset(map(chr, range(32))) - {"\n", "\r"}
UNCLEAN = DROPPED | SPACED
INVISIBLE = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
BLANK = "\u2800"  # a Braille cell without dots
KNOWN_TYPES = FOUND | STYLES | QUOTES | {"code", "pre", "text_link", "text_mention", "custom_emoji", "date_time"}


@dataclass(frozen=True, slots=True)
class FormattedText:
    """A text with its entities; `raw` is what the bot sent, `dropped` counts the entities beyond the limit."""

    text: str
    entities: tuple[Entity, ...]
    raw: str
    dropped: int = 0


def message_text(text: str, parse_mode: str | None, entities: Sequence[Any] | None) -> FormattedText:
    """The text of a message: 1 to 4096 characters after parsing."""
    if not text:
        raise bad_request("message text is empty")
    return _limited(format_text(text, parse_mode, entities), LONGEST_TEXT, "message is too long", may_be_empty=False)


def caption_text(text: str, parse_mode: str | None, entities: Sequence[Any] | None) -> FormattedText:
    """A caption: up to 1024 characters after parsing."""
    formatted = format_text(text, parse_mode, entities)
    return _limited(formatted, LONGEST_CAPTION, "message caption is too long", may_be_empty=True)


def draft_text(text: str, parse_mode: str | None, entities: Sequence[Any] | None) -> FormattedText:
    """A draft: up to 4096 characters after parsing."""
    return _limited(format_text(text, parse_mode, entities), LONGEST_TEXT, "message is too long", may_be_empty=True)


def format_text(text: str, parse_mode: str | None, entities: Sequence[Any] | None = None) -> FormattedText:
    """Any text with markup or given entities; ApiError 400 with Telegram's words where it cannot be sent."""
    if not is_unicode(text):
        raise bad_request("strings must be encoded in UTF-8")
    if len(text.encode()) > MOST_BYTES:
        raise bad_request("text is too long")
    plain, marked = _parsed(text, parse_mode, entities or ())
    cleaned, marked = clean(plain, without_conflicts(marked))
    trimmed, marked = trim(cleaned, marked)
    kept = marked[:MOST_ENTITIES]
    found = [entity for entity in find_entities(trimmed) if not any(_overlaps(entity, other) for other in kept)]
    return FormattedText(trimmed, tuple(in_order(kept + found)), text, len(marked) - len(kept))


def is_blank(text: str) -> bool:
    """Whether nothing of a text can be seen."""
    return all(unicodedata.category(character) in INVISIBLE or character == BLANK for character in text)


def clean(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Control characters dropped or made spaces, entities moved along."""
    if UNCLEAN.isdisjoint(text):
        return text, entities
    kept: list[str] = []
    moves = [0]  # for each UTF-16 unit, how many were dropped before it
    for character in text:
        dropped = character in DROPPED
        if not dropped:
            kept.append(" " if character in SPACED else character)
        moves.extend([moves[-1] + dropped] * utf16_length(character))
    ends = [(item, item.offset - moves[item.offset], item.end - moves[item.end]) for item in entities]
    return "".join(kept), [replace(item, offset=begin, length=end - begin) for item, begin, end in ends if begin < end]


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """White space cut off at the end, and at the beginning as far as no entity begins there."""
    cut = text.rstrip(TRIMMED)
    end = utf16_length(cut)
    entities = [replace(item, length=min(item.end, end) - item.offset) for item in entities if item.offset < end]
    free = len(cut) - len(cut.lstrip(TRIMMED))
    first = min([free, *(item.offset for item in entities)])
    return cut[first:], in_order([item.moved(-first) for item in entities])


def _limited(formatted: FormattedText, longest: int, problem: str, *, may_be_empty: bool) -> FormattedText:
    if len(formatted.text) > longest:
        raise bad_request(problem)
    if is_blank(formatted.text):
        if not may_be_empty:
            raise bad_request("text must be non-empty")
        return replace(formatted, text="", entities=())
    return formatted


def _parsed(text: str, parse_mode: str | None, entities: Sequence[Any]) -> tuple[str, list[Entity]]:
    mode = (parse_mode or "").lower()
    if mode == "html":
        try:
            return parse_html(text)
        except HtmlError as error:
            raise bad_request(f"can't parse entities: {error}") from None
    if mode in {"markdown", "markdownv2"}:
        raise UnsupportedError(f"parse_mode {parse_mode}")
    if mode not in {"", "none"}:
        raise bad_request("unsupported parse_mode")
    return text, [item for item in (_given(entity, text) for entity in entities) if item is not None]


def _given(entity: dict[str, Any], text: str) -> Entity | None:
    """An entity that the bot passed, checked against the text; None where the type is one that is found instead."""
    extra = {name: value for name, value in entity.items() if name not in {"type", "offset", "length"}}
    item = Entity(entity["type"], entity["offset"], entity["length"], extra)
    if item.type not in KNOWN_TYPES:
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    if item.offset < 0:
        raise bad_request(f"receive an entity with incorrect offset {item.offset}")
    if item.length < 0:
        raise bad_request(f"receive an entity with incorrect length {item.length}")
    size = utf16_length(text)
    if item.offset > size:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {item.offset}")
    place = f"entity beginning at UTF-16 offset {item.offset}"
    if item.end > size:
        raise bad_request(f"{place} ends after the end of the text at UTF-16 offset {item.end}")
    if not is_unicode(utf16_slice(text, item.offset, item.length)):
        raise bad_request(f"{place} begins or ends in a middle of a UTF-16 symbol")
    if item.type == "text_link":
        link = checked_link(str(extra.get("url", "")))
        if not link:
            raise bad_request("entity URL is invalid")
        item = replace(item, extra={"url": link})
    return None if item.type in FOUND else item


def _overlaps(found: Entity, other: Entity) -> bool:
    """Whether an entity that is only found must give way to one that was marked."""
    touching = found.offset < other.end and other.offset < found.end
    inside = other.offset <= found.offset and found.end <= other.end
    return touching and other.type not in STYLES and not (inside and other.type in QUOTES)
