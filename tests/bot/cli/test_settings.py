"""`newsdesk config`, and where settings come from."""

import os
import tomllib
from pathlib import Path

import pytest

from config import load_settings
from tests.bot.cli.conftest import Run

SECRET = "123456:very-secret"


def test_what_is_printed_is_a_settings_file(tmp_path: Path, run: Run) -> None:
    odd = tmp_path / 'a "quoted" \\ and ünusual\tname\x7f'
    printed = run("--data-dir", odd, "config")
    assert (printed.code, printed.err) == (0, "")
    file = tmp_path / "printed.toml"
    file.write_text(printed.out, encoding="utf-8")
    again = run("--config", file, "config")
    assert again.out == printed.out
    assert load_settings(file).data_dir == odd
    assert tomllib.loads(printed.out)["model"] == "all-MiniLM-L6-v2"
    for name in load_settings(file).model_fields_set:
        assert f"NEWSDESK_{name.upper()})" in printed.out


def test_secrets_are_masked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSDESK_TELEGRAM_TOKEN", SECRET)
    monkeypatch.setenv("NEWSDESK_DATABASE_URL", "postgresql://reporter:hidden@db.example/news")
    done = run("config")
    assert SECRET not in done.out
    assert "hidden" not in done.out
    assert '# telegram_token = "**********"' in done.out
    tomllib.loads(done.out)


def test_the_command_line_goes_before_the_environment_before_the_file(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "home" / "newsdesk" / "newsdesk.toml"
    file.parent.mkdir(parents=True)
    file.write_text(f'data_dir = "{tmp_path}/file"\ntime_zone = "Europe/Kyiv"\nlog_level = "error"\n')
    monkeypatch.setenv("NEWSDESK_TIME_ZONE", "Asia/Tokyo")
    monkeypatch.setenv("NEWSDESK_DATA_DIR", str(tmp_path / "environment"))
    shown = tomllib.loads(run("config").out)
    assert shown["data_dir"] == str(tmp_path / "environment")
    assert (shown["time_zone"], shown["log_level"], shown["log_format"]) == ("Asia/Tokyo", "error", "console")
    given = tomllib.loads(run("config", "--data-dir", tmp_path / "given").out)  # behind the command, too
    assert given["data_dir"] == str(tmp_path / "given")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('telegram_tokn = "1"', "There is no setting named telegram_tokn"),
        ('[telegram]\ntoken = "1"', "There is no setting named telegram"),
        ('time_zone = "Mars/Base"', "time_zone (or NEWSDESK_TIME_ZONE) cannot be used: 'Mars/Base' is not a time zone"),
        ("time_zone = 5", "time_zone (or NEWSDESK_TIME_ZONE) cannot be used"),
        ('log_level = "loud"', "log_level (or NEWSDESK_LOG_LEVEL) cannot be used"),
        ('telegram_api_url = "api.telegram.org"', "an address begins with http:// or https://"),
        ('data_dir = "~nobody-of-this-name/news"', "data_dir (or NEWSDESK_DATA_DIR) cannot be used"),
        ('data_dir = "a\\u0000b"', "data_dir (or NEWSDESK_DATA_DIR) cannot be used"),
        ("this is no TOML", "is not valid TOML"),
    ],
)
def test_a_settings_file_that_cannot_be_used(tmp_path: Path, run: Run, content: str, said: str) -> None:
    file = tmp_path / "newsdesk.toml"
    file.write_text(content)
    done = run("--config", file, "config")
    assert (done.code, done.out) == (2, "")
    assert said in done.sentence


def test_a_settings_file_that_cannot_be_read(tmp_path: Path, run: Run) -> None:
    (tmp_path / "noise.toml").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "nowhere.toml", tmp_path, tmp_path / "noise.toml"):
        done = run("--config", path, "config")
        assert (done.code, done.out) == (2, "")
        assert str(path) in done.sentence


def test_a_user_without_a_home(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container that runs under any number."""
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name)
    monkeypatch.setattr(os, "getuid", lambda: 54321)
    done = run("config")
    assert (done.code, done.out) == (2, "")
    assert "set NEWSDESK_DATA_DIR" in done.sentence
    assert run("--data-dir", tmp_path, "config").code == 0


def test_a_bad_value_in_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSDESK_LOG_FORMAT", "pictures")
    done = run("status")
    assert done.code == 2
    assert "log_format (or NEWSDESK_LOG_FORMAT) cannot be used" in done.sentence


def test_a_secret_that_cannot_be_used_is_not_shown(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSDESK_DATABASE_URL", "no address with hidden in it")
    monkeypatch.setenv("NEWSDESK_DATA_DIR", str(tmp_path))
    done = run("status")
    assert done.code == 1
    assert "hidden" not in done.sentence


def test_a_model_that_is_not_there(towns: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSDESK_MODEL", "~nobody-of-this-name/model")
    done = run("--data-dir", towns, "search", "harbour")
    assert done.code == 1
    assert "~nobody-of-this-name/model" in done.sentence
