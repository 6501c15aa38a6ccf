"""A strict double of the Telegram Bot API over real HTTP, with scripted people.

    async def test_start(telegram: TelegramDouble) -> None:
        # a bot, in this process or another, talks to telegram.url with telegram.token
        alice = telegram.person(language_code="de")
        await alice.write("/start")
        hello = await telegram.next_message(alice)
        assert await alice.tap(hello, "More") == "Here is more"
        assert telegram.violations == []

Where Telegram is known to be lenient the double is not: parameters and fields that do not exist are refused, and a
query is answered once. A right request that it does not stand in for is answered with 501 and fails the test.
"""

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
