"""/export and /forget: all that is kept about a person, a group or a channel."""

import json

from bot.conversation.turn import Turn
from bot.reply import Button, Document, Reply, paragraph

FILE = "newsdesk-data.json"


def export(turn: Turn, _arguments: str) -> Reply:
    """Everything that is kept, as a document."""
    kept = turn.records.keeping.export(turn.target.chat, _person(turn))
    content = json.dumps(kept, ensure_ascii=False, indent=2).encode(errors="replace")
    rows = sum(map(len, kept.values()))
    text = turn.translator.ngettext(
        "All that I keep: {number} record.", "All that I keep: {number} records.", rows
    ).format(number=rows)
    return Reply((paragraph(text),), attachment=Document(FILE, content))


def forget(turn: Turn, _arguments: str) -> Reply:
    """Ask whether everything is to be forgotten."""
    _ = turn.translator.gettext
    text = _(
        "This removes all that I keep here: questions and answers, topics, briefs, settings, what was said of answers,"
        " and the permission to use me if I am private. It cannot be undone; /export sends it to you first."
    )
    return Reply((paragraph(text),), ((Button(_("Forget everything"), f"forget.{abs(turn.target.chat)}"),),))


def forgotten(turn: Turn, number: int) -> Reply:
    """The button: forget everything, if it is the chat that the question was about."""
    _ = turn.translator.gettext
    if number != abs(turn.target.chat):
        return Reply((paragraph(_("That button is about another chat; please send /forget again.")),), passing=True)
    turn.records.keeping.forget(turn.target.chat, _person(turn))
    return Reply((paragraph(_("Everything is forgotten.")),))


def _person(turn: Turn) -> int | None:
    """Whoever speaks, where they speak for themselves: a group's records are the group's."""
    here = turn.incoming.private and turn.target.title is None
    return turn.incoming.place.person if here else None
