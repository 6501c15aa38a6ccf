"""The buttons "Right" and "Wrong" under an answer."""

from bot.conversation.turn import Turn
from bot.reply import Reply, paragraph


def right(turn: Turn, number: int) -> Reply:
    """The answer was right."""
    return _given(turn, number, is_right=True)


def wrong(turn: Turn, number: int) -> Reply:
    """The answer was wrong, or there was none where the sources do tell."""
    return _given(turn, number, is_right=False)


def _given(turn: Turn, number: int, *, is_right: bool) -> Reply:
    _, place = turn.translator.gettext, turn.incoming.place
    answer = turn.records.answers.get(number, place.chat)
    if answer is None:
        return Reply((paragraph(_("I no longer have that answer; please ask again.")),), passing=True)
    person = place.person if place.person is not None else place.chat
    turn.records.feedback.give(number, answer, chat=place.chat, person=person, is_right=is_right, now=turn.incoming.now)
    thanks = _("Noted as right, thank you.") if is_right else _("Noted as wrong, thank you.")
    return Reply((paragraph(thanks),), passing=True)
