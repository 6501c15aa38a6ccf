"""A strict double of the Telegram Bot API over real HTTP, with scripted people."""

from tests.botapi.calls import Call
from tests.botapi.double import TelegramDouble
from tests.botapi.errors import ApiError
from tests.botapi.faults import Fault, bad, blocked, broken, dropped, flooded, hanging, lost, refused
from tests.botapi.formatted_text import FormattedText, caption_text, message_text
from tests.botapi.group import Group
from tests.botapi.messages import Message
from tests.botapi.person import Person
from tests.botapi.world import BotSettings

__all__ = [
    "ApiError",
    "BotSettings",
    "Call",
    "Fault",
    "FormattedText",
    "Group",
    "Message",
    "Person",
    "TelegramDouble",
    "bad",
    "blocked",
    "broken",
    "caption_text",
    "dropped",
    "flooded",
    "hanging",
    "lost",
    "message_text",
    "refused",
]
