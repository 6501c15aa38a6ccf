"""Inline mode as people use it: a query, the results, the one they send."""

from typing import Any

from tests.botapi.chats import Chat
from tests.botapi.errors import UnsupportedError
from tests.botapi.formatted_text import message_text
from tests.botapi.keyboards import shown_keyboard
from tests.botapi.messages import Content, Message
from tests.botapi.people import User
from tests.botapi.queries import InlineAnswer, InlineQuery
from tests.botapi.world import World

LONGEST_QUERY = 256
MOST_OFFSET_BYTES = 64


async def ask_inline(
    world: World, user: User, text: str, offset: str, chat_type: str, timeout_s: float
) -> InlineAnswer | None:
    """Send an inline query and wait for its answer."""
    if not world.settings.inline:
        raise ValueError("the bot has no inline mode")
    if len(text) > LONGEST_QUERY or len(offset.encode()) > MOST_OFFSET_BYTES:
        raise ValueError("a query has up to 256 characters, an offset up to 64 bytes")
    query = InlineQuery(world.new_query_id(), user, text, offset, world.clock())
    world.inline_queries[query.id] = query
    payload = {"id": query.id, "from": user.to_json(), "query": text, "offset": offset, "chat_type": chat_type}
    world.enqueue("inline_query", payload)
    try:
        return await world.changes.until(lambda: query.answer, timeout_s)
    except TimeoutError:
        return None


def send_chosen(world: World, user: User, answer: InlineAnswer, result_id: str, chat: Chat) -> Message:
    """Make the message of a result, and tell the bot what was chosen where it asked to be told."""
    result = answer.result(result_id)
    keyboard = shown_keyboard(result.get("reply_markup"))
    message = world.put(chat, _content(result, keyboard), sender=user, via_bot=world.bot)
    payload = {"result_id": result_id, "from": user.to_json(), "query": answer.query.query}
    if keyboard is not None:
        message.inline_message_id = f"AgAAA{chat.id}_{message.message_id}"
        world.inline_messages[message.inline_message_id] = message
        payload["inline_message_id"] = message.inline_message_id
    if world.settings.inline_feedback:
        world.enqueue("chosen_inline_result", payload)
    return message


def _content(result: dict[str, Any], keyboard: dict[str, Any] | None) -> Content:
    written = result.get("input_message_content", {})
    if "message_text" not in written:
        raise UnsupportedError(f"sending an inline result of type {result['type']} without a text")
    formatted = message_text(written["message_text"], written.get("parse_mode"), written.get("entities"))
    return Content(
        text=formatted.text,
        entities=formatted.entities,
        raw=formatted.raw,
        reply_markup=keyboard,
        link_preview_options=written.get("link_preview_options"),
    )
