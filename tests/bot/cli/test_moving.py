"""Moving, backing up and restoring as people do it: with the command, and asked afterwards."""

from pathlib import Path

import pytest

from tests.bot.cli.conftest import Run
from tests.postgresql import PostgresqlServer

pytestmark = pytest.mark.files

SEARCH = ("search", "storm in the harbour", "--format", "json", "--now", "2026-03-10")


def test_moved_to_postgresql_and_backed_up_to_a_new_machine(
    run: Run, filled: Path, folder: Path, postgresql: PostgresqlServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = run("--data-dir", filled, *SEARCH).json
    with postgresql.new_database() as name:
        moved = run("migrate", f"sqlite:///{filled / 'newsdesk.sqlite'}", postgresql.address(name))
        assert (moved.code, moved.err) == (0, "")
        assert moved.out.endswith("Both databases hold the same.\n")
        monkeypatch.setenv("NEWSDESK_DATABASE_URL", postgresql.address(name))
        (filled / "newsdesk.sqlite").unlink()
        assert run("--data-dir", filled, *SEARCH).json == before
        done = run("--data-dir", filled, "backup", tmp_path / "backup")
        assert (done.code, done.err) == (0, "")
    monkeypatch.delenv("NEWSDESK_DATABASE_URL")
    assert run("--data-dir", folder, "restore", tmp_path / "backup").code == 0
    assert run("--data-dir", folder, *SEARCH).json == before
    assert "holds something already" in run("--data-dir", folder, "restore", tmp_path / "backup").sentence


def test_what_cannot_be_moved_or_restored(run: Run, tmp_path: Path) -> None:
    missing = tmp_path / "missing" / "newsdesk.sqlite"
    assert run("migrate", f"sqlite:///{missing}", "sqlite://").sentence == f"newsdesk: There is no database {missing}."
    assert "not one that SQLAlchemy can open" in run("migrate", "nonsense", "sqlite://").sentence
    assert run("restore", missing).sentence == f"newsdesk: There is no backup {missing}."
    assert list(tmp_path.iterdir()) == []
