"""A brief as a reply: one line for each story, and folded details as far as they fit."""

from collections.abc import Iterator
from datetime import datetime

from bot.chats.chat_settings import Look
from bot.news_lines import aged, headline_line, outlet_of
from bot.reply import Block, Line, Reply, Run, Style, line, paragraph
from bot.translation import Translator
from index.answers.answer import Brief, BriefStory
from index.articles.article import shortened

ROOM = 3_600  # characters: a brief stays one message, with marks for the direction of its lines
SOURCES_OF_A_STORY = 5
LONGEST_TOPIC = 100  # characters of it that are repeated in the title


def brief_reply(brief: Brief, translator: Translator, *, now: datetime, look: Look = Look.FULL) -> Reply:
    """The reply that tells a brief; unless short, with details of the first stories as long as there is room."""
    _ = translator.gettext
    period = translator.period(now - brief.window.since) if brief.window.since else ""
    topic = shortened(brief.topic, LONGEST_TOPIC) if brief.topic else None
    if not brief.stories:
        nothing = (
            _("Nothing on {topic} in the last {period}.").format(topic=topic, period=period)
            if topic
            else _("Nothing in the last {period}.").format(period=period)
        )
        return Reply((paragraph(nothing),))
    title = (
        _("{topic}: the last {period}").format(topic=topic, period=period)
        if topic
        else _("The last {period}").format(period=period)
    )
    lines = [
        headline_line(f"{number}.", story.headline, translator, now)
        for number, story in enumerate(brief.stories, start=1)
    ]
    heading = paragraph(Run(title, bold=True))
    if look is Look.SHORT:
        return Reply((heading, Block(tuple(lines))))
    return Reply((heading, *_stories(brief, lines, translator, now)))


def _stories(brief: Brief, lines: list[Line], translator: Translator, now: datetime) -> Iterator[Block]:
    room = ROOM - sum(_length(text) for text in lines)
    for text, story in zip(lines, brief.stories, strict=True):
        yield Block((text,))
        details = _details(story, translator, now)
        room -= sum(_length(detail) for detail in details)
        if details and room >= 0:
            yield Block(details, Style.DETAILS, joined=True)


def _details(story: BriefStory, translator: Translator, now: datetime) -> tuple[Line, ...]:
    lead = (line(story.lead),) if story.lead else ()
    shown = story.articles[:SOURCES_OF_A_STORY]
    others = tuple(
        line("• ", Run(outlet_of(source, translator), source.url), f", {aged(source, translator, now)}")
        for source in shown
    )
    return lead + (others if len(story.articles) > 1 else ())


def _length(text: Line) -> int:
    return sum(len(run.text) for run in text) + 1
