"""What a person reads when a command fails: one sentence; and what the command ends with."""

import errno

import typer

from config import NewsdeskError

STOPPED = 130  # what shells show for a command that Ctrl-C ended
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def failure_of(error: BaseException) -> tuple[str, int]:
    """The sentence for an error that ended a command, and the exit code."""
    if isinstance(error, NewsdeskError):
        return str(error), error.exit_code
    if isinstance(error, typer.TyperException):
        return _wrong_use(error), error.exit_code
    if isinstance(error, KeyboardInterrupt):
        return "Stopped.", STOPPED
    if isinstance(error, OSError):
        where = f" ({error.filename})" if error.filename else ""
        reason = "The disk is full, or a file may not grow" if error.errno in _FULL else error.strerror or str(error)
        return f"{reason}{where}; what was stored before is safe.", 1
    said = " ".join(str(error).split())
    return f"Something went wrong inside Newsdesk ({type(error).__name__}: {said}); --debug shows where.", 1


def _wrong_use(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "newsdesk"
    return f"{error.format_message().rstrip('.')}; see `{command} --help`."
