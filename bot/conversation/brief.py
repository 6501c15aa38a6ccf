"""/brief: the most important stories of a period, on a topic or on everything, now or by themselves at set times."""

from collections.abc import Iterator
from datetime import timedelta

from bot.conversation.brief_layout import brief_reply
from bot.conversation.schedule_words import is_schedule, wanted_brief
from bot.conversation.scheduling import schedule_brief, schedule_list, unschedule_all
from bot.conversation.turn import Turn
from bot.reply import Block, Button, Reply, paragraph
from bot.times.periods import take_period
from index.answers.answer import Answer, Brief
from index.errors import InputError

LIST, OFF = "list", "off"
PERIOD = timedelta(hours=24)


def brief(turn: Turn, arguments: str) -> Reply:
    """The brief; the arguments are a topic in words and a period at its end or beginning, both optional.

    With times of day among them, it comes at these times from now on.
    """
    if arguments.casefold() == LIST:
        return schedule_list(turn)
    if arguments.casefold() == OFF:
        return unschedule_all(turn)
    try:
        wanted = wanted_brief(arguments, turn.translator)
        if wanted:
            return schedule_brief(turn, wanted)
        period, topic = take_period(arguments)
        found = turn.newsdesk.brief(topic or None, period=period or PERIOD, now=turn.incoming.now)
    except InputError as error:
        return Reply((paragraph(turn.translator.sentence(error)),))
    reply = brief_reply(found, turn.translator, now=turn.incoming.now, look=turn.settings.look)
    if found.stories:
        return reply
    buttons = ((_follow_button(turn, found, topic),),) if topic else ()
    return Reply((*reply.blocks, *_newest(turn)), buttons)


def changes_schedule(arguments: str) -> bool:
    """Whether arguments of /brief change what comes by itself, which in a group only its admins may do."""
    return arguments.casefold() == OFF or is_schedule(arguments)


def _follow_button(turn: Turn, found: Brief, topic: str) -> Button:
    """The button that follows the topic, kept as a question that nothing answers."""
    answer = Answer(
        question=topic,
        asked=turn.incoming.now,
        window=found.window,
        outlet=None,
        confidence=0.0,
        quotes=(),
        sources=(),
        passages=(),
        headlines=(),
    )
    number = turn.records.answers.keep(answer, turn.incoming.place)
    return Button(turn.translator.gettext("Follow topic"), f"follow.{number}")


def _newest(turn: Turn) -> Iterator[Block]:
    """How old the news is, for whoever wonders why there is none."""
    newest = turn.newsdesk.status().newest
    if newest is not None:
        date = turn.translator.age(newest, turn.incoming.now)
        yield paragraph(turn.translator.gettext("My newest article: {date}.").format(date=date))
