"""When a brief is to come, in the words of /brief: daily 08:00, weekdays 7:30 18:30, mon,thu 9am Ukraine."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.times.recurrence import DAILY, WEEKDAYS, WEEKENDS, Recurrence
from bot.times.times_of_day import is_time, parse_time
from bot.translation import Translator, translatable
from index.errors import InputError

_DAYS = {
    translatable("daily"): DAILY,
    translatable("weekdays"): WEEKDAYS,
    translatable("weekends"): WEEKENDS,
}
_ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_APART = re.compile(r"[\s,،]+")
_RANGE = re.compile(r"(\w+)[-–](\w+)")
_HALF = re.compile(r"(?<=\d)\s+(?=[ap]\.?m\b)", re.IGNORECASE)  # in "8 pm"


@dataclass(frozen=True, slots=True)
class WantedBrief:
    """A brief at some times, on a topic or on all news."""

    times: tuple[Recurrence, ...]
    topic: str | None


def wanted_brief(arguments: str, translator: Translator) -> WantedBrief | None:
    """The brief that the arguments of /brief schedule; None when they schedule none, InputError for no time of day."""
    words = [word for word in _APART.split(_HALF.sub("", arguments)) if word]
    names = _day_names(translator)
    if not any(map(is_time, words)):
        if len(words) == 1 and words[0].casefold() in _day_words(translator):
            raise InputError("Add a time of day, for example: /brief daily 08:00")
        return None
    minutes: dict[int, None] = {}
    days: frozenset[int] = frozenset()
    topic = []
    for word in words:
        if is_time(word):
            minutes[parse_time(word)] = None
        elif named := _days(word.casefold(), names):
            days |= named
        else:
            topic.append(word)
    return WantedBrief(tuple(Recurrence(days or DAILY, minute) for minute in minutes), " ".join(topic) or None)


def told_days(days: frozenset[int], translator: Translator) -> str:
    """Days of the week in words."""
    for word, named in _DAYS.items():
        if days == named:
            return translator.gettext(word)
    names = translator.locale.days["stand-alone"]["abbreviated"]
    return ", ".join(names[day] for day in sorted(days))


def is_schedule(arguments: str) -> bool:
    """Whether arguments of /brief change what comes by itself, in whatever language."""
    words: Sequence[str] = _APART.split(_HALF.sub("", arguments.strip()))
    return any(map(is_time, words))


def _days(word: str, names: Mapping[str, frozenset[int]]) -> frozenset[int]:
    ends = _RANGE.fullmatch(word)
    if ends and len(names.get(ends[1], ())) == len(names.get(ends[2], ())) == 1:
        (first,), (last,) = names[ends[1]], names[ends[2]]
        return frozenset((first + number) % 7 for number in range((last - first) % 7 + 1))
    return names.get(word, frozenset())


def _day_words(translator: Translator) -> Mapping[str, frozenset[int]]:
    """The words for several days at once, in English and in the language of the chat."""
    spoken = {translator.gettext(word).casefold(): days for word, days in _DAYS.items()}
    return spoken | {word.casefold(): days for word, days in _DAYS.items()}


def _day_names(translator: Translator) -> Mapping[str, frozenset[int]]:
    """The words for days, and the days of the week in their long and short names."""
    names = dict(_day_words(translator))
    for width in ("wide", "abbreviated"):
        for kind in ("format", "stand-alone"):
            spoken = translator.locale.days[kind][width]
            names |= {name.casefold().rstrip("."): frozenset({day}) for day, name in spoken.items()}
    names |= {name: frozenset({day}) for day, name in enumerate(_ENGLISH)}
    return names
