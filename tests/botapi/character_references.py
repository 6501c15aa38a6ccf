"""Character references of Telegram's HTML: numeric ones, and four names; any other name stays as it is typed."""

import re

REFERENCE = re.compile(r"&(?:#(?:x([0-9a-fA-F]*)|([0-9]*))|([A-Za-z]*))")
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
LONGEST = 9  # characters of a numeric reference, without its semicolon
LAST_CODE_POINT = 0x10FFFF


def decoded(text: str) -> str:
    """A text with its references replaced."""
    pieces: list[str] = []
    position = 0
    while (mark := text.find("&", position)) >= 0:
        pieces.append(text[position:mark])
        piece, position = decoded_reference(text, mark)
        pieces.append(piece)
    return "".join([*pieces, text[position:]])


def decoded_reference(text: str, begin: int) -> tuple[str, int]:
    """What the reference at `begin` stands for and where the text goes on; the ampersand where it is none."""
    match = REFERENCE.match(text, begin)
    character = _character(match) if match is not None else ""
    if match is None or not character:
        return "&", begin + 1
    return character, match.end() + text.startswith(";", match.end())


def _character(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        return NAMED.get(name, "")
    if len(match[0]) > LONGEST:
        return ""
    code = int(hexadecimal or "0", 16) if hexadecimal is not None else int(decimal or "0")
    return chr(code) if 0 < code < LAST_CODE_POINT else ""
