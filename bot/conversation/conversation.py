"""The conversation itself: finds the command or the button, and lets it reply."""

import re
from datetime import tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.answers import Answers
from bot.chats import Chats
from bot.conversation.ask import ask
from bot.conversation.registry import COMMANDS, pressed
from bot.conversation.turn import Turn
from bot.incoming import Incoming
from bot.reply import Reply, paragraph
from bot.translation import translator_for
from index.article import clean_line

if TYPE_CHECKING:
    from index.newsdesk import Newsdesk

_COMMAND = re.compile(r"/(\w{1,64})\b", re.ASCII)


class Conversation:
    """Replies to what comes in, the same for every front end. Safe to call from several threads."""

    def __init__(self, newsdesk: "Newsdesk", chats: Chats, answers: Answers, time_zone: tzinfo) -> None:
        """`time_zone` is that of chats which have not chosen one."""
        self._newsdesk = newsdesk
        self._chats = chats
        self._answers = answers
        self._time_zone = time_zone
        self._commands = {command.name: command for command in COMMANDS}

    def reply(self, incoming: Incoming) -> Reply:
        """The reply to one text or press."""
        turn = self._turn(incoming)
        _ = turn.translator.gettext
        if incoming.action is not None:
            stale = Reply((paragraph(_("That button is from another time; please ask again.")),), passing=True)
            return pressed(turn, incoming.action) or stale
        text = incoming.text.strip()
        found = _COMMAND.match(text)
        if found is None:
            return ask(turn, text)
        command = self._commands.get(found[1].lower())
        if command is None:
            unknown = _("I do not know the command /{name}; /help lists what I can do.").format(name=found[1])
            return Reply((paragraph(unknown),))
        return command.run(turn, clean_line(text[found.end() :]))

    def apology(self, incoming: Incoming) -> Reply:
        """What is said when no reply could be made."""
        _ = translator_for(incoming.language, self._time_zone).gettext
        return Reply((paragraph(_("Something went wrong here and I could not answer; please try again later.")),))

    def shown_already(self, incoming: Incoming) -> Reply:
        """What is said to a button pressed again where its message stands a little further down."""
        _ = translator_for(incoming.language, self._time_zone).gettext
        return Reply((paragraph(_("You have it already, a little further down.")),), passing=True)

    def text_only(self, incoming: Incoming) -> Reply:
        """What is said to a picture, a voice message or anything else without words."""
        _ = translator_for(incoming.language, self._time_zone).gettext
        return Reply((paragraph(_("I can read text only: send me a question about the news in words.")),))

    def _turn(self, incoming: Incoming) -> Turn:
        chat = self._chats.seen(
            incoming.place.chat, private=incoming.private, language=incoming.language, now=incoming.now
        )
        chosen = chat.settings
        zone = ZoneInfo(chosen.time_zone) if chosen.time_zone else self._time_zone
        return Turn(
            incoming,
            translator_for(chosen.language or incoming.language, zone),
            self._newsdesk,
            self._answers,
            COMMANDS,
        )
