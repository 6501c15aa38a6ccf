"""The time zone of a chat, chosen by a city or by a place on the map."""

from dataclasses import replace

from bot.conversation.settings_layout import back_button, chosen_settings, settings_reply
from bot.conversation.turn import Turn
from bot.reply import Reply, paragraph
from bot.times.time_zones import FoundZone, find_zones

COMMAND = "settings zone"  # what the person's next message is put behind
OTHERS_SHOWN = 3
LONGEST_NAME = 40  # characters of what was typed that are repeated


def ask_zone(turn: Turn) -> Reply:
    """The button that asks where the people of the chat are."""
    _ = turn.translator.gettext
    turn.records.expected.ask(turn.incoming.place, COMMAND, turn.incoming.now)
    text = _("Send me the name of a city whose clocks you go by, or share a location with me.")
    where = () if turn.incoming.private else (paragraph(_("In this group send it as a reply to this message.")),)
    return Reply((paragraph(text), *where), ((back_button(turn),),), replaces=True)


def choose_zone(turn: Turn, typed: str) -> Reply:
    """Take over the time zone that a person has named."""
    _ = turn.translator.gettext
    found = find_zones(typed)
    if not found:
        turn.records.expected.ask(turn.incoming.place, COMMAND, turn.incoming.now)
        name = typed[:LONGEST_NAME]
        unknown = _("I know no city named {name}; try a larger one nearby, or a time zone such as Europe/Kyiv.")
        nothing = _("Write a city or a time zone with it, for example: /settings zone Kyiv")
        return Reply((paragraph(unknown.format(name=name) if name else nothing),))
    chosen, _before = chosen_settings(turn)
    turn.records.chats.choose(turn.target.chat, replace(chosen, time_zone=found[0].zone))
    turn.records.schedules.lay_out(turn.default_zone, turn.incoming.now, turn.target.chat)
    if len(found) == 1:
        return settings_reply(turn)
    others = ", ".join(map(_told, found[1 : OTHERS_SHOWN + 1]))
    several = _("There are several: I took {city}. If you meant another, send its time zone: {others}.")
    turn.records.expected.ask(turn.incoming.place, COMMAND, turn.incoming.now)
    return settings_reply(turn, several.format(city=_told(found[0]), others=others))


def _told(found: FoundZone) -> str:
    return f"{found.city} ({found.country}, {found.zone})" if found.city else found.zone
