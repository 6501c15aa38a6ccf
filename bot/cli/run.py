"""`newsdesk run`: the bot on Telegram."""

from typing import Annotated

import typer

from bot.cli.options import Options, open_desk
from bot.cli.times import now_utc
from bot.service.role import Role


def run(
    context: typer.Context,
    role: Annotated[
        Role,
        typer.Option(help="What this process does; all on one machine, the others beside each other on PostgreSQL."),
    ] = Role.ALL,
) -> None:
    """Run the Telegram bot until it is told to end (SIGTERM or Ctrl-C)."""
    options: Options = context.obj
    settings = options.settings()
    from bot.telegram.run import checked_token, run_role

    if role.does(Role.BOT):
        checked_token(settings)  # before anything is opened
    with open_desk(settings) as desk:
        desk.newsdesk.refresh()
        run_role(settings, desk.database, desk.newsdesk, role, clock=now_utc)
