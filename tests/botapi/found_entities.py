"""Entities that Telegram finds in any text by itself: commands, mentions, addresses, hashtags, e-mail addresses."""

import re

from tests.botapi.entities import Entity, utf16_length

TOP_LEVEL = "com|org|net|info|io|dev|app|news|tv|me|eu|uk|de|fr|it|es|ru|ua|us|example|int|gov|edu"
# Each with a piece of text without which it cannot match: most texts hold few of them.
PATTERNS = (
    ("url", "://", re.compile(r"(?<![\w@/])https?://[^\s<>\"]+[^\s<>\".,:;!?')\]]", re.IGNORECASE)),
    ("email", "@", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?!\w)", re.IGNORECASE)),
    (
        "url",
        ".",
        re.compile(rf"(?<![\w@/.-])(?:[\w-]+\.)+(?:{TOP_LEVEL})(?![\w.-]*\w)(?:/[^\s<>\"]*[^\s<>\".,:;!?')\]])?"),
    ),
    ("bot_command", "/", re.compile(r"(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("mention", "@", re.compile(r"(?<![\w@/])@[A-Za-z0-9_]{3,32}(?!\w)")),
    ("hashtag", "#", re.compile(r"(?<![\w#@/])#(?=\w*[^\W\d])\w{1,256}(?!\w)")),
)


def find_entities(text: str) -> list[Entity]:
    """The entities in order; where two would lie over one character the first kind wins."""
    taken: list[tuple[int, int]] = []
    found: list[Entity] = []
    for kind, sign, pattern in PATTERNS:
        if sign not in text:
            continue
        for match in pattern.finditer(text):
            begin, end = match.span()
            if all(end <= other_begin or other_end <= begin for other_begin, other_end in taken):
                taken.append((begin, end))
                found.append(Entity(kind, utf16_length(text[:begin]), utf16_length(match[0])))
    return sorted(found, key=lambda entity: entity.offset)
