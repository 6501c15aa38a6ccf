"""`--help` of every command, and how little it needs."""

import subprocess
import sys

import pytest
import typer

from bot.cli.main import app, globals_first
from tests.bot.cli.conftest import Run

COMMANDS = [str(command.name) for command in app.registered_commands]
HEAVY = ("torch", "sentence_transformers", "transformers", "faiss", "telegram", "sqlalchemy", "tantivy", "numpy")
READ_ALL = f"""
import contextlib, sys
from bot.cli.main import main
for command in {COMMANDS!r}:
    sys.argv = ["newsdesk", command, "--help"]
    with contextlib.suppress(SystemExit):
        main()
print(*sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)
"""


def test_help_loads_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", READ_ALL], capture_output=True, text=True, check=True, timeout=240)
    assert done.stderr == "\n"
    assert all(f"newsdesk {command}" in done.stdout for command in COMMANDS)


def test_the_commands_are_listed_with_what_they_do(run: Run) -> None:
    for arguments in ((), ("--help",), ("-h",)):
        done = run(*arguments)
        assert (done.code, done.err) == (0, "")
        assert "Usage: newsdesk [OPTIONS] COMMAND" in done.out
        for command in app.registered_commands:
            assert command.callback
            first_words = (command.callback.__doc__ or "").split()[:3]
            assert f"{command.name} " in done.out
            assert " ".join(first_words) in done.out


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert (done.code, done.err) == (0, "")
    assert f"Usage: newsdesk {command}" in done.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nonsense",), "No such command 'nonsense'; see `newsdesk --help`."),
        (("--data-dir",), "Option '--data-dir' requires an argument; see `newsdesk --help`."),
        (("ask",), "Missing argument 'QUESTION'; see `newsdesk ask --help`."),
        (("import",), "Missing argument 'PATH…'; see `newsdesk import --help`."),
        (("status", "--loud"), "No such option: --loud; see `newsdesk status --help`."),
    ],
)
def test_wrong_use_is_one_sentence(run: Run, arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.sentence == f"newsdesk: {said}"


def test_options_of_the_whole_command_may_stand_anywhere() -> None:
    typed = ["ask", "Who?", "--data-dir", "news", "--json", "--config=a.toml", "--", "--debug"]
    assert globals_first(typed) == ["--data-dir", "news", "--config=a.toml", "ask", "Who?", "--json", "--", "--debug"]


def test_a_trace_is_shown_only_when_asked_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_context: typer.Context) -> None:
        raise ValueError("two\nlines")

    monkeypatch.setattr(next(c for c in app.registered_commands if c.name == "status"), "callback", broken)
    sentence = "newsdesk: Something went wrong inside Newsdesk (ValueError: two lines); --debug shows where."
    done = run("status")
    assert (done.code, done.sentence) == (1, sentence)
    traced = run("status", "--debug")
    assert traced.code == 1
    assert traced.err.startswith("Traceback (most recent call last):")
    assert traced.err.endswith(f"{sentence}\n")
