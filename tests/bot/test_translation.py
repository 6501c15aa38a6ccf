from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.translation import translator_for
from index.errors import InputError

NOW = datetime(2025, 7, 10, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "told"),
    [
        (timedelta(0), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=5), "5 minutes ago"),
        (timedelta(hours=3), "3 hours ago"),
        (timedelta(hours=26), "1 day ago"),
        (timedelta(days=6, hours=12), "6 days ago"),
        (timedelta(days=7), "Jul 3, 2025"),
        (timedelta(hours=-2), "Jul 10, 2025"),
    ],
)
def test_ages(age: timedelta, told: str) -> None:
    assert translator_for("en", UTC).age(NOW - age, NOW) == told


def test_times_are_told_in_the_zone_and_the_way_of_the_person() -> None:
    assert translator_for("en", UTC).moment(NOW) == "Jul 10, 2025, 2:05\u00a0PM"
    assert translator_for("en-GB", ZoneInfo("Europe/Kyiv")).moment(NOW) == "10 Jul 2025, 17:05"
    assert translator_for("en-GB", UTC).dated(NOW, NOW + timedelta(hours=1)) == "10 Jul 2025, 14:05 (1 hour ago)"
    assert translator_for("en-GB", UTC).dated(NOW, NOW + timedelta(days=30)) == "10 Jul 2025, 14:05"


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
def test_where_no_time_of_day_is_known_the_date_is_told_as_the_source_has_it(zone: str) -> None:
    told = translator_for("en-GB", ZoneInfo(zone))
    day = datetime(2025, 7, 10, tzinfo=UTC)
    assert told.dated(day, NOW) == "10 Jul 2025"
    assert told.age(day, day + timedelta(days=30)) == "10 Jul 2025"


@pytest.mark.parametrize(
    ("hours", "told"), [(1, "1 hour"), (24, "24 hours"), (48, "48 hours"), (72, "3 days"), (168, "7 days")]
)
def test_periods(hours: int, told: str) -> None:
    assert translator_for("en", UTC).period(timedelta(hours=hours)) == told


@pytest.mark.parametrize("language", [None, "", "zz", "../etc", "x" * 200, "en_US_POSIX", "zh-hans", "\0"])
def test_any_language_tag_gives_a_language_of_the_interface(language: str | None) -> None:
    assert translator_for(language, UTC).locale.language == "en"


def test_the_sentence_of_an_error_tells_its_values_in_the_way_of_the_person() -> None:
    error = InputError("That has {length} characters, not {most}.", length=12_345, most="2{")
    assert str(error) == "That has 12,345 characters, not 2{."
    assert translator_for("en-ZA", UTC).sentence(error) == "That has 12\u00a0345 characters, not 2{."
    assert translator_for("en", UTC).sentence(InputError("No {values} here.")) == "No {values} here."


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("pt", "Configurações"),
        ("pt-PT", "Configurações"),
        ("ru", "Настройки"),
        ("de-AT", "Einstellungen"),
        ("uk-UA", "Налаштування"),
        ("hi", "सेटिंग"),
        ("en-GB", "Settings"),
        ("ja", "Settings"),
    ],
)
def test_the_language_nearest_to_the_persons(tag: str, told: str) -> None:
    assert translator_for(tag, UTC).gettext("Settings") == told


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "ru",
            {1: "(1 источник)", 2: "(2 источника)", 5: "(5 источников)", 11: "(11 источников)", 21: "(21 источник)"},
        ),
        ("ar", {1: "(مصدر واحد)", 2: "(مصدران)", 3: "(3 مصادر)", 11: "(11 مصدرًا)", 100: "(100 مصدر)"}),
        ("fr", {0: "(0 source)", 1: "(1 source)", 2: "(2 sources)"}),
        ("tr", {1: "(1 kaynak)", 2: "(2 kaynak)"}),
    ],
)
def test_plural_forms(language: str, told: dict[int, str]) -> None:
    translator = translator_for(language, UTC)
    for number, text in told.items():
        form = translator.ngettext("({number} source)", "({number} sources)", number)
        assert form.format(number=number) == text
