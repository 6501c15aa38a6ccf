"""What a change of the bot's own membership means: whether it can still write there, and whether that is new."""

from dataclasses import dataclass

from telegram import ChatMember, ChatMemberAdministrator, ChatMemberRestricted, ChatMemberUpdated
from telegram.constants import ChatType


@dataclass(frozen=True, slots=True)
class Membership:
    """A chat in which the bot may write, or not; in a `new_channel` it has just been made an admin."""

    chat: int
    title: str
    private: bool
    writes: bool
    new_channel: bool


def read_membership(change: ChatMemberUpdated) -> Membership:
    """The membership after a change."""
    channel = change.chat.type == ChatType.CHANNEL
    writes = _writes(change.new_chat_member, channel=channel)
    return Membership(
        chat=change.chat.id,
        title=change.chat.title or "",
        private=change.chat.type == ChatType.PRIVATE,
        writes=writes,
        new_channel=channel and writes and not _writes(change.old_chat_member, channel=channel),
    )


def _writes(member: ChatMember, *, channel: bool) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member and member.can_send_messages
    if channel:
        return isinstance(member, ChatMemberAdministrator) and member.can_post_messages is not False
    return member.status not in (ChatMember.BANNED, ChatMember.LEFT)
