"""/start: who the bot is and how to ask."""

from bot.conversation.copies import COPY, copy_by_link
from bot.conversation.turn import Turn
from bot.reply import Reply, paragraph


def start(turn: Turn, arguments: str) -> Reply:
    """A welcome with one thing to try at once; or what a link to the bot asks for."""
    _ = turn.translator.gettext
    if turn.incoming.private and arguments.startswith(COPY):
        return copy_by_link(turn, arguments.removeprefix(COPY))
    how = (
        _("Just write a question, for example: What happened in Ukraine yesterday?")
        if turn.incoming.private
        else _("Ask with /ask, mention me in a message, or reply to one of mine.")
    )
    return Reply(
        (
            paragraph(_("Hello! I answer questions about the news in the words of my sources, and name each of them.")),
            paragraph(how),
            paragraph(_("/brief tells the most important stories, /help what else I can do.")),
        )
    )
