"""Users: people and bots."""

from dataclasses import dataclass
from typing import Any

GROUP_ANONYMOUS_BOT = 1087968824
CHANNEL_BOT = 136817688


@dataclass(eq=False, slots=True)
class User:
    """A person or a bot, and what stands between them and the bot under test."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    is_premium: bool = False
    met: bool = False  # the bot has had an update that shows this user
    started: bool = False  # the person wrote to the bot first, which allows the bot to write
    blocked: bool = False
    deactivated: bool = False

    def to_json(self) -> dict[str, Any]:
        """The user as the Bot API writes one."""
        optional = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
            "is_premium": self.is_premium or None,
        }
        known = {name: value for name, value in optional.items() if value is not None}
        return {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name, **known}


def group_anonymous_bot() -> User:
    """Who admins post as that stay anonymous in a group."""
    return User(GROUP_ANONYMOUS_BOT, "Group", username="GroupAnonymousBot", is_bot=True)


def channel_bot() -> User:
    """Who people post as that write to a group in the name of a channel."""
    return User(CHANNEL_BOT, "Channel", username="Channel_Bot", is_bot=True)
