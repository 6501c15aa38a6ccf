"""An answer as a reply: the quotes with numbered sources, then the headlines, then the buttons."""

from collections.abc import Iterator

from bot.chats.chat_settings import Look
from bot.news_lines import headline_line, source_line
from bot.reply import Block, Button, Line, Reply, Run, Style, line, paragraph
from bot.translation import Translator
from index.answers.answer import Answer, Quote

HEADLINES_SHOWN = 5
QUOTES_IN_SHORT = 1


def answer_reply(answer: Answer, translator: Translator, number: int | None = None, look: Look = Look.FULL) -> Reply:
    """The reply that tells an answer; with the `number` it is kept under, it has buttons.

    A short one leaves further quotes and the headlines of what is answered to the buttons.
    """
    _ = translator.gettext
    short = look is Look.SHORT
    blocks = [*_opening(answer, translator, QUOTES_IN_SHORT if short else len(answer.quotes))]
    if answer.headlines and not (short and answer.answered):
        title = _("Headlines") if answer.answered or answer.overview else _("The nearest headlines")
        shown = answer.headlines[:HEADLINES_SHOWN]
        lines = [headline_line("•", headline, translator, answer.asked) for headline in shown]
        blocks.append(Block((line(Run(title, bold=True)), *lines)))
    return Reply(tuple(blocks), answer_buttons(answer, translator, number) if number is not None else ())


def answer_buttons(answer: Answer, translator: Translator, number: int) -> tuple[tuple[Button, ...], ...]:
    """The buttons under an answer: only those that have something to show or to follow."""
    _ = translator.gettext
    row = []
    if answer.passages or len(answer.headlines) > HEADLINES_SHOWN:
        row.append(Button(_("More"), f"more.{number}.1"))
    if answer.sources or answer.headlines:
        row.append(Button(_("Sources"), f"sources.{number}"))
    if any(headline.outlets > 1 for headline in answer.headlines):
        row.append(Button(_("Timeline"), f"timeline.{number}"))
    verdicts = (
        ()
        if answer.overview or not row
        else (Button(_("Right"), f"right.{number}"), Button(_("Wrong"), f"wrong.{number}"))
    )
    following = [] if answer.overview else [Button(_("Follow topic"), f"follow.{number}")]
    if answer.answered:
        following.append(Button(_("Follow story"), f"storyof.{number}"))
    return tuple(buttons for buttons in (tuple(row), tuple(following), verdicts) if buttons)


def _opening(answer: Answer, translator: Translator, quotes: int) -> Iterator[Block]:
    if answer.answered:
        yield from _quoted(answer, translator, quotes)
    elif not answer.overview:
        yield from _missing(answer, translator)
    elif not answer.headlines:
        yield paragraph(translator.gettext("There is no news of that time in my sources."))


def _quoted(answer: Answer, translator: Translator, most: int) -> Iterator[Block]:
    shown = answer.quotes[:most]
    yield Block(tuple(_quote_line(quote, answer, translator) for quote in shown), Style.QUOTE)
    cited = {quote.source for quote in shown}
    sources = [
        source_line(f"{number}.", source, translator, answer.asked)
        for number, source in enumerate(answer.sources, start=1)
        if number in cited
    ]
    title = translator.ngettext("Source", "Sources", len(sources))
    yield Block((line(Run(title, bold=True)), *sources))


def _quote_line(quote: Quote, answer: Answer, translator: Translator) -> Line:
    """The quote with its number; one that a later report has overtaken says so first, with its time."""
    source = answer.sources[quote.source - 1]
    said = line(f"{quote.text} ", Run(f"[{quote.source}]", source.url))
    if not (quote.outdated and source.published):
        return said
    earlier = translator.gettext("Earlier, on {date}:").format(date=translator.moment(source.published))
    return (Run(f"{earlier} ", italic=True), *said)


def _missing(answer: Answer, translator: Translator) -> Iterator[Block]:
    _ = translator.gettext
    if answer.outlet:
        yield paragraph(_("That is not in what I have from {outlet}.").format(outlet=answer.outlet))
    elif answer.window.since or answer.window.until:
        yield paragraph(_("That is not in my sources for that time."))
    else:
        yield paragraph(_("That is not in my sources."))
    if not answer.headlines:
        yield paragraph(_("Nothing in them comes near it; other words or another time may help."))
