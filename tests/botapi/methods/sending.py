"""sendMessage, sendPhoto, sendDocument."""

from dataclasses import dataclass
from typing import Any

from tests.botapi.access import writable_chat
from tests.botapi.chats import GENERAL_TOPIC, Chat
from tests.botapi.errors import ApiError, UnsupportedError, bad_request
from tests.botapi.files import LARGEST_RATIO, LARGEST_SIDES, MOST_PHOTO_BYTES, StoredFile, picture_size
from tests.botapi.formatted_text import FormattedText, caption_text, message_text
from tests.botapi.keyboards import check_reply_markup, shown_keyboard
from tests.botapi.known_mentions import with_known_mentions
from tests.botapi.messages import Content, Message
from tests.botapi.parameters import Parameters
from tests.botapi.request_body import UploadedFile
from tests.botapi.world import World

UNSUPPORTED = frozenset(
    {"business_connection_id", "direct_messages_topic_id", "suggested_post_parameters", "allow_paid_broadcast"}
)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a message goes to."""

    chat: Chat
    thread_id: int | None
    in_topic: bool
    reply_to: Message | None


def send_message(world: World, parameters: Parameters) -> dict[str, Any]:
    """A text."""
    written = message_text(parameters["text"], parameters.get("parse_mode"), parameters.get("entities"))
    place = _place(world, parameters, "text messages")
    written = with_known_mentions(world, written)
    content = _content(
        parameters, written, text=written.text, link_preview_options=parameters.get("link_preview_options")
    )
    return _send(world, place, content, written, parameters)


def send_photo(world: World, parameters: Parameters) -> dict[str, Any]:
    """A picture with a caption."""
    written = _caption(world, parameters)
    place = _place(world, parameters, "photos")
    stored = _stored(world, parameters["photo"], "photos")
    width, height = _checked_picture(stored)
    size = {"width": width, "height": height, "file_size": stored.size}
    media = {"photo": [{"file_id": stored.file_id, "file_unique_id": stored.unique_id, **size}]}
    content = _content(parameters, written, caption=written.text or None, media=media)
    return _send(world, place, content, written, parameters, stored.content)


def send_document(world: World, parameters: Parameters) -> dict[str, Any]:
    """A file with a caption."""
    written = _caption(world, parameters)
    place = _place(world, parameters, "documents")
    stored = _stored(world, parameters["document"], "documents")
    document = {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_name": stored.name,
        "mime_type": stored.content_type,
        "file_size": stored.size,
    }
    content = _content(parameters, written, caption=written.text or None, media={"document": document})
    return _send(world, place, content, written, parameters, stored.content)


def _send(
    world: World,
    place: _Place,
    content: Content,
    written: FormattedText,
    parameters: Parameters,
    file: bytes | None = None,
) -> dict[str, Any]:
    chat = place.chat
    by_channel = chat.type == "channel"
    message = world.put(
        chat,
        content,
        sender=None if by_channel else world.bot,
        sender_chat=chat if by_channel else None,
        from_bot=True,
        thread_id=place.thread_id,
        in_topic=place.in_topic,
        reply_to=place.reply_to,
        reply_parameters=parameters.get("reply_parameters"),
        sent=dict(parameters),
        file=file,
        dropped_entities=written.dropped,
    )
    return message.to_json()


def _content(parameters: Parameters, written: FormattedText, **fields: Any) -> Content:
    markup = parameters.get("reply_markup")
    shown = shown_keyboard(markup) if markup is not None and "inline_keyboard" in markup else markup
    return Content(entities=written.entities, raw=written.raw, reply_markup=shown, **fields)


def _caption(world: World, parameters: Parameters) -> FormattedText:
    caption = parameters.get("caption", "")
    return with_known_mentions(
        world, caption_text(caption, parameters.get("parse_mode"), parameters.get("caption_entities"))
    )


def _place(world: World, parameters: Parameters, what: str) -> _Place:
    """Where the message goes to, with all that can be wrong about it."""
    unsupported = sorted(parameters.keys() & UNSUPPORTED)
    if unsupported:
        raise UnsupportedError(unsupported[0])
    chat = writable_chat(world, parameters["chat_id"], what)
    reply_to = _replied(chat, parameters.get("reply_parameters"))
    thread_id, in_topic = _thread(world, chat, parameters.get("message_thread_id"), reply_to)
    check_reply_markup(parameters.get("reply_markup"), chat.type)
    return _Place(chat, thread_id, in_topic, reply_to)


def _replied(chat: Chat, reply: dict[str, Any] | None) -> Message | None:
    if reply is None:
        return None
    if reply.get("chat_id", chat.id) != chat.id:
        raise UnsupportedError("a reply to a message of another chat")
    message = chat.messages.get(reply["message_id"])
    if message is None or message.deleted:
        if reply.get("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")
    if reply.get("quote", "") not in message.text:
        raise bad_request("QUOTE_TEXT_INVALID")
    return message


def _thread(world: World, chat: Chat, thread_id: int | None, reply_to: Message | None) -> tuple[int | None, bool]:
    """The thread, and whether it is a topic. Without one a reply goes where the message is that it answers."""
    if thread_id is None:
        thread_id = reply_to.thread_id if reply_to is not None else None
        if thread_id is None:
            answered = reply_to.message_id if reply_to is not None and chat.type == "supergroup" else None
            return (None if chat.is_forum else answered), False
    if not chat.is_forum:
        if chat.type != "supergroup" or thread_id not in chat.messages:
            raise bad_request("message thread not found")
        return thread_id, False
    topic = chat.topics.get(thread_id)
    if topic is None or topic.deleted or thread_id == GENERAL_TOPIC:
        raise bad_request("message thread not found")
    if topic.closed and not chat.member(world.bot).may("can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")
    return thread_id, True


def _stored(world: World, given: UploadedFile | str, folder: str) -> StoredFile:
    if isinstance(given, UploadedFile):
        if not given.content:
            raise bad_request("file must be non-empty")
        return world.files.store(folder, given.name, given.content_type, given.content)
    if given.startswith(("http://", "https://")):
        raise UnsupportedError("a file that Telegram fetches from an address")
    stored = world.files.by_id(given)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return stored


def _checked_picture(stored: StoredFile) -> tuple[int, int]:
    if stored.size > MOST_PHOTO_BYTES:
        raise ApiError(413, "Request Entity Too Large")
    size = picture_size(stored.content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > LARGEST_SIDES or max(size) > LARGEST_RATIO * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return size
