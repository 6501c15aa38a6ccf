"""The briefs that come by themselves: made with /brief daily 08:00, listed with /brief list, ended by buttons."""

from dataclasses import replace
from datetime import tzinfo

from bot.conversation.schedule_words import WantedBrief, told_days
from bot.conversation.settings_layout import chosen_settings
from bot.conversation.turn import Turn
from bot.reply import Block, Button, Reply, Run, line, paragraph
from bot.schedules import Schedule
from bot.times.recurrence import Recurrence
from bot.translation import Translator
from index.articles.article import shortened
from index.errors import InputError
from index.question.question import check_question

MOST = 20  # scheduled briefs of a chat
LONGEST_TOPIC = 200  # characters
TOLD_OF_A_TOPIC = 60
BUTTONS_A_ROW = 4


def schedule_brief(turn: Turn, wanted: WantedBrief) -> Reply:
    """Let a brief come at the times wanted; InputError when it cannot."""
    target = turn.target
    if wanted.topic is not None:
        check_question(wanted.topic)
        if len(wanted.topic) > LONGEST_TOPIC:
            raise InputError("That topic is too long; say it in a few words.")
    if turn.records.schedules.count(target.chat) + len(wanted.times) > MOST:
        raise InputError(
            "More than {number} scheduled briefs are too many; end some of them with /brief list.", number=MOST
        )
    turn.records.schedules.add(
        target.chat, target.thread, wanted.topic, wanted.times, now=turn.incoming.now, zone=_zone(turn)
    )
    return schedule_list(turn)


def schedule_list(turn: Turn) -> Reply:
    """The briefs that come to this place, with a button to end each."""
    _ = turn.translator.gettext
    found = turn.records.schedules.of(turn.target.chat, turn.target.thread)
    if not found:
        return Reply((paragraph(_("No briefs come by themselves here. To get one every morning: /brief daily 08:00")),))
    lines = [line(f"{number}. {told_schedule(one, turn.translator)}") for number, one in enumerate(found, start=1)]
    ends = [
        Button(_("End {number}").format(number=n), f"unschedule.{one.number}") for n, one in enumerate(found, start=1)
    ]
    rows = tuple(tuple(ends[start : start + BUTTONS_A_ROW]) for start in range(0, len(ends), BUTTONS_A_ROW))
    translator = replace(turn.translator, time_zone=_zone(turn))
    next_one = _("The next one: {date}. Times are in {zone}; /settings changes the time zone.").format(
        date=translator.moment(min(one.due for one in found)), zone=translator.time_zone
    )
    title = line(Run(_("Scheduled briefs"), bold=True))
    return Reply((Block((title, *lines)), paragraph(next_one)), rows)


def unschedule(turn: Turn, number: int) -> Reply:
    """The button that ends a brief."""
    if any(one.number == number for one in turn.records.schedules.of(turn.target.chat, turn.target.thread)):
        turn.records.schedules.remove([number])
    return replace(schedule_list(turn), replaces=True)


def unschedule_all(turn: Turn) -> Reply:
    """End all briefs that come to this place."""
    found = turn.records.schedules.of(turn.target.chat, turn.target.thread)
    turn.records.schedules.remove(one.number for one in found)
    return Reply((paragraph(turn.translator.gettext("No briefs come by themselves here any more.")),))


def told_schedule(schedule: Schedule, translator: Translator) -> str:
    """When a brief comes and what it is on."""
    told = _told_time(schedule.recurrence, translator)
    return f"{told}: {shortened(schedule.topic, TOLD_OF_A_TOPIC)}" if schedule.topic else told


def _told_time(recurrence: Recurrence, translator: Translator) -> str:
    return f"{told_days(recurrence.days, translator)} {translator.time_of_day(recurrence.minute)}"


def _zone(turn: Turn) -> tzinfo:
    return chosen_settings(turn)[1].time_zone
