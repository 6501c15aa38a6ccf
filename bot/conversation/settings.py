"""/settings: what a chat may choose, by buttons; a time zone and quiet hours may be typed, too."""

from dataclasses import replace

from bot.chats.chat_settings import ChatSettings, Look
from bot.conversation.quiet_choice import choose_quiet_hours
from bot.conversation.settings_layout import chosen_settings, settings_reply
from bot.conversation.turn import Turn
from bot.conversation.zone_choice import choose_zone
from bot.reply import Reply, paragraph
from bot.translation import LANGUAGES

OFF, ON = 0, 1


def settings(turn: Turn, arguments: str) -> Reply:
    """Show the settings, or take over a time zone or quiet hours that were typed."""
    what, _, value = arguments.partition(" ")
    turn.records.expected.forget(turn.incoming.place)
    match what.lower():
        case "":
            return settings_reply(turn)
        case "zone":
            return choose_zone(turn, value.strip())
        case "quiet":
            return choose_quiet_hours(turn, value.strip())
    text = turn.translator.gettext(
        "Write /settings zone Kyiv, /settings quiet 22:00-07:00, or /settings for the buttons."
    )
    return Reply((paragraph(text),))


def show_settings(turn: Turn) -> Reply:
    """The button that leads back to all settings."""
    turn.records.expected.forget(turn.incoming.place)
    return replace(settings_reply(turn), replaces=True)


def choose_language(turn: Turn, number: int) -> Reply:
    """The language with a number; 0 is that of whoever speaks."""
    language = LANGUAGES[number - 1] if 0 < number <= len(LANGUAGES) else None
    return _chosen(turn, replace(_current(turn), language=language))


def choose_look(turn: Turn, short: int) -> Reply:
    """Short answers and briefs, or full ones."""
    return _chosen(turn, replace(_current(turn), look=Look.SHORT if short == ON else Look.FULL))


def choose_preview(turn: Turn, shown: int) -> Reply:
    """Whether Telegram shows the page that the first link leads to."""
    return _chosen(turn, replace(_current(turn), preview=shown == ON))


def _current(turn: Turn) -> ChatSettings:
    return chosen_settings(turn)[0]


def _chosen(turn: Turn, chosen: ChatSettings) -> Reply:
    turn.records.chats.choose(turn.target.chat, chosen)
    return replace(settings_reply(turn), replaces=True)
