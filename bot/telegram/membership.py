"""What a change of membership means: whether the bot can still write in a chat, and who has left one."""

from dataclasses import dataclass

from telegram import ChatMember, ChatMemberAdministrator, ChatMemberRestricted, ChatMemberUpdated, Update
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


def departure(update: Update) -> tuple[int, int] | None:
    """The group or channel that somebody other than the bot is no longer in, and who that is.

    Groups say so in a message; chats of which the bot is an admin, and so all channels, by a change of a member.
    """
    message, change = update.message, update.chat_member
    if message is not None and message.left_chat_member is not None:
        return message.chat.id, message.left_chat_member.id
    if change is not None and not _is_in(change.new_chat_member):
        return change.chat.id, change.new_chat_member.user.id
    return None


def _is_in(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in (ChatMember.BANNED, ChatMember.LEFT)


def _writes(member: ChatMember, *, channel: bool) -> bool:
    if isinstance(member, ChatMemberRestricted) and not member.can_send_messages:
        return False
    if channel:
        return isinstance(member, ChatMemberAdministrator) and member.can_post_messages is not False
    return _is_in(member)
