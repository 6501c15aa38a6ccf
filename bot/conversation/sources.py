"""The button "Sources": every source behind an answer, with outlet and time."""

from collections.abc import Iterator

from bot.conversation.answer_layout import HEADLINES_SHOWN
from bot.conversation.turn import Turn
from bot.news_lines import source_line
from bot.reply import Block, Reply, Run, line, paragraph
from index.answers.answer import Answer, Headline

SOURCES_OF_A_STORY = 6


def sources(turn: Turn, number: int) -> Reply:
    """The cited sources, then those of each headline's story."""
    _ = turn.translator.gettext
    answer = turn.records.answers.get(number, turn.incoming.place.chat)
    if answer is None:
        return Reply((paragraph(_("I no longer have that answer; please ask again.")),), passing=True)
    zone = paragraph(Run(_("Times are in {zone}.").format(zone=turn.translator.time_zone), italic=True))
    return Reply((*_cited(turn, answer), *_stories(turn, answer.headlines[:HEADLINES_SHOWN]), zone))


def _cited(turn: Turn, answer: Answer) -> Iterator[Block]:
    if answer.sources:
        title = turn.translator.ngettext("Cited source", "Cited sources", len(answer.sources))
        lines = [
            source_line(f"{number}.", source, turn.translator, turn.incoming.now, title=True)
            for number, source in enumerate(answer.sources, start=1)
        ]
        yield Block((line(Run(title, bold=True)), *lines))


def _stories(turn: Turn, headlines: tuple[Headline, ...]) -> Iterator[Block]:
    shown = set()
    for headline in headlines:
        found = (turn.newsdesk.story(headline.story_id) if headline.story_id is not None else ()) or (headline.source,)
        if found in shown:  # two stories that have become one since the answer was given
            continue
        shown.add(found)
        lines = [source_line("•", source, turn.translator, turn.incoming.now) for source in found[:SOURCES_OF_A_STORY]]
        further = len(found) - len(lines)
        if further:
            text = turn.translator.ngettext("and {number} more", "and {number} more", further)
            lines.append(line(text.format(number=further)))
        yield Block((line(Run(headline.source.title, bold=True)), *lines))
