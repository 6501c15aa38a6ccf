"""/brief: the most important stories of a period, on a topic or on everything."""

from datetime import timedelta

from bot.conversation.brief_layout import brief_reply
from bot.conversation.turn import Turn
from bot.periods import is_period, parse_period
from bot.reply import Reply, paragraph
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
        return Reply((paragraph(str(error)),))
    return brief_reply(found, turn.translator, now=turn.incoming.now)
