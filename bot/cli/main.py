"""The command `newsdesk`: its commands, the options before them, and its errors in one sentence each."""

import logging
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import (
    ask,
    backup,
    brief,
    chat,
    demo,
    evaluate,
    feed_commands,
    feedback,
    fetch,
    import_articles,
    index_commands,
    migrate,
    prune,
    restore,
    run,
    search,
    show_config,
    status,
)
from bot.cli.command_list import CommandList
from bot.cli.failure import STOPPED, failure_of
from bot.cli.options import Options

app = typer.Typer(
    name="newsdesk",
    help="Answers questions about the news, from your own sources, each sentence with its source.",
    epilog="Settings come from the command line, NEWSDESK_* variables and newsdesk.toml: see `newsdesk config`.",
    add_completion=False,
    cls=CommandList,
    rich_markup_mode=None,  # loading rich and its Markdown takes longer than all the rest of showing a help
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("demo", epilog='Example: newsdesk demo "When will Rubio meet Lavrov?"')(demo.demo)
app.command("import", epilog="Example: newsdesk import articles.jsonl.gz pages/")(import_articles.import_articles)
app.add_typer(
    feed_commands.feed_commands, name="feeds", epilog="Example: newsdesk feeds add https://wire.example/feed.xml"
)
app.command("fetch")(fetch.fetch)
app.command("prune", epilog="Example: newsdesk prune --dry-run")(prune.prune)
app.command("ask", epilog='Example: newsdesk ask "What did the council decide?" --since 2025-07-01')(ask.ask)
app.command("search", epilog='Example: newsdesk search "drone attack" -k 5 --source Reuters')(search.search)
app.command("brief", epilog="Example: newsdesk brief Ukraine --period 7d")(brief.brief)
app.command("eval")(evaluate.evaluate)
app.command("feedback", epilog="Example: newsdesk feedback > questions.jsonl")(feedback.feedback)
app.command("chat")(chat.chat)
app.command("run", epilog="Example: NEWSDESK_TELEGRAM_TOKEN=123456:ABC-DEF newsdesk run")(run.run)
app.command("status")(status.status)
app.command("backup", epilog="Example: newsdesk backup /backups/newsdesk.sqlite")(backup.backup)
app.command("restore", epilog="Example: newsdesk --data-dir /data restore /backups/newsdesk.sqlite")(restore.restore)
app.command(
    "migrate", epilog="Example: newsdesk migrate sqlite:////data/newsdesk.sqlite postgresql://desk@db/newsdesk"
)(migrate.migrate)
app.add_typer(index_commands.index, name="index", epilog="Example: newsdesk index verify")
app.command("config", epilog="Example: newsdesk config > my-newsdesk.toml")(show_config.show_config)

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
    """Hand the options before the command over to it; `main` has read `debug` already."""
    context.obj = Options(data_dir=data_dir, config=config)


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
    _prepare_streams()
    _quiet_libraries()
    try:
        code = _run(arguments or ["--help"])
    except BrokenPipeError:
        code = 1  # the reader has gone and has read what it wanted
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 -- the last place where one can become a sentence
        code = _fail(error, debug="--debug" in arguments)
    _let_go_of_output()
    sys.exit(code)


def _run(arguments: Sequence[str]) -> int:
    """Run one command; its exit code. Its errors are raised, Ctrl-C included."""
    code: int | None = app(args=arguments, prog_name="newsdesk", standalone_mode=False)
    if code == STOPPED:
        raise KeyboardInterrupt
    sys.stdout.flush()
    return code or 0


def _fail(error: BaseException, *, debug: bool) -> int:
    if debug:
        traceback.print_exception(error)
    sentence, code = failure_of(error)
    sys.stderr.write(f"newsdesk: {sentence}\n")
    return code


def _prepare_streams() -> None:
    """Streams that take any text; a closed one takes everything and shows nothing."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 -- it stays open
        getattr(sys, name).reconfigure(errors="replace")


def _quiet_libraries() -> None:
    """Only what Newsdesk itself warns of is shown, as one line; `newsdesk run` writes a log instead."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("newsdesk: %(message)s"))
    handler.addFilter(logging.Filter("index"))
    logging.getLogger().addHandler(handler)


def _let_go_of_output() -> None:
    """What standard output did not take now, it would not take at the end of the process, which would then complain."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
