"""A brief that comes by itself, as it is told to the chat it is for and to those who get a copy."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from bot.chats.chats import Chat
from bot.conversation.brief_layout import brief_reply
from bot.direction import directed
from bot.reply import Button, Reply
from bot.schedules import Schedule
from bot.times.quiet_hours import quiet_until
from bot.translation import chosen_translator
from index.answers.answer import Brief

LONGEST = timedelta(days=7)
SHORTEST = timedelta(hours=1)
MakeBrief = Callable[[str | None, timedelta, datetime], Brief]  # from a topic, a period and its end


@dataclass(frozen=True, slots=True)
class ScheduledReply:
    """What a chat gets, in one of its threads or none; not before `due`, if that is given."""

    chat: Chat
    thread: int | None
    reply: Reply
    due: datetime | None = None


def scheduled_replies(
    schedule: Schedule,
    alike: Sequence[Schedule],
    chat: Chat,
    copies: Sequence[Chat],
    make: MakeBrief,
    *,
    now: datetime,
    default_zone: tzinfo,
) -> list[ScheduledReply]:
    """The replies that tell a brief, none when there is nothing to tell.

    `alike` are the schedules of the same place on the same topic, this one among them: each tells what is new since the
    one before. A copy waits until the quiet hours of whoever gets it are over.
    """
    zone = chosen_translator(chat.settings, None, default_zone).time_zone
    brief = make(schedule.topic, period_to_tell(schedule, alike, zone, now), now)
    if not brief.stories:
        return []
    replies = []
    for reader in (chat, *copies):
        translator = chosen_translator(reader.settings, reader.language, default_zone)
        reply = brief_reply(brief, translator, now=now, look=reader.settings.look)
        if reader is not chat:
            button = Button(translator.gettext("No more copies"), f"uncopy.{schedule.number}")
        else:
            button = Button(translator.gettext("To me in private, too"), f"copy.{schedule.number}")
        buttons = () if reader is chat and chat.private else ((button,),)
        told = directed(replace(reply, buttons=buttons, preview=reader.settings.preview), translator)
        if reader is chat:
            replies.append(ScheduledReply(reader, schedule.thread, told))
        else:
            quiet = quiet_until(reader.settings.quiet_hours, now, translator.time_zone)
            replies.append(ScheduledReply(reader, None, told, due=quiet))
    return replies


def period_to_tell(schedule: Schedule, alike: Sequence[Schedule], zone: tzinfo, now: datetime) -> timedelta:
    """How far back a brief goes, in whole hours: to the one before it, were it days ago, as after a time of rest."""
    told = [one.told for one in alike if one.told is not None]
    since = max(told or [one.recurrence.last_before(schedule.due, zone) for one in alike])
    hours = -((since - now) // timedelta(hours=1))
    return min(max(timedelta(hours=hours), SHORTEST), LONGEST)
