"""What comes into the conversation: a text or the press of a button, from whichever front end."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


class Place(NamedTuple):
    """Where and by whom something is said; `message` is its number in the chat, where it has one."""

    chat: int
    person: int | None = None
    message: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One text (`action` is None) or one press of a button, at the moment `now`.

    `language` is the person's, as a BCP 47 tag.
    """

    place: Place
    now: datetime
    text: str = ""
    action: str | None = None
    private: bool = True
    language: str | None = None
