"""The conversation itself: finds the command or the button, and lets it reply."""

import re
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.chats.chat_settings import ChatSettings
from bot.conversation.admins import chat_named, for_admins, is_elsewhere, refusal, with_heading
from bot.conversation.ask import ask
from bot.conversation.channel import given
from bot.conversation.entrance import SILENCE, Entrance
from bot.conversation.errand import Asked, Errand, Pressed, Typed, Unknown, errand
from bot.conversation.registry import COMMANDS
from bot.conversation.snippets import Snippet, snippets
from bot.conversation.turn import Turn
from bot.direction import directed
from bot.incoming import Incoming
from bot.records import Records
from bot.reply import Reply, paragraph
from bot.translation import Translator, chosen_translator, translator_for
from config import Settings

FOR_ALL = tuple(command for command in COMMANDS if not command.operators)

if TYPE_CHECKING:
    from index.newsdesk import Newsdesk

_QUESTION_MARKS = re.compile("[?؟]")


class Conversation:
    """Replies to what comes in, the same for every front end. Safe to call from several threads."""

    def __init__(self, newsdesk: "Newsdesk", records: Records, settings: Settings) -> None:
        self._newsdesk = newsdesk
        self._records = records
        self._settings = settings
        self._time_zone = ZoneInfo(settings.time_zone)  # of chats which have not chosen one
        self._entrance = Entrance(settings, records)

    def governed_chat(self, incoming: Incoming) -> int | str | None:
        """The chat, by number or by public name, in which the person must be an admin; None where that is no matter.

        A front end that has chats with admins finds out and says so in `Incoming.standing`.
        """
        asked = errand(self._meant(incoming))
        if named := chat_named(asked):
            return named
        if not for_admins(asked):
            return None
        target = self._records.managed.target(incoming.place)
        return target.chat if is_elsewhere(incoming, target) else None

    def reply(self, incoming: Incoming) -> Reply:
        """The reply to one text or press."""
        meant = self._meant(incoming)
        asked = errand(meant)
        kept_out = self._kept_out(meant, asked)
        if kept_out is not None:
            return kept_out
        if meant.location is not None:
            return self.text_only(incoming)
        turn = self._turn(meant)
        reply = self._permitted(turn, asked)
        # In the language that is spoken now, which the reply may have changed.
        return directed(replace(reply, preview=turn.settings.preview), self._translator(incoming))

    def _permitted(self, turn: Turn, asked: Errand) -> Reply:
        """The reply, or that only admins or operators may do what is asked for."""
        if isinstance(asked, Typed) and asked.command not in turn.commands:
            return Reply((paragraph(turn.translator.gettext("Only those who run me can do that.")),))
        if not for_admins(asked):
            return _reply(turn, asked)
        incoming = turn.incoming
        standing = incoming.standing
        if is_elsewhere(incoming, turn.target) and not (
            standing and standing.admin and standing.chat == turn.target.chat
        ):
            return refusal(turn)
        return with_heading(_reply(turn, asked), turn)

    def given_channel(self, incoming: Incoming, channel: int, title: str) -> Reply:
        """What is said in private to whoever made the bot an admin of a channel; nothing to a stranger."""
        if self._records.chats.get(incoming.place.chat) is None or not self._entrance.may_use(incoming):
            return SILENCE
        return given(self._turn(incoming), channel, title)

    def group_moved(self, old: int, new: int, now: datetime) -> None:
        """A group has another number from now on: all that is known of it moves along."""
        self._records.chats.move(old, new)
        if old in self._settings.allowed:
            self._records.access.allow(new, now)

    def person_left(self, chat: int, person: int) -> None:
        """A person is no longer in a group or channel: what was told there is told to them no more."""
        self._records.schedules.stop_copies(chat, person)

    def snippets(self, incoming: Incoming) -> list[Snippet] | None:
        """What somebody finds who looks something up from another chat; None for whoever may not."""
        if not self._entrance.may_look(incoming):
            return None
        chat = self._records.chats.get(incoming.place.chat)  # who never spoke with the bot does not do so by this
        turn = self._turn_of(incoming, chat.settings if chat else ChatSettings())
        return [replace(one, reply=directed(one.reply, turn.translator)) for one in snippets(turn, incoming.text)]

    def invitation_to_private(self, incoming: Incoming) -> str:
        """The label of the way from such results to a private chat with the bot."""
        return self._translator(incoming).gettext("Ask me in private")

    def draft(self, incoming: Incoming) -> str | None:
        """What is shown of the answer to a question while it is being made; None where nothing is."""
        if not isinstance(errand(self._meant(incoming)), Asked) or not self._entrance.may_use(incoming):
            return None
        return self._translator(incoming).gettext("I am looking through my sources …")

    def over(self, incoming: Incoming) -> int:
        """How much too much comes at once; quick, and to be called once for all that comes in."""
        return self._entrance.over(incoming)

    def slowed(self, incoming: Incoming, over: int) -> Reply:
        """What is said when too much comes at once: one sentence, then silence."""
        if over > 1:
            return SILENCE
        _ = translator_for(incoming.language, self._time_zone).gettext
        text = _("That is more than I can answer at once; please wait a minute.")
        return Reply((paragraph(text),), passing=incoming.action is not None)

    def apology(self, incoming: Incoming) -> Reply:
        """What is said when no reply could be made."""
        _ = translator_for(incoming.language, self._time_zone).gettext
        return Reply((paragraph(_("Something went wrong here and I could not answer; please try again later.")),))

    def shown_already(self, incoming: Incoming) -> Reply:
        """What is said to a button pressed again where its message stands a little further down."""
        _ = self._translator(incoming).gettext
        return Reply((paragraph(_("You have it already, a little further down.")),), passing=True)

    def text_only(self, incoming: Incoming) -> Reply:
        """What is said to a picture, a voice message or anything else without words."""
        _ = self._translator(incoming).gettext
        text_only = Reply((paragraph(_("I can read text only: send me a question about the news in words.")),))
        return self._kept_out(incoming, errand(incoming)) or text_only

    def _kept_out(self, incoming: Incoming, asked: Errand) -> Reply | None:
        return self._entrance.kept_out(incoming, asked, translator_for(incoming.language, self._time_zone))

    def _turn(self, incoming: Incoming) -> Turn:
        chat = self._records.chats.seen(
            incoming.place.chat, private=incoming.private, language=incoming.language, now=incoming.now
        )
        return self._turn_of(incoming, chat.settings)

    def _turn_of(self, incoming: Incoming, chosen: ChatSettings) -> Turn:
        return Turn(
            incoming=incoming,
            target=self._records.managed.target(incoming.place),
            settings=chosen,
            translator=chosen_translator(chosen, incoming.language, self._time_zone),
            default_zone=self._time_zone,
            newsdesk=self._newsdesk,
            records=self._records,
            commands=COMMANDS if self._entrance.operates(incoming) else FOR_ALL,
            configuration=self._settings,
        )

    def _translator(self, incoming: Incoming) -> Translator:
        chat = self._records.chats.get(incoming.place.chat)
        return chosen_translator(chat.settings if chat else ChatSettings(), incoming.language, self._time_zone)

    def _meant(self, incoming: Incoming) -> Incoming:
        """What was said; where it is the rest of a command that the person was asked for, that command."""
        if incoming.action is not None:
            return incoming
        begun = self._records.expected.get(incoming.place, incoming.now)
        if begun is None:
            return incoming
        if incoming.text.lstrip().startswith("/"):
            self._records.expected.forget(incoming.place)
            return incoming
        if incoming.location is not None:
            latitude, longitude = incoming.location
            return replace(incoming, text=f"/{begun} {latitude:.4f}, {longitude:.4f}", location=None)
        if _QUESTION_MARKS.search(incoming.text):
            return incoming
        return replace(incoming, text=f"/{begun} {incoming.text}")


def _reply(turn: Turn, asked: Errand) -> Reply:
    _ = turn.translator.gettext
    match asked:
        case Asked(text):
            return ask(turn, text)
        case Typed(command, arguments):
            return command.run(turn, arguments)
        case Pressed(kind, numbers):
            return kind.run(turn, *numbers)
        case Unknown(None):
            return Reply((paragraph(_("That button is from another time; please ask again.")),), passing=True)
        case Unknown(name):
            unknown = _("I do not know the command /{name}; /help lists what I can do.").format(name=name)
            return Reply((paragraph(unknown),))
