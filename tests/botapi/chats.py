"""Chats: private ones, groups, supergroups with or without topics, channels."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.botapi.membership import Membership
from tests.botapi.people import User

if TYPE_CHECKING:
    from tests.botapi.messages import Message

GENERAL_TOPIC = 1


@dataclass(eq=False, slots=True)
class Topic:
    """A thread of a forum; its id is that of the message that opened it."""

    id: int
    name: str
    closed: bool = False
    deleted: bool = False


@dataclass(eq=False)
class Chat:
    """A chat with its members, topics and messages."""

    id: int
    type: str
    title: str | None = None
    username: str | None = None
    is_forum: bool = False
    description: str | None = None
    user: User | None = None  # the other side of a private chat
    members: dict[int, Membership] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, "Message"] = field(default_factory=dict)
    members_may: dict[str, bool] = field(default_factory=dict)  # rights taken from or given to all members
    migrated_to: "Chat | None" = None
    deleted: bool = False

    def member(self, user: User) -> Membership:
        """What a user is here; somebody who never came has left."""
        return self.members.get(user.id) or Membership(user, "left")

    def to_json(self) -> dict[str, Any]:
        """The chat as the Bot API writes one."""
        found: dict[str, Any] = {"id": self.id, "type": self.type}
        if self.user is not None:
            shown = self.user.to_json()
            return found | {name: shown[name] for name in ("first_name", "last_name", "username") if name in shown}
        optional = {"title": self.title, "username": self.username, "is_forum": self.is_forum or None}
        return found | {name: value for name, value in optional.items() if value is not None}
