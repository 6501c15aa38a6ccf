"""What only the admins of a group or of a managed channel may do."""

from dataclasses import replace

from bot.conversation.errand import Errand, Pressed, Typed
from bot.conversation.turn import Turn
from bot.incoming import Incoming, Target
from bot.reply import Reply, paragraph


def for_admins(asked: Errand) -> bool:
    """Whether what comes in is for admins."""
    match asked:
        case Typed(command, arguments):
            return command.for_admins(arguments)
        case Pressed(kind):
            return kind.admins
    return False


def chat_named(asked: Errand) -> int | str | None:
    """The chat that what comes in names, by number or by public name."""
    match asked:
        case Typed(command, arguments) if command.names:
            return command.names(arguments)
        case Pressed(kind, numbers) if kind.names:
            return kind.names(*numbers)
    return None


def is_elsewhere(incoming: Incoming, target: Target) -> bool:
    """Whether the chat that would be changed has admins, to which the person may or may not belong."""
    return not incoming.private or target.chat != incoming.place.chat


def refusal(turn: Turn) -> Reply:
    """What is said to whoever is no admin of the chat that is to be changed."""
    _ = turn.translator.gettext
    text = (
        _("Only admins of this group can do that.")
        if turn.target.title is None
        else _("You and I must both be admins of {title} to do that; /channel off goes back to this chat.").format(
            title=turn.target.title
        )
    )
    return Reply((paragraph(text),), passing=turn.incoming.action is not None)


def with_heading(reply: Reply, turn: Turn) -> Reply:
    """The reply with a line above it which says that it is about a channel."""
    if turn.target.title is None or reply.passing:
        return reply
    text = turn.translator.gettext("In the channel {title}:").format(title=turn.target.title)
    return replace(reply, blocks=(paragraph(text), *reply.blocks))
