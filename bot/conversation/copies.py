"""Private copies of a group's or channel's scheduled brief, for each member who wants one."""

from bot.conversation.scheduling import told_schedule
from bot.conversation.turn import Turn
from bot.reply import Reply, paragraph

COPY = "copy-"  # before a schedule's token in the word behind /start


def copy(turn: Turn, number: int) -> Reply:
    """The button under a scheduled brief: send whoever presses it a copy from now on.

    Who has never started a private chat with the bot, or has ended it, is led there first.
    """
    _ = turn.translator.gettext
    place = turn.incoming.place
    schedule = turn.records.schedules.get(number)
    if schedule is None or schedule.chat != place.chat or place.person is None:
        return Reply((paragraph(_("This brief no longer comes by itself.")),), passing=True)
    person = turn.records.chats.get(place.person)
    if person is None or person.gone is not None:
        first = _("Start a private chat with me first; this brief then comes there, too.")
        return Reply((paragraph(first),), passing=True, start=f"{COPY}{schedule.token}")
    turn.records.schedules.copy(number, place.person)
    return Reply((paragraph(_("From now on this brief comes to you in private, too.")),), passing=True)


def copy_by_link(turn: Turn, token: str) -> Reply:
    """Send whoever has followed the link of a brief a copy from now on."""
    _ = turn.translator.gettext
    schedule = turn.records.schedules.with_token(token)
    if schedule is None:
        return Reply((paragraph(_("This brief no longer comes by itself.")),))
    turn.records.schedules.copy(schedule.number, turn.incoming.place.chat)
    text = _("From now on you get a copy of this brief here: {brief}").format(
        brief=told_schedule(schedule, turn.translator)
    )
    return Reply((paragraph(text),))


def stop_copy(turn: Turn, number: int) -> Reply:
    """The button under a copy: send no more of them."""
    turn.records.schedules.stop_copy(number, turn.incoming.place.chat)
    return Reply((paragraph(turn.translator.gettext("No more copies of this brief come to you.")),), passing=True)
