"""`newsdesk demo`: the main job on the sample that comes with Newsdesk."""

import sys
from collections import Counter
from typing import Annotated

import typer

from bot.cli.chat import talk
from bot.cli.import_articles import import_paths, index_all
from bot.cli.options import Options, open_desk


def demo(
    context: typer.Context,
    question: Annotated[
        str | None,
        typer.Argument(metavar="QUESTION", help="Ask this; without it the chat opens.", show_default=False),
    ] = None,
) -> None:
    """Try Newsdesk on its sample: news of 2025, with the clock set to 15 December 2025, in a folder of its own."""
    from bot.sample import SAMPLE, SAMPLE_CLOCK

    options: Options = context.obj
    folder = options.settings().data_dir / "demo"
    settings = Options(folder, options.config).settings(database_url=f"sqlite:///{folder / 'newsdesk.sqlite'}")
    with open_desk(settings) as desk:
        import_paths(desk.newsdesk, [SAMPLE], SAMPLE_CLOCK, Counter())
        index_all(desk.newsdesk)
        if question is None:
            sys.stdout.write("This is the sample, on 15 December 2025. Ask about its news; /help shows more.\n")
            talk(desk, lambda: SAMPLE_CLOCK)
            return
        from bot.cli.answers import show_answer

        show_answer(desk.newsdesk.ask(question, now=SAMPLE_CLOCK), settings)
