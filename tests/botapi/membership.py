"""What a user is in a chat, and the rights that go with it."""

from dataclasses import dataclass, field
from typing import Any

from tests.botapi.people import User
from tests.botapi.schema import bot_api

ADMINS = frozenset({"creator", "administrator"})
KINDS = {
    "creator": "ChatMemberOwner",
    "administrator": "ChatMemberAdministrator",
    "member": "ChatMemberMember",
    "restricted": "ChatMemberRestricted",
    "left": "ChatMemberLeft",
    "kicked": "ChatMemberBanned",
}
# Rights that an administrator has by default; the others are off until they are given.
USUAL = frozenset(
    {"can_manage_chat", "can_delete_messages", "can_manage_topics", "can_invite_users", "can_post_messages",
     "can_edit_messages", "can_pin_messages"}
)  # fmt: skip


# Rights that only exist in some chats.
PLACED = {
    "group": frozenset({"can_pin_messages"}),
    "supergroup": frozenset({"can_pin_messages", "can_manage_topics"}),
    "channel": frozenset({"can_post_messages", "can_edit_messages"}),
}


@dataclass(frozen=True, slots=True)
class Membership:
    """A status with its rights; `rights` overrides what goes with the status."""

    user: User
    status: str
    anonymous: bool = False
    rights: dict[str, bool] = field(default_factory=dict)

    @property
    def is_admin(self) -> bool:
        """Whether this is an owner or an administrator."""
        return self.status in ADMINS

    @property
    def is_in(self) -> bool:
        """Whether the user is in the chat."""
        return self.status in ADMINS | {"member"} or (
            self.status == "restricted" and self.rights.get("is_member", True)
        )

    def may(self, right: str) -> bool:
        """Whether the user has a right."""
        match self.status:
            case "creator":
                return True
            case "administrator":
                return self.rights.get(right, right in USUAL)
            case "restricted":
                return self.rights.get(right, False)
        return self.status == "member" and right.startswith("can_send")

    def to_json(self, chat_type: str) -> dict[str, Any]:
        """The membership as the Bot API writes one for a chat of this type."""
        placed = PLACED.get(chat_type, frozenset()) if self.status == "administrator" else frozenset()
        found: dict[str, Any] = {"status": self.status, "user": self.user.to_json()}
        for name, entry in bot_api().kinds[KINDS[self.status]].fields.items():
            if name not in found and (entry.required or name in placed):
                found[name] = self._value(name)
        return found

    def _value(self, name: str) -> bool | int:
        match name:
            case "until_date":
                return 0
            case "is_anonymous":
                return self.anonymous
            case "is_member":
                return self.is_in
            case "can_be_edited":
                return False
        return self.may(name)
