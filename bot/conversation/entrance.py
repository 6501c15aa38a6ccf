"""Who is listened to: people who may use the bot, as long as they do not flood it."""

from datetime import timedelta

from bot.chats.admission import Admission
from bot.conversation.errand import Errand, Typed
from bot.conversation.operating import START
from bot.flood import Flood
from bot.incoming import Incoming
from bot.records import Records
from bot.reply import Reply, paragraph
from bot.translation import Translator
from config import Settings

AT_ONCE = (30, timedelta(minutes=1))  # messages and presses of one person, and of one chat
TOLD = (1, timedelta(hours=1))  # how often a chat is told that the bot is private
LOOKED_UP = (60, timedelta(minutes=1))  # inline queries of one person, of which typing makes many
SILENCE = Reply((), passing=True)


class Entrance:
    """Says what is said to those who are not listened to. Safe to call from several threads."""

    def __init__(self, settings: Settings, records: Records) -> None:
        self._admission = Admission(settings, records.access)
        self._by_invitation = settings.access == "invited"
        self._access = records.access
        self._people = Flood(*AT_ONCE)
        self._chats = Flood(*AT_ONCE)
        self._told = Flood(*TOLD)
        self._looking = Flood(*LOOKED_UP)

    def operates(self, incoming: Incoming) -> bool:
        """Whether this is one of those who run the bot."""
        return self._admission.operates(incoming)

    def may_use(self, incoming: Incoming) -> bool:
        """Whether this is somebody who may use the bot."""
        return self._admission.may_use(incoming)

    def may_look(self, incoming: Incoming) -> bool:
        """Whether somebody who looks something up from another chat is answered."""
        if self._looking.over(incoming.place.chat, incoming.now):
            return False
        return self._admission.may_use(incoming)

    def over(self, incoming: Incoming) -> int:
        """Count what comes in; how much too much it is. Looks at no database, so that a flood costs little."""
        place, now = incoming.place, incoming.now
        over = self._people.over(place.person or place.chat, now)
        return over if incoming.private else max(over, self._chats.over(place.chat, now))

    def kept_out(self, incoming: Incoming, asked: Errand, translator: Translator) -> Reply | None:
        """What is said to whoever may not use the bot; None for the others, and for who shows an invitation."""
        if self._admission.may_use(incoming) or self._invited(incoming, asked):
            return None
        chat = incoming.place.chat
        if self._told.over(chat, incoming.now):
            return SILENCE
        text = translator.gettext("I am private. Whoever runs me can let you in; the number to tell them is {number}.")
        return Reply((paragraph(text.format(number=chat)),), passing=incoming.action is not None)

    def _invited(self, incoming: Incoming, asked: Errand) -> bool:
        match asked:
            case Typed(command, arguments) if command.name == "start" and arguments.startswith(START):
                return self._by_invitation and self._access.accept(arguments, incoming.place.chat, incoming.now)
        return False
