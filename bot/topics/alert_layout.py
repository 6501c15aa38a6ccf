"""An alert as a reply: the topic, the headline with its first sentences, and who carries the story."""

from collections.abc import Iterator
from datetime import datetime

from bot.chats.chat_settings import Look
from bot.news_lines import outlet_of
from bot.reply import Block, Button, Line, Reply, Run, Style, line, paragraph
from bot.topics.told import Step
from bot.topics.topic import Topic
from bot.translation import Translator
from index.answers.answer import Source
from index.articles.article import shortened
from index.topics.desk import StoryNews

OUTLETS_SHOWN = 6
LONGEST_NAME = 80  # characters of a topic that stand above an alert
BELL, TURN = "🔔", "↪"


def alert_reply(
    topic: Topic, story: StoryNews, step: Step, translator: Translator, *, look: Look, now: datetime
) -> Reply:
    """The message that tells of a story, once more whole when it is edited. It tells times, not ages: it stays."""
    _ = translator.gettext
    name = shortened(topic.text, LONGEST_NAME)
    heading = f"{TURN} " + _("{topic}: what is new").format(topic=name) if step is Step.TURN else f"{BELL} {name}"
    blocks = [
        paragraph(Run(heading, bold=True)),
        Block((line(Run(story.headline.title, story.headline.url, bold=True)),)),
    ]
    if story.lead and look is Look.FULL:
        blocks.append(Block((line(story.lead),), Style.QUOTE, joined=True))
    blocks.append(Block((_carriers(story, translator),)))
    if step is Step.EDIT:
        changed = _("Updated {time}").format(time=translator.moment(now))
        blocks.append(paragraph(Run(changed, italic=True)))
    return Reply(tuple(blocks), _buttons(topic, story, translator))


def _buttons(topic: Topic, story: StoryNews, translator: Translator) -> tuple[tuple[Button, ...], ...]:
    _ = translator.gettext
    change = Button(_("Change topic"), f"topicbelow.{topic.topic_id}")
    follow = (Button(_("Follow this story"), f"story.{story.story_id}"),) if topic.story_id is None else ()
    return ((*follow, change),)


def _carriers(story: StoryNews, translator: Translator) -> Line:
    """One outlet with its time, or how many carry the story and which."""
    if story.outlets < 2:
        source = story.headline
        when = translator.moment(source.published) if source.published else translator.gettext("no date")
        return line(f"{outlet_of(source, translator)}, {when}")
    count = translator.ngettext("{number} source", "{number} sources", story.outlets).format(number=story.outlets)
    shown = list(_one_each(story.sources, translator))[:OUTLETS_SHOWN]
    runs: list[Run | str] = [f"{count}: "]
    for number, (name, source) in enumerate(shown):
        runs += [", "] * bool(number) + [Run(name, source.url)]
    further = story.outlets - len(shown)
    if further > 0:
        more = translator.ngettext("and {number} more", "and {number} more", further)
        runs.append(f" {more.format(number=further)}")
    return line(*runs)


def _one_each(sources: tuple[Source, ...], translator: Translator) -> Iterator[tuple[str, Source]]:
    """The newest article of each outlet."""
    seen: set[str] = set()
    for source in sources:
        name = outlet_of(source, translator)
        if name.casefold() not in seen:
            seen.add(name.casefold())
            yield name, source
