"""Sources and headlines as lines of text, the same in every reply."""

from datetime import datetime

from bot.reply import Line, Run, line
from bot.translation import Translator
from index.answers.answer import Headline, Source
from index.articles.outlet import outlet_from_url


def outlet_of(source: Source, translator: Translator) -> str:
    """The outlet's name, or the host of the article's address."""
    host = outlet_from_url(source.url) if source.url else None
    return source.outlet or host or translator.gettext("unknown outlet")


def dated(source: Source, translator: Translator, now: datetime) -> str:
    """The time of an article, with its age as long as that is short."""
    return translator.dated(source.published, now) if source.published else translator.gettext("no date")


def aged(source: Source, translator: Translator, now: datetime) -> str:
    """The age of an article, or its date."""
    return translator.age(source.published, now) if source.published else translator.gettext("no date")


def source_line(mark: str, source: Source, translator: Translator, now: datetime, *, title: bool = False) -> Line:
    """A source with its outlet and time, linked; `mark` goes in front, a number or a bullet."""
    when = f", {dated(source, translator, now)}"
    outlet = outlet_of(source, translator)
    if title:
        return line(f"{mark} ", Run(source.title, source.url), f" — {outlet}{when}")
    return line(f"{mark} ", Run(outlet, source.url), when)


def headline_line(mark: str, headline: Headline, translator: Translator, now: datetime) -> Line:
    """A headline, linked, with its outlet, its age and how many sources carry it."""
    source = headline.source
    carried = (
        " " + translator.ngettext("({number} source)", "({number} sources)", headline.outlets)
        if headline.outlets > 1
        else ""
    )
    about = f" — {outlet_of(source, translator)}, {aged(source, translator, now)}"
    return line(f"{mark} ", Run(source.title, source.url), about + carried.format(number=headline.outlets))
