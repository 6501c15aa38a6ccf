"""Taps on inline buttons and what the bot answers to them."""

from typing import Any

from tests.botapi.messages import Message
from tests.botapi.people import User
from tests.botapi.queries import CallbackQuery
from tests.botapi.world import World


async def tap(
    world: World,
    user: User,
    message: Message,
    label: str | None,
    data: str | None,
    *,
    inaccessible: bool,
    timeout_s: float,
) -> str | None:
    """Send a callback query and wait for its answer; a query without one stays among the unanswered."""
    if (label is None) == (data is None):
        raise ValueError("tap a button by its label, or give the callback data")
    query = ask(world, user, message, _data(message, label) if data is None else data, inaccessible=inaccessible)
    try:
        answer = await world.changes.until(lambda: query.answer, timeout_s)
    except TimeoutError:
        return None
    return answer.text if answer is not None else None


def ask(world: World, user: User, message: Message, data: str, *, inaccessible: bool = False) -> CallbackQuery:
    """Queue a callback query without waiting."""
    chat = message.chat
    if chat.type != "private" and not chat.member(user).is_in and message.inline_message_id is None:
        raise ValueError(f"{user.first_name} is not in {chat.title}")
    query = CallbackQuery(world.new_query_id(), user, message, data, world.clock())
    world.callback_queries[query.id] = query
    world.enqueue("callback_query", _payload(query, inaccessible=inaccessible), user)
    return query


def _data(message: Message, label: str | None) -> str:
    if message.deleted:
        raise ValueError("the message is gone")
    button = message.button(label or "")
    if "callback_data" not in button:
        raise ValueError(f"the button {label!r} sends nothing to the bot: {button}")
    return str(button["callback_data"])


def _payload(query: CallbackQuery, *, inaccessible: bool) -> dict[str, Any]:
    message = query.message
    head = {"id": query.id, "from": query.user.to_json(), "chat_instance": str(message.chat.id), "data": query.data}
    if message.inline_message_id is not None:
        return head | {"inline_message_id": message.inline_message_id}
    if inaccessible:
        return head | {"message": {"chat": message.chat.to_json(), "message_id": message.message_id, "date": 0}}
    return head | {"message": message.to_json()}
