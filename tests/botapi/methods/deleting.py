"""deleteMessage, deleteMessages."""

from datetime import timedelta

from tests.botapi.access import readable_chat
from tests.botapi.chats import Chat
from tests.botapi.errors import bad_request
from tests.botapi.messages import Message
from tests.botapi.parameters import Parameters
from tests.botapi.world import World

DELETABLE = timedelta(hours=48)
MOST = 100


def delete_message(world: World, parameters: Parameters) -> bool:
    """Delete one message."""
    chat = readable_chat(world, parameters["chat_id"])
    message = chat.messages.get(parameters["message_id"])
    if message is None or message.deleted:
        raise bad_request("message to delete not found")
    _delete(world, chat, message)
    return True


def delete_messages(world: World, parameters: Parameters) -> bool:
    """Delete several messages; those that are not there are skipped."""
    chat = readable_chat(world, parameters["chat_id"])
    identifiers = parameters["message_ids"]
    if not identifiers:
        raise bad_request("message identifiers are not specified")
    if len(identifiers) > MOST:
        raise bad_request("too many message identifiers specified")
    found = [chat.messages[identifier] for identifier in identifiers if identifier in chat.messages]
    for message in found:
        if not message.deleted:
            _delete(world, chat, message)
    return True


def _delete(world: World, chat: Chat, message: Message) -> None:
    member = chat.member(world.bot)
    own = message.from_bot or chat.type == "private"
    if not own and not (member.is_admin and member.may("can_delete_messages")):
        raise bad_request("message can't be deleted")
    if not member.is_admin and world.now() - message.date > DELETABLE:
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    world.changes.notify()
