"""`newsdesk index`: what is right, what is not, and building it anew."""

from pathlib import Path

from tests.bot.cli.conftest import Run


def test_an_index_that_is_right_and_one_that_lacks_something(run: Run, filled: Path) -> None:
    run("--data-dir", filled, "status")  # which takes over what only the database of another engine has
    assert run("--data-dir", filled, "index", "verify").out == "The index is right; 0 articles wait to be taken over.\n"
    done = run("--data-dir", filled, "index", "rebuild")
    assert (done.code, done.err) == (0, "")
    assert run("--data-dir", filled, "index", "verify").code == 0
