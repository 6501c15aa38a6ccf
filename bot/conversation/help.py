"""/help: every command and how questions are asked."""

from bot.conversation.turn import Command, Turn
from bot.reply import Block, Line, Reply, Run, line, paragraph


def show_help(turn: Turn, _arguments: str) -> Reply:
    """What can be typed, one line each."""
    _ = turn.translator.gettext
    commands = Block(tuple(_described(turn, command) for command in turn.commands))
    questions = (
        _("A message without a command is a question. A time or an outlet in it counts: yesterday, in March, from BBC.")
        if turn.incoming.private
        else _(
            "In this group I see commands, messages that mention me, and replies to mine. Telegram's privacy mode keeps"
            " everything else from me, and I do not need it."
        )
    )
    return Reply(
        (
            paragraph(Run(_("What I can do"), bold=True)),
            commands,
            paragraph(questions),
            paragraph(_("What I quote stands in the source named with it; when my sources do not tell, I say so.")),
        )
    )


def _described(turn: Turn, command: Command) -> Line:
    _ = turn.translator.gettext
    typed = f"/{command.name} {_(command.arguments)}".strip() if command.arguments else f"/{command.name}"
    return line(typed, f" — {_(command.description)}")
