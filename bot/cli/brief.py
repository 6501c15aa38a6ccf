"""`newsdesk brief`: the most important stories."""

from datetime import timedelta
from typing import Annotated

import typer

from bot.cli.options import Options, open_desk, say_when_waiting
from bot.cli.times import Now, now_utc

PERIOD = timedelta(hours=24)
HOW = "write hours, days or weeks up to a year, such as 24h, 7d or 2w"


def period_of(text: str) -> timedelta:
    """The period given on the command line."""
    from bot.times.periods import parse_period
    from index.errors import InputError

    try:
        return parse_period(text)
    except InputError:
        raise typer.BadParameter(f"{text!r} is not a period; {HOW}") from None


def brief(
    context: typer.Context,
    topic: Annotated[
        str | None, typer.Argument(metavar="TOPIC", help="Only stories on this.", show_default=False)
    ] = None,
    period: Annotated[
        timedelta | None,
        typer.Option(parser=period_of, metavar="PERIOD", show_default="24h", help="How far back, such as 24h, 7d, 2w."),
    ] = None,
    now: Now = None,
) -> None:
    """Tell the most important stories, those of most sources and the freshest first."""
    from bot.cli.answers import show_brief

    options: Options = context.obj
    settings = options.settings()
    at = now or now_utc()
    with open_desk(settings) as desk:
        say_when_waiting(desk.newsdesk)
        show_brief(desk.newsdesk.brief(topic, period=period or PERIOD, now=at), settings, at)
