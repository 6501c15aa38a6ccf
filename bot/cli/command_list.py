"""The list of commands in the help: each with its whole first sentence, wrapped."""

from typing import TYPE_CHECKING

import typer.core

if TYPE_CHECKING:
    from typer._click.core import Context
    from typer._click.formatting import HelpFormatter

LONGEST = 400  # letters of a sentence, which otherwise would end in dots at the edge of the screen


class CommandList(typer.core.TyperGroup):
    """A group of commands."""

    def format_commands(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        """Write the commands in the order in which they were added."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.get_short_help_str(LONGEST)) for name, command in commands if command])
