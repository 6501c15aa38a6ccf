"""Every command and every button, for all front ends."""

from bot.conversation.ask import ask
from bot.conversation.brief import brief
from bot.conversation.channel import channel, channel_named, channel_numbered, manage
from bot.conversation.help import show_help
from bot.conversation.more import more
from bot.conversation.sources import sources
from bot.conversation.start import start
from bot.conversation.turn import ButtonKind, Command
from bot.translation import translatable

COMMANDS = (
    Command("ask", translatable("QUESTION"), translatable("Answer a question about the news"), ask),
    Command("brief", translatable("[TOPIC] [24h|7d]"), translatable("Tell the most important stories"), brief),
    Command(
        "channel",
        translatable("[@NAME|off]"),
        translatable("Manage a channel from here"),
        channel,
        names=channel_named,
    ),
    Command("help", "", translatable("Say what I can do"), show_help),
    Command("start", "", translatable("Say who I am"), start),
)

# By the name in a button's action.
BUTTONS = {
    "channel": ButtonKind(manage, 1, names=channel_numbered),
    "more": ButtonKind(more, 2),
    "sources": ButtonKind(sources, 1),
}
