"""Changes of membership, with the updates and service messages that tell of them."""

from tests.botapi.announcing import announce
from tests.botapi.chats import Chat
from tests.botapi.membership import Membership
from tests.botapi.messages import Content
from tests.botapi.people import User
from tests.botapi.world import World


def set_membership(world: World, chat: Chat, membership: Membership, by: User) -> None:
    """Give a user a new status. The bot is told of its own always, of others where it is an admin and asked to be."""
    user = membership.user
    old = chat.member(user)
    chat.members[user.id] = membership
    payload = {
        "chat": chat.to_json(),
        "from": by.to_json(),
        "date": int(world.now().timestamp()),
        "old_chat_member": old.to_json(chat.type),
        "new_chat_member": membership.to_json(chat.type),
    }
    if user is world.bot:
        world.enqueue("my_chat_member", payload, by)
    elif chat.member(world.bot).is_admin and world.updates.wants("chat_member"):
        world.enqueue("chat_member", payload, by, user)
    world.changes.notify()


def add_member(world: World, chat: Chat, user: User, by: User) -> None:
    """Let a user in; groups show a service message."""
    set_membership(world, chat, Membership(user, "member"), by)
    if chat.type != "channel":
        _tell(world, chat, by, "new_chat_members", [user.to_json()])


def remove_member(world: World, chat: Chat, user: User, by: User) -> None:
    """A user leaves, or is removed by somebody else and may not come back."""
    status = "left" if user is by else "kicked"
    was_in = chat.member(user).is_in
    if chat.type != "channel" and was_in and user is not world.bot:
        _tell(world, chat, by, "left_chat_member", user.to_json())
    set_membership(world, chat, Membership(user, status), by)


def _tell(world: World, chat: Chat, by: User, field: str, value: object) -> None:
    announce(world, world.put(chat, Content(), sender=by, service={field: value}))
