"""The client of the Bot API server: what a server may lack stops nothing, and a refused token is noticed."""

import asyncio
import hashlib
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import structlog
from telegram import Update
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.telegram.durable_queue import NotStoredError

LONGEST_WAIT = 30.0  # seconds between two attempts

log = structlog.get_logger(__name__)


class Client(ExtBot[None]):
    """python-telegram-bot's client. `refused` is set when the server no longer takes the token."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._refused = asyncio.Event()
        self._trouble: type[TelegramError] | None = None

    def __repr__(self) -> str:
        """Without the token, which the library would show."""
        return f"Client({self._base_url.removesuffix(self.token)!r})"

    @property
    def refused(self) -> asyncio.Event:
        """Set when the server refuses the token while the bot runs."""
        return self._refused

    async def get_updates(self, *arguments: Any, **named: Any) -> tuple[Update, ...]:
        """As the library does it; the poller ends without a word when the token is refused, so that is noted here."""
        try:
            updates = await super().get_updates(*arguments, **named)
        except InvalidToken:
            self._refused.set()
            raise
        except TelegramError:
            raise
        except Exception as error:
            # The poller would ask again at once and for ever; after this it waits.
            raise TelegramError(f"An update cannot be read: {error!r}") from error
        if self._trouble is not None:
            log.info("Telegram answers again")
            self._trouble = None
        return updates

    @property
    def webhook_secret(self) -> str:
        """What Telegram shows with each update that it brings, the same for all processes with this token."""
        return hashlib.sha256(f"webhook {self.token}".encode()).hexdigest()

    async def announce_webhook(self, url: str, updates: Sequence[str]) -> None:
        """Let Telegram bring updates to an address, as soon as it answers."""
        wait = 1.0
        while True:
            try:
                await self.set_webhook(url, secret_token=self.webhook_secret, allowed_updates=updates)
            except InvalidToken:
                self._refused.set()
                return
            except TelegramError as error:
                log.warning("The webhook could not be set; trying again", reason=error.message, seconds=wait)
            else:
                return
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT)

    async def delete_webhook(self, *arguments: Any, **named: Any) -> bool:
        """As the library does it; a server without webhooks has none to delete."""
        with suppress(InvalidToken):
            return await super().delete_webhook(*arguments, **named)
        return True

    def polling_failed(self, error: TelegramError) -> None:
        """Say once what keeps updates from coming in; the poller tries again after growing waits."""
        if type(error) is self._trouble or isinstance(error, NotStoredError):  # said where it happened
            return
        self._trouble = type(error)
        if isinstance(error, Conflict):
            log.warning("Another program reads this bot's messages with the same token; stop one of the two")
        else:
            log.warning("Telegram does not answer; trying again", reason=error.message)
