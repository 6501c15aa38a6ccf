"""The settings of a chat as a reply, with a button for each."""

from babel import Locale

from bot.chats.chat_settings import ChatSettings, Look
from bot.conversation.turn import Turn
from bot.reply import Block, Button, Line, Reply, Run, line, paragraph
from bot.translation import LANGUAGES, Translator, chosen_translator

LANGUAGES_A_ROW = 3


def settings_reply(turn: Turn, *above: str) -> Reply:
    """What the chat has chosen, in the language it has chosen; `above` are sentences that go first."""
    chosen, translator = chosen_settings(turn)
    _ = translator.gettext
    rows = (
        _row(_("Language"), _language(chosen, translator)),
        _row(_("Time zone"), told_zone(turn, translator)),
        _row(_("Quiet hours"), told_hours(chosen, translator)),
        _row(_("Answers and briefs"), _("short") if chosen.look is Look.SHORT else _("full")),
        _row(_("Preview of the first link"), _("shown") if chosen.preview else _("not shown")),
    )
    short = chosen.look is Look.SHORT
    buttons = (
        (Button(_("Language"), "languages"), Button(_("Time zone"), "zone")),
        (
            Button(_("Quiet hours"), "quiet"),
            Button(_("Full answers") if short else _("Short answers"), f"look.{int(not short)}"),
        ),
        (Button(_("Hide preview") if chosen.preview else _("Show preview"), f"preview.{int(not chosen.preview)}"),),
    )
    title = line(Run(_("Settings"), bold=True))
    return Reply((*(paragraph(text) for text in above), Block((title, *rows))), buttons)


def show_languages(turn: Turn) -> Reply:
    """The languages to choose from, each by its own name."""
    _ = turn.translator.gettext
    names = [Button(_own_name(name), f"language.{number}") for number, name in enumerate(LANGUAGES, start=1)]
    rows = [tuple(names[start : start + LANGUAGES_A_ROW]) for start in range(0, len(names), LANGUAGES_A_ROW)]
    automatic = Button(_("As in Telegram"), "language.0")
    text = _("In which language shall I speak? What I quote stays in the language of its source.")
    return Reply((paragraph(text),), (*rows, (automatic, back_button(turn))), replaces=True)


def chosen_settings(turn: Turn) -> tuple[ChatSettings, Translator]:
    """What the chat that is meant has chosen, and the translator for it."""
    chat = turn.records.chats.get(turn.target.chat)
    settings = chat.settings if chat else ChatSettings()
    return settings, chosen_translator(settings, turn.incoming.language, turn.default_zone)


def told_zone(turn: Turn, translator: Translator) -> str:
    """The time zone, and what its clocks show."""
    text = translator.gettext("{zone}, where it is {time} now")
    return text.format(zone=translator.time_zone, time=translator.clock(turn.incoming.now))


def told_hours(settings: ChatSettings, translator: Translator) -> str:
    """The quiet hours as two times."""
    hours = settings.quiet_hours
    if hours is None:
        return translator.gettext("none")
    return f"{translator.time_of_day(hours.begins)} – {translator.time_of_day(hours.ends)}"


def back_button(turn: Turn) -> Button:
    """The button that leads back to all settings."""
    return Button(turn.translator.gettext("Back"), "settings")


def _row(name: str, value: str) -> Line:
    return line(f"{name}: ", Run(value, bold=True))


def _language(settings: ChatSettings, translator: Translator) -> str:
    if settings.language:
        return _own_name(settings.language)
    return translator.gettext("as in Telegram")


def _own_name(language: str) -> str:
    name = Locale.parse(language).get_display_name(language) or language
    return name[0].upper() + name[1:]
