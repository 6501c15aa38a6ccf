"""What the bot says, in the language and the time zone of whom it is said to."""

import gettext
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, format_timedelta
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from bot.chats.chat_settings import ChatSettings
from config import NewsdeskError

# Of the interface; those after the first have a catalogue in bot/locale.
LANGUAGES = ("en", "es", "pt_BR", "fr", "de", "it", "ru", "uk", "tr", "ar", "fa", "hi")
CATALOGUES = Path(__file__).parent / "locale"
AGE_UP_TO = timedelta(days=7)  # what is older is told by its date


@dataclass(frozen=True, slots=True)
class Translator:
    """Translates the bot's own texts, and writes times in a locale and a time zone."""

    locale: Locale
    time_zone: tzinfo = UTC
    catalogue: gettext.NullTranslations = field(default_factory=gettext.NullTranslations)

    def gettext(self, text: str) -> str:
        """The text in this language."""
        return self.catalogue.gettext(text)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The text for a number of things."""
        return self.catalogue.ngettext(one, many, number)

    def sentence(self, error: NewsdeskError) -> str:
        """What an error says."""
        values = {
            name: format_decimal(value, locale=self.locale) if isinstance(value, int) else value
            for name, value in error.values.items()
        }
        text = self.gettext(error.message)
        return text.format(**values) if values else text

    def moment(self, moment: datetime) -> str:
        """A date and a time of day."""
        local = moment.astimezone(self.time_zone)
        pattern = str(self.locale.datetime_formats["medium"])
        date = format_date(local, "medium", locale=self.locale)
        return pattern.replace("'", "").replace("{0}", self._time(local.time())).replace("{1}", date)

    def time_of_day(self, minute: int) -> str:
        """A minute of the day as a time."""
        return self._time(time(*divmod(minute, 60)))

    def clock(self, moment: datetime) -> str:
        """What the clocks show at a moment."""
        return self._time(moment.astimezone(self.time_zone).time())

    def age(self, moment: datetime, now: datetime) -> str:
        """How long ago, or, when that is over a week or lies ahead, the date."""
        age = now - moment
        if timedelta(0) <= age < timedelta(minutes=1):
            return self.gettext("just now")
        if timedelta(0) < age < AGE_UP_TO:
            return format_timedelta(-age, add_direction=True, threshold=1, locale=self.locale)
        return self._date(moment)

    def dated(self, moment: datetime, now: datetime) -> str:
        """A date and a time of day, with the age in brackets as long as it is short; only the date if no time is known.

        A source that gives no time of day is stored with midnight in UTC.
        """
        if _is_midnight(moment):
            return self._date(moment)
        told = self.moment(moment)
        return f"{told} ({self.age(moment, now)})" if timedelta(0) <= now - moment < AGE_UP_TO else told

    def day(self, day: date) -> str:
        """A day of the year, without the year."""
        return format_skeleton("MMMd", day, locale=self.locale)

    def short_day(self, day: date) -> str:
        """A day of the year in figures."""
        return format_skeleton("Md", day, locale=self.locale)

    def period(self, period: timedelta) -> str:
        """A length of time: in hours up to two days, else in days."""
        granularity: Literal["hour", "day"] = "hour" if period <= timedelta(days=2) else "day"
        # A threshold that is never reached keeps the unit: 24 hours, not 1 day.
        return format_timedelta(period, granularity=granularity, threshold=1000, locale=self.locale)

    def _date(self, moment: datetime) -> str:
        zone = UTC if _is_midnight(moment) else self.time_zone  # west of Greenwich it would become the day before
        return format_date(moment.astimezone(zone), "medium", locale=self.locale)

    def _time(self, local: time) -> str:
        # Telegram's clients break lines at the narrow space that CLDR puts before AM and PM.
        return format_time(local, "short", locale=self.locale).replace("\u202f", "\u00a0")


def _is_midnight(moment: datetime) -> bool:
    return moment.astimezone(UTC).time() == time.min


def translator_for(language: str | None, time_zone: tzinfo) -> Translator:
    """The translator for a BCP 47 tag such as pt-BR: in the nearest language of the interface, else English."""
    own = _locale(language)
    interface = next((name for name in LANGUAGES if own and Locale.parse(name).language == own.language), LANGUAGES[0])
    # Of the language of the interface the person's own way of writing times: British English has no AM and PM.
    written = own if own and own.language == Locale.parse(interface).language else Locale.parse(interface)
    return Translator(written, time_zone, catalogue(interface))


def chosen_translator(settings: ChatSettings, language: str | None, default_zone: tzinfo) -> Translator:
    """The translator for a chat: by what it has chosen, else in `language` and the default time zone."""
    zone = ZoneInfo(settings.time_zone) if settings.time_zone else default_zone
    return translator_for(settings.language or language, zone)


def _locale(language: str | None) -> Locale | None:
    for tag in (language or "", (language or "").partition("-")[0]):
        with suppress(UnknownLocaleError, ValueError, TypeError):
            return Locale.parse(tag.replace("-", "_"))
    return None


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The translations of the interface's texts into one of its languages; English has none but the texts."""
    if language == LANGUAGES[0]:
        return gettext.NullTranslations()
    with (CATALOGUES / language / "LC_MESSAGES" / "newsdesk.po").open("rb") as file:
        messages = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def translatable(text: str) -> str:
    """Mark a text that is translated where it is used."""
    return text
