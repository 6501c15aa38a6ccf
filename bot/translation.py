"""What the bot says, in the language and the time zone of whom it is said to."""

import gettext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date, format_time, format_timedelta

LANGUAGES = ("en",)  # of the interface
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

    def moment(self, moment: datetime) -> str:
        """A date and a time of day."""
        local = moment.astimezone(self.time_zone)
        pattern = str(self.locale.datetime_formats["medium"])
        date = format_date(local, "medium", locale=self.locale)
        return pattern.replace("'", "").replace("{0}", self._time(local)).replace("{1}", date)

    def age(self, moment: datetime, now: datetime) -> str:
        """How long ago, or, when that is over a week or lies ahead, the date."""
        age = now - moment
        if timedelta(0) <= age < timedelta(minutes=1):
            return self.gettext("just now")
        if timedelta(0) < age < AGE_UP_TO:
            return format_timedelta(-age, add_direction=True, threshold=1, locale=self.locale)
        return format_date(moment.astimezone(self.time_zone), "medium", locale=self.locale)

    def dated(self, moment: datetime, now: datetime) -> str:
        """A date and a time of day, with the age in brackets as long as it is short."""
        told = self.moment(moment)
        return f"{told} ({self.age(moment, now)})" if timedelta(0) <= now - moment < AGE_UP_TO else told

    def period(self, period: timedelta) -> str:
        """A length of time: in hours up to two days, else in days."""
        granularity: Literal["hour", "day"] = "hour" if period <= timedelta(days=2) else "day"
        # A threshold that is never reached keeps the unit: 24 hours, not 1 day.
        return format_timedelta(period, granularity=granularity, threshold=1000, locale=self.locale)

    def _time(self, local: datetime) -> str:
        # Telegram's clients break lines at the narrow space that CLDR puts before AM and PM.
        return format_time(local, "short", locale=self.locale).replace("\u202f", "\u00a0")


def translator_for(language: str | None, time_zone: tzinfo) -> Translator:
    """The translator for a BCP 47 tag such as pt-BR: in the nearest language of the interface, else English."""
    wanted = (language or "").replace("-", "_")
    best = Locale.negotiate([wanted, wanted.split("_", 1)[0]], LANGUAGES) if wanted else None
    interface = best or Locale("en")
    return Translator(_regional(wanted, interface), time_zone)


def _regional(wanted: str, interface: Locale) -> Locale:
    """The person's own way of writing times, where it is one of the interface's language."""
    try:
        own = Locale.parse(wanted)
    except (UnknownLocaleError, ValueError):
        return interface
    return own if own.language == interface.language else interface


def translatable(text: str) -> str:
    """Mark a text that is translated where it is used."""
    return text
