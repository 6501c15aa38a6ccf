"""Whether the bot may write to a chat or read from it, and what Telegram says where it may not."""

from tests.botapi.chats import Chat
from tests.botapi.errors import bad_request, forbidden
from tests.botapi.people import User
from tests.botapi.world import World


def readable_chat(world: World, chat_id: int | str) -> Chat:
    """The chat, if the bot may know about it; people are known once they were met."""
    chat = _known_chat(world, chat_id)
    if chat.user is None and not (chat.username and chat.type != "group"):
        _require_presence(world, chat)
    return chat


def writable_chat(world: World, chat_id: int | str, what: str = "text messages") -> Chat:
    """The chat, if the bot may send `what` to it."""
    chat = _known_chat(world, chat_id)
    if chat.user is not None:
        _require_consent(chat.user)
        return chat
    _require_presence(world, chat)
    member = chat.member(world.bot)
    if chat.type == "channel" and not member.may("can_post_messages"):
        raise bad_request("need administrator rights in the channel chat")
    right = {"text messages": "can_send_messages", "photos": "can_send_photos", "documents": "can_send_documents"}[what]
    allowed = member.may(right) if member.status == "restricted" else chat.members_may.get(right, True)
    if not allowed and not member.is_admin:
        raise bad_request(f"not enough rights to send {what} to the chat")
    return chat


def _known_chat(world: World, chat_id: int | str) -> Chat:
    if chat_id == "":
        raise bad_request("chat_id is empty")
    chat = world.find_chat(chat_id)
    user = world.users.get(chat_id) if isinstance(chat_id, int) else None
    if user is not None and user.is_bot:
        raise forbidden("bots can't send messages to bots")
    if chat is None or (chat.user is not None and not chat.user.met):
        raise bad_request("chat not found")
    if chat.migrated_to is not None:
        raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to.id)
    return chat


def _require_consent(user: User) -> None:
    if user.deactivated:
        raise forbidden("user is deactivated")
    if user.blocked:
        raise forbidden("bot was blocked by the user")
    if not user.started:
        raise forbidden("bot can't initiate conversation with a user")


def _require_presence(world: World, chat: Chat) -> None:
    if chat.deleted:
        raise forbidden("the group chat was deleted")
    member = chat.member(world.bot)
    if member.status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if not member.is_in:
        raise forbidden(f"bot is not a member of the {chat.type} chat")
