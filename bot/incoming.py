"""What comes into the conversation: a text or the press of a button, from whichever front end."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


class Place(NamedTuple):
    """Where and by whom something is said: `message` is its number in the chat, `thread` the topic of a forum."""

    chat: int
    person: int | None = None
    message: int | None = None
    thread: int | None = None


class Target(NamedTuple):
    """What topics, settings and scheduled briefs are for: the chat itself or a channel that is managed from it.

    `title` is that of a channel, None where the chat itself is meant.
    """

    chat: int
    thread: int | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether whoever says something is an admin of a chat, as the front end found it."""

    chat: int
    title: str
    admin: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One text (`action` is None) or one press of a button, at the moment `now`.

    `language` is the person's, as a BCP 47 tag. `location` is a place on the map that was sent instead of a text, as
    latitude and longitude in degrees. `standing` is there where `Conversation.governed_chat` named a chat.
    What is said at the machine itself is `local`. `bot_name` is the bot's public name, without the sign.
    """

    place: Place
    now: datetime
    text: str = ""
    action: str | None = None
    private: bool = True
    language: str | None = None
    location: tuple[float, float] | None = None
    standing: Standing | None = None
    local: bool = False
    bot_name: str | None = None
