"""/brief: the most important stories of a period, on a topic or on everything."""

from collections.abc import Iterator
from datetime import timedelta

from bot.conversation.brief_layout import brief_reply
from bot.conversation.turn import Turn
from bot.periods import is_period, parse_period
from bot.reply import Block, Reply, paragraph
from index.errors import InputError

PERIOD = timedelta(hours=24)


def brief(turn: Turn, arguments: str) -> Reply:
    """The brief; the arguments are a topic in words and a period at its end or beginning, both optional."""
    words = arguments.split()
    period = PERIOD
    try:
        for place in (-1, 0):
            if words and is_period(words[place]):
                period = parse_period(words.pop(place))
                break
        topic = " ".join(words) or None
        found = turn.newsdesk.brief(topic, period=period, now=turn.incoming.now)
    except InputError as error:
        return Reply((paragraph(turn.translator.sentence(error)),))
    reply = brief_reply(found, turn.translator, now=turn.incoming.now)
    return reply if found.stories else Reply((*reply.blocks, *_newest(turn)))


def _newest(turn: Turn) -> Iterator[Block]:
    """How old the news is, for whoever wonders why there is none."""
    newest = turn.newsdesk.status().newest
    if newest is not None:
        date = turn.translator.age(newest, turn.incoming.now)
        yield paragraph(turn.translator.gettext("My newest article: {date}.").format(date=date))
