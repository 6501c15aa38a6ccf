"""Which messages reach the bot, and as which update."""

from tests.botapi.entities import utf16_slice
from tests.botapi.messages import Message
from tests.botapi.world import World


def announce(world: World, message: Message, *, edited: bool = False) -> None:
    """Queue the update of a message that a person or Telegram itself made, if the bot gets to see it."""
    if not reaches_bot(world, message):
        return
    kind = "channel_post" if message.chat.type == "channel" else "message"
    added = message.service.get("new_chat_members", [])
    shown = [world.users.get(user["id"]) for user in added]
    world.enqueue(f"edited_{kind}" if edited else kind, message.to_json(), message.sender, *shown)


def reaches_bot(world: World, message: Message) -> bool:
    """Whether the bot gets to see a message: in a group with privacy mode on, only what is meant for it."""
    chat = message.chat
    if not world.bot_in(chat):
        return False
    if chat.type in {"private", "channel"} or message.service:
        return True
    return not world.settings.privacy or chat.member(world.bot).is_admin or is_meant_for_bot(world, message)


def is_meant_for_bot(world: World, message: Message) -> bool:
    """Whether a message is a command, names the bot, answers it or was made through it."""
    if message.via_bot is world.bot:
        return True
    if message.reply_to is not None and message.reply_to.from_bot:
        return True
    name = f"@{world.settings.username}".lower()
    for entity in message.content.entities:
        text = utf16_slice(message.text, entity.offset, entity.length).lower()
        if entity.type == "mention" and text == name:
            return True
        if entity.type == "bot_command" and ("@" not in text or text.endswith(name)):
            return True
    return False
