"""/trend: a picture of how much was written on a topic, by day and outlet."""

from datetime import timedelta

from bot.conversation.turn import Turn
from bot.reply import Chart, Reply, paragraph
from bot.times.periods import take_period
from index.articles.article import shortened
from index.errors import InputError
from index.trend import Trend

PERIOD = timedelta(days=30)
SHORTEST = timedelta(days=2)
LONGEST_TOPIC = 100


def trend(turn: Turn, arguments: str) -> Reply:
    """The picture; the arguments are a topic in words and, if wanted, a period at its end or beginning."""
    _ = turn.translator.gettext
    try:
        period, topic = take_period(arguments)
        if not topic:
            return Reply((paragraph(_("Write a topic with it, for example: /trend ceasefire 30d")),))
        period = max(period or PERIOD, SHORTEST)
        found = turn.newsdesk.trend(topic, period=period, now=turn.incoming.now, time_zone=turn.translator.time_zone)
    except InputError as error:
        return Reply((paragraph(turn.translator.sentence(error)),))
    shown, length = shortened(topic, LONGEST_TOPIC), turn.translator.period(period)
    if not found.total:
        return Reply((paragraph(_("Nothing on {topic} in the last {period}.").format(topic=shown, period=length)),))
    title = _("{topic}: the last {period}").format(topic=shown, period=length)
    articles = turn.translator.ngettext("{number} article", "{number} articles", found.total)
    told = [paragraph(title), paragraph(f"{articles.format(number=found.total)}.")]
    most = max(found.by_day)
    if most > 1 and found.by_day.count(most) == 1:
        peak = _("The busiest day was {day} with {number}.").format(
            number=most, day=turn.translator.day(found.days[found.by_day.index(most)])
        )
        told[-1] = paragraph(f"{articles.format(number=found.total)}. {peak}")
    return Reply(tuple(told), attachment=_chart(found, turn, title))


def _chart(found: Trend, turn: Turn, title: str) -> Chart:
    others = turn.translator.gettext("others")
    return Chart(
        title=title,
        days=tuple(turn.translator.short_day(day) for day in found.days),
        series=tuple((outlet or others, counts) for outlet, counts in found.outlets),
    )
