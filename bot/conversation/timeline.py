"""The button "Timeline": how the story behind an answer went, from its first article to its newest."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.conversation.turn import Turn
from bot.news_lines import outlet_of
from bot.reply import Block, Reply, Run, line, paragraph
from index.answers.answer import Source

FIRST, LAST = 4, 8  # articles that are shown of a long story


def timeline(turn: Turn, number: int) -> Reply:
    """The first story of the answer that has more than one outlet, oldest article first."""
    _ = turn.translator.gettext
    answer = turn.records.answers.get(number, turn.incoming.place.chat)
    if answer is None:
        return Reply((paragraph(_("I no longer have that answer; please ask again.")),), passing=True)
    story = next((h.story_id for h in answer.headlines if h.outlets > 1 and h.story_id is not None), None)
    told = [source for source in turn.newsdesk.story(story) if source.published] if story is not None else []
    if not told:
        return Reply((paragraph(_("I know of one article on that only.")),), passing=True)
    told.reverse()
    title = paragraph(Run(_("How the story went"), bold=True))
    if len(told) <= FIRST + LAST:
        return Reply((title, *_days(turn, told)))
    left_out = len(told) - FIRST - LAST
    between = turn.translator.ngettext("… {number} article in between …", "… {number} articles in between …", left_out)
    return Reply(
        (
            title,
            *_days(turn, told[:FIRST]),
            paragraph(Run(between.format(number=left_out), italic=True)),
            *_days(turn, told[-LAST:]),
        )
    )


def _days(turn: Turn, told: Sequence[Source]) -> Iterator[Block]:
    zone = turn.translator.time_zone
    dated = [(source.published.astimezone(zone), source) for source in told if source.published]
    for day, sources in groupby(dated, key=lambda pair: pair[0].date()):
        lines = [
            line(
                f"{turn.translator.clock(moment)} ",
                Run(source.title, source.url),
                f" — {outlet_of(source, turn.translator)}",
            )
            for moment, source in sources
        ]
        yield Block((line(Run(turn.translator.day(day), bold=True)), *lines))
