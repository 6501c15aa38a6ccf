import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog
from pydantic import SecretStr

from bot.service.log import configure_logging
from config import Settings

TOKEN = "7000000001:AAE-secret_secret"


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    quiet = {name: logging.getLogger(name).level for name in ("httpx", "httpcore", "telegram")}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, value in quiet.items():
        logging.getLogger(name).setLevel(value)
    structlog.reset_defaults()


def lines(**given: object) -> io.StringIO:
    stream = io.StringIO()
    configure_logging(Settings(telegram_token=SecretStr(TOKEN), **given), stream)  # type: ignore[arg-type]
    return stream


def test_json_lines() -> None:
    stream = lines(log_format="json")
    structlog.get_logger("bot.x").warning("A message waits", chat=7)
    logging.getLogger("other").error("%s happened", "it")
    first, second = (json.loads(line) for line in stream.getvalue().splitlines())
    assert first["event"] == "A message waits"
    assert (first["chat"], first["level"], first["logger"]) == (7, "warning", "bot.x")
    assert second["event"] == "it happened"


@pytest.mark.parametrize("form", ["json", "console"])
def test_no_line_holds_the_token(form: str) -> None:
    stream = lines(log_format=form, log_level="debug")
    log = structlog.get_logger("bot.x")
    log.info("a request", address=f"https://api.telegram.org/bot{TOKEN}/getMe")
    try:
        int(TOKEN)
    except ValueError:
        log.exception("failed", reason=TOKEN)
        logging.getLogger("other").exception("failed")
    logging.getLogger("httpx").info("HTTP Request: POST %s", TOKEN)
    assert "ValueError" in stream.getvalue()
    assert TOKEN not in stream.getvalue()
    assert "HTTP Request" not in stream.getvalue()


def test_the_level_is_kept() -> None:
    stream = lines(log_level="warning")
    structlog.get_logger("bot.x").info("not this")
    structlog.get_logger("bot.x").warning("but this")
    assert "not this" not in stream.getvalue()
    assert "but this" in stream.getvalue()


def test_it_writes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(Settings())
    structlog.get_logger("bot.x").warning("seen")
    sys.stderr.flush()
    captured = capsys.readouterr()
    assert "seen" in captured.err
    assert captured.out == ""
