"""Following: /subscribe, and the buttons under an answer that follow what was asked or the story it is about."""

from collections.abc import Iterator
from dataclasses import replace

from bot.conversation.topic_card import card, problem_sentence
from bot.conversation.turn import Turn
from bot.news_lines import headline_line
from bot.reply import Block, Button, Reply, Run, line, paragraph
from bot.topics.topic import Topic
from bot.topics.topics import MOST_TOPICS
from index.answers.answer import Headline
from index.articles.article import shortened
from index.topics.asking import topic_asked
from index.topics.wording import MAX_TOPIC, Problem, Wording, read_wording


def subscribe(turn: Turn, arguments: str) -> Reply:
    """Follow a topic, and show what is there on it already."""
    _ = turn.translator.gettext
    if not arguments:
        return Reply(
            (
                paragraph(_("Write what you want to hear of, for example: /subscribe wildfires in Chile")),
                paragraph(_('+word or "some words" must be in it, -word must not, from:Reuters is that outlet only.')),
            )
        )
    wording = read_wording(arguments, turn.newsdesk.topics.outlets())
    if isinstance(wording, Problem):
        return Reply((paragraph(problem_sentence(wording, turn.translator)),))
    return _follow(turn, wording)


def follow_answer(turn: Turn, number: int) -> Reply:
    """The button that follows what was asked."""
    _ = turn.translator.gettext
    answer = turn.records.answers.get(number, turn.incoming.place.chat)
    if answer is None:
        return Reply((paragraph(_("I no longer have that answer; please ask again.")),), passing=True)
    outlets = turn.newsdesk.topics.outlets()
    wording = read_wording(topic_asked(answer, outlets, turn.translator.time_zone), outlets)
    if isinstance(wording, Problem):
        return Reply(
            (paragraph(_("There is no topic in that question; /subscribe follows one in words.")),), passing=True
        )
    return _follow(turn, wording)


def follow_answer_story(turn: Turn, number: int) -> Reply:
    """The button that follows the story that an answer is from."""
    answer = turn.records.answers.get(number, turn.incoming.place.chat)
    first = (*answer.sources, *(headline.source for headline in answer.headlines))[:1] if answer else ()
    story_id = turn.newsdesk.topics.story_of(first[0].article_id) if first else None
    return follow_story(turn, story_id or 0)


def follow_story(turn: Turn, story_id: int) -> Reply:
    """The button that follows a story: what is new in it is told, not who else reports it."""
    _ = turn.translator.gettext
    desk = turn.newsdesk.topics
    story = desk.story(story_id)
    if story is None:
        return Reply((paragraph(_("I no longer have that story.")),), passing=True)
    title = shortened(story.headline.title, MAX_TOPIC)
    wording = Wording(title, title, plain=True)
    topic, new = turn.records.topics.add(
        turn.target,
        wording,
        desk.vector(title),
        model=desk.model,
        now=turn.incoming.now,
        story_id=story_id,
        told=[source.article_id for source in story.sources],
    )
    if topic is None or not new:
        return _not_new(turn, topic)
    said = _("I will tell you when there is something new in “{story}”.").format(story=title)
    return Reply((paragraph(said),), _buttons(turn, topic))


def _follow(turn: Turn, wording: Wording) -> Reply:
    _ = turn.translator.gettext
    desk, now = turn.newsdesk.topics, turn.incoming.now
    vector = desk.vector(wording.meaning)
    topic, new = turn.records.topics.add(turn.target, wording, vector, model=desk.model, now=now)
    if topic is None or not new:
        return _not_new(turn, topic)
    said = _("I will tell you of news on “{topic}”.").format(topic=topic.text)
    found = desk.newest(wording, vector, topic.sensitivity, now=now)
    return Reply((paragraph(said), *_there_already(turn, found)), _buttons(turn, topic))


def _there_already(turn: Turn, found: tuple[Headline, ...]) -> Iterator[Block]:
    _ = turn.translator.gettext
    if not found:
        yield paragraph(_("There is nothing on it in my sources yet."))
        return
    lines = [headline_line("•", headline, turn.translator, turn.incoming.now) for headline in found]
    yield Block((line(Run(_("The newest so far"), bold=True)), *lines))


def _not_new(turn: Turn, topic: Topic | None) -> Reply:
    """What is said when the topic was followed before, or there is no room for it."""
    _ = turn.translator.gettext
    if topic is not None:
        return replace(card(turn, topic, _("You follow that already.")), replaces=False)
    text = _("{number} topics are the most that can be followed; /topics shows them and lets you delete some.")
    return Reply((paragraph(text.format(number=MOST_TOPICS)),))


def _buttons(turn: Turn, topic: Topic) -> tuple[tuple[Button, ...], ...]:
    _ = turn.translator.gettext
    return ((Button(_("Change topic"), f"topic.{topic.topic_id}"), Button(_("My topics"), "topics.1")),)
