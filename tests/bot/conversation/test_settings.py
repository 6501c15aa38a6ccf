"""/settings as a person types and taps it."""

from datetime import timedelta

import pytest

from bot.chats.chat_settings import ChatSettings, Look
from bot.chats.chats import Chats
from bot.chats.expected import WAITED
from bot.direction import RIGHT_TO_LEFT
from bot.incoming import Place, Standing
from bot.reply import Reply
from bot.sample import SAMPLE_CLOCK
from bot.times.quiet_hours import QuietHours
from index.storage.database import Database
from tests.bot.conversation.conftest import ALICE, Say

GROUP = Place(-100, 1)


def action(reply: Reply, label: str) -> str:
    return next(button.action for row in reply.buttons for button in row if button.label == label)


def chosen(database: Database, chat: int = ALICE.chat) -> ChatSettings:
    known = Chats(database).get(chat)
    assert known is not None
    return known.settings


def test_everything_by_buttons(say: Say, database: Database) -> None:
    menu = say("/settings")
    assert "Time zone: UTC, where it is 6:00\u00a0PM now" in menu.text
    short = say(action=action(menu, "Short answers"))
    assert short.replaces
    shown = say(action=action(short, "Show preview"))
    hours = say(action=action(say(action=action(shown, "Quiet hours")), "11:00\u00a0PM – 8:00\u00a0AM"))
    assert "Quiet hours: 11:00\u00a0PM – 8:00\u00a0AM" in hours.text
    assert chosen(database) == ChatSettings(None, None, QuietHours(1_380, 480), Look.SHORT, preview=True)
    assert say("/help").preview
    none = say(action=action(say(action=action(hours, "Quiet hours")), "No quiet hours"))
    say(action=action(none, "Hide preview"))
    say(action=action(none, "Full answers"))
    assert chosen(database) == ChatSettings()


def test_the_time_zone_by_a_city(say: Say, database: Database) -> None:
    asked = say(action=action(say("/settings"), "Time zone"))
    assert "name of a city" in asked.text
    assert "I know no city named Nowhereville" in say("Nowhereville").text
    told = say("Київ")
    assert "Europe/Kyiv, where it is 8:00\u00a0PM now" in told.text
    assert chosen(database).time_zone == "Europe/Kyiv"
    assert "Time zone" not in say("Київ").text  # a question again


def test_the_time_zone_by_a_shared_location(say: Say, database: Database) -> None:
    assert say(location=(35.69, 51.39)).text.startswith("I can read text only")
    say(action=action(say("/settings"), "Time zone"))
    assert "Asia/Tehran" in say(location=(35.69, 51.39)).text
    assert chosen(database).time_zone == "Asia/Tehran"


def test_of_several_cities_the_largest_is_taken_and_the_others_told(say: Say, database: Database) -> None:
    told = say("/settings zone Portland")
    assert "America/Los_Angeles" in told.text.splitlines()[0]
    assert "America/New_York" in told.text.splitlines()[0]
    say("America/New_York")
    assert chosen(database).time_zone == "America/New_York"


@pytest.mark.parametrize("typed", ["22:30-06:45", "10:30pm – 6:45am", "22.30 6.45"])
def test_quiet_hours_as_people_type_them(say: Say, database: Database, typed: str) -> None:
    say(action=action(say("/settings"), "Quiet hours"))
    assert "Quiet hours: 10:30\u00a0PM – 6:45\u00a0AM" in say(typed).text
    assert chosen(database).quiet_hours == QuietHours(1_350, 405)
    say("/settings quiet off")
    assert chosen(database).quiet_hours is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("quiet 25:61-7:00", "25:61 is no time of day; write it like 08:00 or 18:30."),
        ("quiet 25:61", "25:61 is no time of day; write it like 08:00 or 18:30."),
        ("quiet 7:00-7:00", "Quiet hours need two different times, such as 22:00-07:00."),
        ("quiet", "Write two times, for example: /settings quiet 22:00-07:00, or /settings quiet off"),
        ("quiet 1 2 3", "Write two times, for example: /settings quiet 22:00-07:00, or /settings quiet off"),
        ("zone", "Write a city or a time zone with it, for example: /settings zone Kyiv"),
        ("colour red", "Write /settings zone Kyiv, /settings quiet 22:00-07:00, or /settings for the buttons."),
    ],
)
def test_what_cannot_be_set_gets_one_sentence(say: Say, database: Database, typed: str, sentence: str) -> None:
    assert say(f"/settings {typed}").text == sentence
    assert chosen(database) == ChatSettings()


def test_a_question_or_a_command_is_not_taken_for_what_was_asked(say: Say) -> None:
    say(action=action(say("/settings"), "Time zone"))
    assert "Lavrov" in say("When will Rubio meet Lavrov?").text
    say("/help")
    assert "I know no city" not in say("Nowhereville").text
    say(action=action(say("/settings"), "Time zone"))
    assert "I know no city" not in say("Nowhereville", now=SAMPLE_CLOCK + WAITED).text


def test_forged_settings_do_nothing_bad(say: Say, database: Database) -> None:
    say("/settings")
    for forged in ("language.999", "quiethours.99999.5", "quiethours.5.1440", "look.7", "preview.9"):
        assert say(action=forged).replaces
    assert chosen(database) == ChatSettings()


def test_only_admins_of_a_group_change_its_settings(say: Say, database: Database) -> None:
    refused = "Only admins of this group can do that."
    assert say("/settings", place=GROUP, private=False).text == refused
    assert say(action="look.1", place=GROUP, private=False).text == refused
    admin = Standing(GROUP.chat, "", admin=True)
    assert say(action="look.1", place=GROUP, private=False, standing=admin).replaces
    assert chosen(database, GROUP.chat).look is Look.SHORT


def test_times_are_told_in_the_chosen_zone(say: Say) -> None:
    say("/settings zone Kyiv")
    told = say("When will Rubio meet Lavrov?", now=SAMPLE_CLOCK + timedelta(minutes=1))
    sources = say(action=action(told, "Sources"))
    assert "Times are in Europe/Kyiv." in sources.text


def test_a_chosen_language_is_spoken_at_once_and_in_its_direction(say: Say, database: Database) -> None:
    languages = say(action=action(say("/settings"), "Language"))
    arabic = say(action=action(languages, "العربية"))
    assert arabic.text.startswith("الإعدادات")
    assert next(line for line in arabic.blocks[0].lines if "UTC" in line[-1].text)[0].text == RIGHT_TO_LEFT
    assert say("/help").text.startswith("ما أستطيع فعله")
    assert say("/help", language="de").text.startswith("ما أستطيع فعله")
    say(action="language.0")
    assert say("/help", language="de").text.startswith("Was ich kann")
    assert chosen(database).language is None


def test_names_of_days_are_understood_in_the_language_of_the_chat(say: Say) -> None:
    assert "по будням 08:00" in say("/brief понедельник-пт 8:00", language="ru").text
    assert "täglich 08:00" in say("/brief täglich 8:00", language="de").text
    assert "Mo, Mi" in say("/brief Mittwoch,mo 20:00", language="de").text
