"""Log lines: for people or as JSON, to standard error, and with no secret in any of them."""

import logging
import sys
from collections.abc import Iterable
from typing import IO

import structlog
from structlog.typing import Processor

from config import Settings

# They write an address with the token in it for every request; what python-telegram-bot has to say in traces, the bot
# says in sentences.
_QUIET = {"httpx": logging.WARNING, "httpcore": logging.WARNING, "telegram": logging.CRITICAL + 1}
_SHORTEST_SECRET = 4  # characters; hiding shorter ones would only blot out ordinary text


def configure_logging(settings: Settings, stream: IO[str] | None = None) -> None:
    """Write the lines of structlog and of the standard library as the settings say."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        SecretFormatter(
            _secrets(settings),
            before=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_renderers(settings)],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)


class SecretFormatter(structlog.stdlib.ProcessorFormatter):
    """Puts stars where a finished line, with its trace, holds a secret."""

    def __init__(self, secrets: Iterable[str], *, before: list[Processor], processors: list[Processor]) -> None:
        super().__init__(processors=processors, foreign_pre_chain=before)
        self._secrets = [secret for secret in secrets if len(secret) >= _SHORTEST_SECRET]

    def format(self, record: logging.LogRecord) -> str:
        """The line without secrets."""
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text


def _renderers(settings: Settings) -> list[Processor]:
    if settings.log_format == "json":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]


def _secrets(settings: Settings) -> list[str]:
    given = (settings.telegram_token, settings.database_url, settings.index_url)
    return [secret.get_secret_value() for secret in given if secret is not None]
