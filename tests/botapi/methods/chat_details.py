"""getChat, getChatMember, getChatMemberCount, getChatAdministrators, leaveChat."""

from typing import Any

from tests.botapi.access import readable_chat
from tests.botapi.chats import Chat
from tests.botapi.errors import bad_request
from tests.botapi.memberships import remove_member
from tests.botapi.parameters import Parameters
from tests.botapi.world import World

GIFTS = "unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels".split()


def get_chat(world: World, parameters: Parameters) -> dict[str, Any]:
    """All about a chat."""
    chat = readable_chat(world, parameters["chat_id"])
    full = chat.to_json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, False),
    }
    return full | ({"description": chat.description} if chat.description else {})


def get_chat_member(world: World, parameters: Parameters) -> dict[str, Any]:
    """What a user is in a chat."""
    chat = _readable_members(world, parameters)
    user = world.users.get(parameters["user_id"])
    if user is None or not (user.met or user.is_bot or user.id in chat.members):
        raise bad_request("user not found")
    return chat.member(user).to_json(chat.type)


def get_chat_member_count(world: World, parameters: Parameters) -> int:
    """How many are in a chat."""
    chat = readable_chat(world, parameters["chat_id"])
    return 2 if chat.type == "private" else sum(member.is_in for member in chat.members.values())


def get_chat_administrators(world: World, parameters: Parameters) -> list[dict[str, Any]]:
    """Owner and admins; other bots only where they are asked for."""
    chat = _readable_members(world, parameters)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    bots = bool(parameters.get("return_bots"))
    admins = [member for member in chat.members.values() if member.is_admin]
    return [
        member.to_json(chat.type) for member in admins if bots or not member.user.is_bot or member.user is world.bot
    ]


def leave_chat(world: World, parameters: Parameters) -> bool:
    """Go away from a group or channel."""
    chat = readable_chat(world, parameters["chat_id"])
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    if not chat.member(world.bot).is_in:
        raise bad_request("bot is not a member of the chat")
    remove_member(world, chat, world.bot, world.bot)
    return True


def _readable_members(world: World, parameters: Parameters) -> Chat:
    chat = readable_chat(world, parameters["chat_id"])
    if chat.type == "channel" and not chat.member(world.bot).is_admin:
        raise bad_request("member list is inaccessible")
    return chat
