"""Every command and every button, for all front ends."""

from collections.abc import Callable

from bot.conversation.ask import ask
from bot.conversation.brief import brief
from bot.conversation.help import show_help
from bot.conversation.more import more
from bot.conversation.sources import sources
from bot.conversation.start import start
from bot.conversation.turn import Command, Turn
from bot.reply import Reply
from bot.translation import translatable

COMMANDS = (
    Command("ask", translatable("QUESTION"), translatable("Answer a question about the news"), ask),
    Command("brief", translatable("[TOPIC] [24h|7d]"), translatable("Tell the most important stories"), brief),
    Command("help", "", translatable("Say what I can do"), show_help),
    Command("start", "", translatable("Say who I am"), start),
)

# The name in a button's action, and how many numbers follow it.
BUTTONS: dict[str, tuple[Callable[..., Reply], int]] = {"more": (more, 2), "sources": (sources, 1)}


def pressed(turn: Turn, action: str) -> Reply | None:
    """The reply to a button's action; None when there is no such action."""
    name, *rest = action.split(".")
    handler, arity = BUTTONS.get(name, (None, -1))
    if handler is None or len(rest) != arity or not all(n.isascii() and n.isdigit() and len(n) < 19 for n in rest):
        return None
    return handler(turn, *map(int, rest))
