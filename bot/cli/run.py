"""`newsdesk run`: the bot on Telegram."""

import typer

from bot.cli.options import Options, open_desk
from bot.cli.times import now_utc


def run(context: typer.Context) -> None:
    """Run the Telegram bot until it is told to end (SIGTERM or Ctrl-C)."""
    options: Options = context.obj
    settings = options.settings()
    from bot.telegram.run import checked_token, run_telegram

    checked_token(settings)  # before anything is opened
    with open_desk(settings) as desk:
        desk.newsdesk.refresh()
        run_telegram(settings, desk.database, desk.newsdesk, clock=now_utc)
