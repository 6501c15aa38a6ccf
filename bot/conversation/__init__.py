"""The conversation: a text or the press of a button comes in, a reply of blocks and buttons goes out."""

from bot.conversation.conversation import Conversation
from bot.conversation.registry import COMMANDS

__all__ = ["COMMANDS", "Conversation"]
