"""What was held back, as one reply: by topic, one line for each story."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.news_lines import headline_line
from bot.reply import Block, Button, Reply, Run, line, paragraph
from bot.topics.alert_layout import BELL, LONGEST_NAME
from bot.topics.topic import Topic
from bot.translation import Translator
from index.answers.answer import Headline
from index.articles.article import shortened
from index.topics.desk import StoryNews

MOST_STORIES = 30  # that are told of in one summary, those that most outlets carry


def digest_reply(found: Sequence[tuple[Topic, StoryNews]], translator: Translator, *, now: datetime) -> Reply:
    """The summary of stories, each with the topic that asked for it."""
    _ = translator.gettext
    shown = sorted(found, key=lambda each: -each[1].outlets)[:MOST_STORIES]
    title = translator.ngettext("{number} story on your topics", "{number} stories on your topics", len(found))
    heading = Run(f"{BELL} {title.format(number=len(found))}", bold=True)
    blocks = [paragraph(heading), *_by_topic(shown, translator, now)]
    left = len(found) - len(shown)
    if left:
        blocks.append(
            paragraph(translator.ngettext("and {number} more", "and {number} more", left).format(number=left))
        )
    return Reply(tuple(blocks), ((Button(_("My topics"), "topicsbelow.1"),),))


def _by_topic(found: Sequence[tuple[Topic, StoryNews]], translator: Translator, now: datetime) -> Iterator[Block]:
    topics = {topic.topic_id: topic for topic, _ in found}
    for topic in sorted(topics.values(), key=lambda topic: topic.topic_id):
        name = line(Run(shortened(topic.text, LONGEST_NAME), bold=True))
        lines = [
            headline_line("•", Headline(story.headline, story.story_id, story.outlets, 0.0), translator, now)
            for asked, story in found
            if asked.topic_id == topic.topic_id
        ]
        yield Block((name, *lines))
