"""editMessageText, editMessageCaption, editMessageReplyMarkup."""

from dataclasses import replace
from typing import Any

from tests.botapi.access import writable_chat
from tests.botapi.errors import UnsupportedError, bad_request
from tests.botapi.formatted_text import caption_text, message_text
from tests.botapi.keyboards import check_inline_keyboard, shown_keyboard
from tests.botapi.known_mentions import with_known_mentions
from tests.botapi.messages import Content, Message
from tests.botapi.parameters import Parameters
from tests.botapi.world import World

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def edit_message_text(world: World, parameters: Parameters) -> dict[str, Any] | bool:
    """A new text; the keyboard goes unless it is sent again."""
    if "rich_message" in parameters:
        raise UnsupportedError("rich_message")
    written = with_known_mentions(
        world, message_text(parameters.get("text", ""), parameters.get("parse_mode"), parameters.get("entities"))
    )
    message = _editable(world, parameters)
    if message.content.text is None:
        raise bad_request("there is no text in the message to edit")
    content = replace(
        message.content,
        text=written.text,
        entities=written.entities,
        raw=written.raw,
        reply_markup=shown_keyboard(parameters.get("reply_markup")),
        link_preview_options=parameters.get("link_preview_options"),
    )
    return _change(world, message, content, parameters)


def edit_message_caption(world: World, parameters: Parameters) -> dict[str, Any] | bool:
    """A new caption; the keyboard goes unless it is sent again."""
    written = with_known_mentions(
        world,
        caption_text(parameters.get("caption", ""), parameters.get("parse_mode"), parameters.get("caption_entities")),
    )
    message = _editable(world, parameters)
    if not message.content.media:
        raise bad_request("there is no caption in the message to edit")
    content = replace(
        message.content,
        caption=written.text or None,
        entities=written.entities,
        raw=written.raw,
        reply_markup=shown_keyboard(parameters.get("reply_markup")),
    )
    return _change(world, message, content, parameters)


def edit_message_reply_markup(world: World, parameters: Parameters) -> dict[str, Any] | bool:
    """A new keyboard, or none."""
    message = _editable(world, parameters)
    content = replace(message.content, reply_markup=shown_keyboard(parameters.get("reply_markup")))
    return _change(world, message, content, parameters)


def _editable(world: World, parameters: Parameters) -> Message:
    """The message, if it is the bot's own and still there."""
    inline_id = parameters.get("inline_message_id")
    if inline_id is not None:
        inline = world.inline_messages.get(inline_id)
        if inline is None or inline.deleted:
            raise bad_request("MESSAGE_ID_INVALID")
        check_inline_keyboard(parameters.get("reply_markup"), inline.chat.type)
        return inline
    if "message_id" not in parameters:
        raise bad_request("message identifier is not specified")
    if "chat_id" not in parameters:
        raise bad_request("chat_id is empty")
    chat = writable_chat(world, parameters["chat_id"])
    message = chat.messages.get(parameters["message_id"])
    if message is None or message.deleted:
        raise bad_request("message to edit not found")
    markup = message.reply_markup
    if not message.from_bot or (markup is not None and "inline_keyboard" not in markup):
        raise bad_request("message can't be edited")
    check_inline_keyboard(parameters.get("reply_markup"), chat.type)
    return message


def _change(world: World, message: Message, content: Content, parameters: Parameters) -> dict[str, Any] | bool:
    if replace(content, raw=message.content.raw) == message.content:
        raise bad_request(NOT_MODIFIED)
    message.change(content, world.now())
    world.changes.notify()
    return True if "inline_message_id" in parameters else message.to_json()
