"""/topics: what is followed here, and every change of it."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.conversation.topic_card import CADENCES, SENSITIVITIES, card, described, problem_sentence
from bot.conversation.turn import Turn
from bot.reply import Block, Button, Line, Reply, Run, line, paragraph
from bot.topics.topic import Topic
from index.articles.article import shortened
from index.topics.wording import Problem, read_wording

TOPICS_A_PAGE = 10
BUTTONS_A_ROW = 5
LONGEST_SHOWN = 100  # characters of a topic in the list
_NUMBERED = re.compile(r"(\d{1,4})(?:\s+(.*))?")


def topics(turn: Turn, arguments: str) -> Reply:
    """The list; with a number that topic, and with words after the number the topic in these words from now on."""
    _ = turn.translator.gettext
    asked = _NUMBERED.fullmatch(arguments)
    if not asked:
        return page(turn, 1)
    followed = turn.records.topics.of_chat(turn.target)
    number = int(asked[1])
    if not 0 < number <= len(followed):
        return Reply((paragraph(_("There is no topic {number}; /topics shows all.").format(number=number)),))
    topic = followed[number - 1]
    return _reworded(turn, topic, asked[2]) if asked[2] else card(turn, topic)


def page(turn: Turn, number: int) -> Reply:
    """A page of the list, from 1; the last one where there are not so many."""
    _ = turn.translator.gettext
    followed = turn.records.topics.of_chat(turn.target)
    if not followed:
        return Reply((paragraph(_("You follow no topics yet. /subscribe follows one in your words.")),), replaces=True)
    pages = -(-len(followed) // TOPICS_A_PAGE)
    number = min(max(number, 1), pages)
    start = (number - 1) * TOPICS_A_PAGE
    shown = list(enumerate(followed, start=1))[start : start + TOPICS_A_PAGE]
    title = Run(_("What you follow"), bold=True)
    lines = [_listed(turn, place, topic) for place, topic in shown]
    buttons = [Button(str(place), f"topic.{topic.topic_id}") for place, topic in shown]
    rows = [tuple(buttons[at : at + BUTTONS_A_ROW]) for at in range(0, len(buttons), BUTTONS_A_ROW)]
    turning = tuple(_turning(number, pages))
    hint = paragraph(_("A number opens a topic."))
    return Reply((Block((line(title), *lines)), hint), (*rows, *([turning] if turning else ())), replaces=True)


def topic_pressed(turn: Turn, topic_id: int) -> Reply:
    """The button that shows one topic."""
    topic = turn.records.topics.get(topic_id, turn.target)
    return card(turn, topic) if topic else _unknown(turn)


def topic_below(turn: Turn, topic_id: int) -> Reply:
    """The button under an alert that shows its topic further down: the alert stays what it is."""
    return replace(topic_pressed(turn, topic_id), replaces=False)


def page_below(turn: Turn, number: int) -> Reply:
    """The button under a summary that shows the list further down."""
    return replace(page(turn, number), replaces=False)


def sensitivity_pressed(turn: Turn, topic_id: int, place: int) -> Reply:
    """The button that chooses how much comes through."""
    return _changed(turn, topic_id, sensitivity=SENSITIVITIES[min(place, len(SENSITIVITIES) - 1)])


def cadence_pressed(turn: Turn, topic_id: int, place: int) -> Reply:
    """The button that chooses when is told."""
    return _changed(turn, topic_id, cadence=CADENCES[min(place, len(CADENCES) - 1)])


def pause_pressed(turn: Turn, topic_id: int, paused: int) -> Reply:
    """The button that pauses a topic or goes on with it."""
    return _changed(turn, topic_id, paused=bool(paused))


def reword_pressed(turn: Turn, topic_id: int) -> Reply:
    """The button that tells how to change the words."""
    _ = turn.translator.gettext
    followed = turn.records.topics.of_chat(turn.target)
    number = next((place for place, topic in enumerate(followed, start=1) if topic.topic_id == topic_id), None)
    if number is None:
        return _unknown(turn)
    turn.records.expected.ask(turn.incoming.place, f"topics {number}", turn.incoming.now)
    note = _("Send me the new words.") if turn.incoming.private else _("Send the new words as a reply to this message.")
    return card(turn, followed[number - 1], note)


def drop_pressed(turn: Turn, topic_id: int, sure: int) -> Reply:
    """The button that deletes a topic, once it is pressed with certainty."""
    _ = turn.translator.gettext
    topic = turn.records.topics.get(topic_id, turn.target)
    if topic is None:
        return _unknown(turn)
    if not sure:
        question = _("Delete “{topic}”?").format(topic=topic.text)
        buttons = (Button(_("Yes, delete"), f"drop.{topic_id}.1"), Button(_("No"), f"topic.{topic_id}"))
        return Reply((paragraph(question),), (buttons,), replaces=True)
    turn.records.topics.remove(topic_id, turn.target)
    gone = _("I no longer follow “{topic}”.").format(topic=topic.text)
    return Reply((paragraph(gone),), ((Button(_("My topics"), "topics.1"),),), replaces=True)


def _changed(turn: Turn, topic_id: int, **values: object) -> Reply:
    topic = turn.records.topics.change(topic_id, turn.target, **values)
    return card(turn, topic) if topic else _unknown(turn)


def _reworded(turn: Turn, topic: Topic, text: str) -> Reply:
    _ = turn.translator.gettext
    desk = turn.newsdesk.topics
    turn.records.expected.forget(turn.incoming.place)
    if topic.story_id is not None:
        return card(turn, topic, _("A story has no words to change; /subscribe follows a topic."))
    wording = read_wording(text, desk.outlets())
    if isinstance(wording, Problem):
        return Reply((paragraph(problem_sentence(wording, turn.translator)),))
    vector = desk.vector(wording.meaning)
    changed = turn.records.topics.reword(topic.topic_id, turn.target, wording, vector, model=desk.model)
    return card(turn, changed, _("It was “{topic}”.").format(topic=topic.text)) if changed else _unknown(turn)


def _listed(turn: Turn, place: int, topic: Topic) -> Line:
    text = Run(shortened(topic.text, LONGEST_SHOWN))
    return line(f"{place}. ", text, " — ", Run(described(topic, turn.translator), italic=True))


def _turning(number: int, pages: int) -> Iterator[Button]:
    if number > 1:
        yield Button("‹", f"topics.{number - 1}")
    if number < pages:
        yield Button("›", f"topics.{number + 1}")


def _unknown(turn: Turn) -> Reply:
    text = turn.translator.gettext("That topic is no longer followed; /topics shows those that are.")
    return Reply((paragraph(text),), passing=True)
