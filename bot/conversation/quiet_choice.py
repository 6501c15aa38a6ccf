"""The quiet hours of a chat, chosen among some or typed as two times."""

import re
from dataclasses import replace

from bot.conversation.settings_layout import back_button, chosen_settings, settings_reply
from bot.conversation.turn import Turn
from bot.reply import Button, Reply, paragraph
from bot.times.quiet_hours import QuietHours
from bot.times.times_of_day import parse_time
from bot.times.wall_clock import MINUTES_A_DAY
from index.errors import InputError

COMMAND = "settings quiet"  # what the person's next message is put behind
OFFERED = (QuietHours(22 * 60, 7 * 60), QuietHours(23 * 60, 8 * 60), QuietHours(0, 6 * 60))
OFF = ("off", "none", "no")
_BETWEEN = re.compile(r"\s*[-–—]\s*|\s+")
_TIMES = 2


def ask_quiet_hours(turn: Turn) -> Reply:
    """The button that asks when the chat is not to be disturbed."""
    translator, place = turn.translator, turn.incoming.place
    _ = translator.gettext
    turn.records.expected.ask(place, COMMAND, turn.incoming.now)
    offered = tuple(
        Button(
            f"{translator.time_of_day(hours.begins)} – {translator.time_of_day(hours.ends)}",
            f"quiethours.{hours.begins}.{hours.ends}",
        )
        for hours in OFFERED
    )
    off = Button(_("No quiet hours"), "quiethours.0.0")
    text = _(
        "When shall I be quiet? Alerts of that time come together afterwards. You may also send two times: 22:30-06:45"
    )
    return Reply((paragraph(text),), (offered, (off, back_button(turn))), replaces=True)


def choose_quiet_hours(turn: Turn, typed: str) -> Reply:
    """Take over quiet hours that a person has typed."""
    _ = turn.translator.gettext
    try:
        hours = _parsed(typed)
    except InputError as error:
        turn.records.expected.ask(turn.incoming.place, COMMAND, turn.incoming.now)
        return Reply((paragraph(turn.translator.sentence(error)),))
    return _chosen(turn, hours)


def press_quiet_hours(turn: Turn, begins: int, ends: int) -> Reply:
    """Take over the quiet hours on a button; from and until the same minute means none."""
    possible = begins < MINUTES_A_DAY and ends < MINUTES_A_DAY and begins != ends
    turn.records.expected.forget(turn.incoming.place)
    return replace(_chosen(turn, QuietHours(begins, ends) if possible else None), replaces=True)


def _parsed(typed: str) -> QuietHours | None:
    if typed.lower() in OFF:
        return None
    times = [parse_time(word) for word in _BETWEEN.split(typed.strip()) if word]
    if len(times) != _TIMES:
        raise InputError("Write two times, for example: /settings quiet 22:00-07:00, or /settings quiet off")
    begins, ends = times
    if begins == ends:
        raise InputError("Quiet hours need two different times, such as 22:00-07:00.")
    return QuietHours(begins, ends)


def _chosen(turn: Turn, hours: QuietHours | None) -> Reply:
    chosen, _translator = chosen_settings(turn)
    turn.records.chats.choose(turn.target.chat, replace(chosen, quiet_hours=hours))
    return settings_reply(turn)
