"""/channel: a channel is managed from a private chat with one of its admins."""

import re

from bot.conversation.turn import Turn
from bot.reply import Button, Reply, paragraph

_NAME = re.compile(r"(?:https?://t\.me/|@)?([A-Za-z][A-Za-z0-9_]{3,31})/?")
OFF = "off"
NONE = 0  # in a button's action: no channel


def channel_named(arguments: str) -> str | None:
    """The public name of the channel that the arguments of /channel name, with its sign."""
    found = _NAME.fullmatch(arguments.strip())
    return f"@{found[1]}" if found else None  # "off" is too short to be a name


def channel_numbered(number: int) -> int | None:
    """The channel that a button names: by its number without the sign."""
    return -number if number != NONE else None


def channel(turn: Turn, arguments: str) -> Reply:
    """Choose the channel that is managed from here, or none, or tell which one it is."""
    _ = turn.translator.gettext
    if not turn.incoming.private:
        return Reply((paragraph(_("Channels are managed from a private chat with me: write to me there.")),))
    if arguments.lower() == OFF:
        return manage(turn, NONE)
    if channel_named(arguments):
        return _take(turn)
    if arguments:
        return Reply((paragraph(_("That is no name of a channel; one looks like this: /channel @name")),))
    if turn.target.title is not None:
        return Reply((paragraph(_managed(turn, turn.target.title)),), _way_back(turn))
    return Reply((paragraph(_("You manage this chat. Make me an admin of your channel, then write /channel @name.")),))


def manage(turn: Turn, number: int) -> Reply:
    """The button that chooses a channel, or goes back to the private chat."""
    if number != NONE:
        return _take(turn)
    turn.records.managed.leave(turn.incoming.place.chat)
    text = turn.translator.gettext("From now on you manage this chat: its topics, briefs and settings.")
    return Reply((paragraph(text),))


def given(turn: Turn, channel: int, title: str) -> Reply:
    """What is said to whoever has made the bot an admin of a channel."""
    _ = turn.translator.gettext
    text = _("I can post in the channel {title} now. Manage its topics, briefs and settings from here.")
    return Reply(
        (paragraph(text.format(title=title)),), ((Button(_("Manage the channel"), f"channel.{abs(channel)}"),),)
    )


def _take(turn: Turn) -> Reply:
    incoming, standing = turn.incoming, turn.incoming.standing
    if standing is None or not standing.admin or not incoming.private:
        text = turn.translator.gettext("I find no such channel in which both you and I are admins.")
        return Reply((paragraph(text),), passing=incoming.action is not None)
    turn.records.chats.seen(standing.chat, private=False, language=incoming.language, now=incoming.now)
    turn.records.managed.choose(incoming.place.chat, standing.chat, standing.title)
    return Reply((paragraph(_managed(turn, standing.title)),), _way_back(turn))


def _managed(turn: Turn, title: str) -> str:
    text = turn.translator.gettext("You manage the channel {title} from here: its topics, briefs and settings.")
    return text.format(title=title)


def _way_back(turn: Turn) -> tuple[tuple[Button, ...], ...]:
    return ((Button(turn.translator.gettext("Back to this chat"), f"channel.{NONE}"),),)
