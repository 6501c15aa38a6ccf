"""The command `newsdesk`: its commands, the options before them, and its errors in one sentence each."""

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import (
    ask,
    brief,
    chat,
    demo,
    evaluate,
    feeds,
    fetch,
    import_articles,
    run,
    search,
    show_config,
    status,
)
from bot.cli.options import Options
from config import NewsdeskError

app = typer.Typer(
    name="newsdesk",
    help="Answers questions about the news, from your own sources, each sentence with its source.",
    epilog="Settings come from the command line, NEWSDESK_* variables and newsdesk.toml: see `newsdesk config`.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("demo")(demo.demo)
app.command("import")(import_articles.import_articles)
app.add_typer(feeds.feeds, name="feeds")
app.command("fetch")(fetch.fetch)
app.command("ask")(ask.ask)
app.command("search")(search.search)
app.command("brief")(brief.brief)
app.command("eval")(evaluate.evaluate)
app.command("chat")(chat.chat)
app.command("run")(run.run)
app.command("status")(status.status)
app.command("config")(show_config.show_config)

# Options of the whole command, with the number of values each takes; they may stand behind the command's name too.
GLOBAL_OPTIONS = {"--data-dir": 1, "--config": 1, "--debug": 0}


@app.callback()
def newsdesk(
    context: typer.Context,
    data_dir: Annotated[
        Path | None, typer.Option(help="Folder of the database and the index.", show_default=False)
    ] = None,
    config: Annotated[
        Path | None, typer.Option(help="Settings file (TOML) to read in place of the usual one.", show_default=False)
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show the trace of an error.")] = False,
) -> None:
    """Hand the options before the command over to it."""
    context.obj = Options(data_dir=data_dir, config=config, debug=debug)


def globals_first(arguments: Sequence[str]) -> list[str]:
    """The arguments with the options of the whole command in front, wherever a person typed them."""
    front: list[str] = []
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            rest += [argument, *waiting]
        elif argument.split("=", 1)[0] in GLOBAL_OPTIONS:
            front.append(argument)
            if "=" not in argument and GLOBAL_OPTIONS[argument]:
                front += [value for value in [next(waiting, None)] if value is not None]
        else:
            rest.append(argument)
    return front + rest


def main() -> None:
    """Run the command line and end the process."""
    arguments = globals_first(sys.argv[1:])
    try:
        app(args=arguments)
    except NewsdeskError as error:
        _fail(str(error), error.exit_code, arguments)
    except KeyboardInterrupt:
        _fail("Stopped.", 130, arguments)
    except BrokenPipeError:
        # The reader has gone; a second attempt to flush on exit would complain again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        reason = "The disk is full" if full else error.strerror or str(error)
        where = f" ({error.filename})" if error.filename else ""
        _fail(f"{reason}{where}; what was stored before is safe.", 1, arguments)
    except Exception as error:  # noqa: BLE001 -- the last place where an error can become a sentence
        _fail(f"Something went wrong inside Newsdesk ({type(error).__name__}: {error}).", 1, arguments)


def _fail(sentence: str, code: int, arguments: Sequence[str]) -> None:
    if "--debug" in arguments:
        traceback.print_exc()
    sys.stderr.write(f"newsdesk: {sentence}\n")
    sys.exit(code)


if __name__ == "__main__":
    main()
