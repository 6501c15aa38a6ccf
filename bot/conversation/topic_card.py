"""One topic with everything that can be changed about it."""

from bot.conversation.turn import Turn
from bot.reply import Block, Button, Reply, Run, line, paragraph
from bot.topics.topic import Cadence, Topic
from bot.translation import Translator
from index.topics.sensitivity import Sensitivity
from index.topics.wording import MAX_CONDITIONS, MAX_TOPIC, Problem

CHOSEN = "✓ "
SENSITIVITIES = tuple(Sensitivity)
CADENCES = tuple(Cadence)


def card(turn: Turn, topic: Topic, note: str | None = None) -> Reply:
    """The topic, with a note under it."""
    _ = turn.translator.gettext
    blocks = [Block((line(Run(topic.text, bold=True)), line(described(topic, turn.translator))))]
    if topic.story_id is None:
        hint = _("few: only what is nearest to it, all: whatever may have to do with it")
        blocks.append(paragraph(Run(hint, italic=True)))
    if note:
        blocks.append(paragraph(note))
    return Reply(tuple(blocks), _buttons(topic, turn.translator), replaces=True)


def described(topic: Topic, translator: Translator) -> str:
    """How a topic is followed, in a few words."""
    _ = translator.gettext
    parts = [cadence_name(topic.cadence, translator)]
    parts.append(_("new turns of the story") if topic.story_id else sensitivity_name(topic.sensitivity, translator))
    if topic.paused:
        parts.append(_("paused"))
    return " · ".join(parts)


def sensitivity_name(sensitivity: Sensitivity, translator: Translator) -> str:
    """What people call a sensitivity."""
    _ = translator.gettext
    return {
        Sensitivity.FEW: _("few"),
        Sensitivity.NORMAL: _("normal"),
        Sensitivity.ALL: _("all"),
    }[sensitivity]


def cadence_name(cadence: Cadence, translator: Translator) -> str:
    """What people call a cadence."""
    _ = translator.gettext
    return {Cadence.AT_ONCE: _("at once"), Cadence.HOURLY: _("hourly"), Cadence.DAILY: _("daily")}[cadence]


def problem_sentence(problem: Problem, translator: Translator) -> str:
    """What is said to a text that is no topic."""
    _ = translator.gettext
    return {
        Problem.EMPTY: _("There are no words in that; write a topic such as: wildfires in Chile"),
        Problem.SHORT: _("One letter is no topic; write a word or more."),
        Problem.LONG: _("A topic has {most} characters at most; a few words do best.").format(most=MAX_TOPIC),
        Problem.ONLY_WITHOUT: _("That says only what must not be in it; write what you want to hear of, too."),
        Problem.CROWDED: _("A topic has {most} words with + or - at most.").format(most=MAX_CONDITIONS),
    }[problem]


def _buttons(topic: Topic, translator: Translator) -> tuple[tuple[Button, ...], ...]:
    _ = translator.gettext
    number = topic.topic_id
    sensitivities = tuple(
        Button(_mark(sensitivity_name(each, translator), chosen=each is topic.sensitivity), f"sense.{number}.{place}")
        for place, each in enumerate(SENSITIVITIES)
    )
    cadences = tuple(
        Button(_mark(cadence_name(each, translator), chosen=each is topic.cadence), f"pace.{number}.{place}")
        for place, each in enumerate(CADENCES)
    )
    pause = Button(_("Resume"), f"pause.{number}.0") if topic.paused else Button(_("Pause"), f"pause.{number}.1")
    edit = (Button(_("Edit"), f"reword.{number}"),) if topic.story_id is None else ()
    delete = Button(_("Delete"), f"drop.{number}.0")
    rows = (cadences, (*edit, pause, delete), (Button(_("My topics"), "topics.1"),))
    return rows if topic.story_id else (sensitivities, *rows)


def _mark(name: str, *, chosen: bool) -> str:
    return f"{CHOSEN}{name}" if chosen else name
