"""Message entities and the UTF-16 units that they are counted in."""

from dataclasses import dataclass, field, replace
from typing import Any

CODE = frozenset({"code", "pre"})
# Several of these may lie over the same characters; of all the others only one may.
STYLES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
# Found in any text; a bot that passes one is not believed, the text decides.
FOUND = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"})
# The order of entities that begin and end together.
RANKS = {
    **dict.fromkeys(QUOTES, 0),
    "pre": 10,
    "code": 20,
    **dict.fromkeys(FOUND, 50),
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
}
DEFAULT_RANK = 49


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of text with a meaning; `extra` holds the fields that only its type has, such as `url`."""

    type: str
    offset: int
    length: int
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def end(self) -> int:
        """The first UTF-16 unit behind it."""
        return self.offset + self.length

    def moved(self, by: int) -> "Entity":
        """The same entity, `by` units further on."""
        return replace(self, offset=self.offset + by)

    def to_json(self) -> dict[str, Any]:
        """The entity as the Bot API writes it."""
        return {"type": self.type, "offset": self.offset, "length": self.length, **self.extra}


def utf16_length(text: str) -> int:
    """How many UTF-16 units a text takes."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def is_unicode(text: str) -> bool:
    """Whether a text is whole characters, without halves of surrogate pairs."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The characters of a stretch given in UTF-16 units."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le", "surrogatepass")


def in_order(entities: list[Entity]) -> list[Entity]:
    """Entities by their beginning, an outer one before an inner one."""
    return sorted(entities, key=lambda item: (item.offset, -item.length, RANKS.get(item.type, DEFAULT_RANK)))


def without_conflicts(entities: list[Entity]) -> list[Entity]:
    """What Telegram keeps: nothing within code, no quote in a quote, no two links over one character."""
    kept: list[Entity] = []
    open_ones: list[Entity] = []  # those that can exclude others and reach as far as the next one begins
    for entity in in_order([entity for entity in entities if entity.length > 0]):
        open_ones = [other for other in open_ones if other.end > entity.offset]
        if not any(_excludes(other, entity) for other in open_ones):
            kept.append(entity)
            if entity.type not in STYLES:
                open_ones.append(entity)
    return kept


def _excludes(outer: Entity, entity: Entity) -> bool:
    """Whether an entity that begins no later and is still open leaves no room for this one."""
    if outer.type in QUOTES:
        return entity.type in QUOTES
    return entity.type not in STYLES or (outer.type in CODE and entity.end <= outer.end)
