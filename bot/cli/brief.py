"""`newsdesk brief`: the most important stories."""

from typing import Annotated

import typer

from bot.cli.options import Options, clock, open_desk, say_when_waiting


def brief(
    context: typer.Context,
    topic: Annotated[str | None, typer.Argument(help="Only stories on this.", show_default=False)] = None,
    period: Annotated[str, typer.Option(help="How far back: 24h, 7d, 2w.")] = "24h",
    now: Annotated[str | None, typer.Option(help="Brief as if it were this day or time.")] = None,
) -> None:
    """Tell the most important stories, those of most sources and the freshest first."""
    from bot.periods import parse_period
    from bot.rendering.console import show_brief

    options: Options = context.obj
    settings = options.settings()
    span, at = parse_period(period), clock(now)
    with open_desk(settings) as desk:
        say_when_waiting(desk.newsdesk)
        show_brief(desk.newsdesk.brief(topic, period=span, now=at), settings, at)
