"""What an error of Telegram's means for a delivery."""

from dataclasses import dataclass

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.telegram.rate_limiter import seconds

# Of what python-telegram-bot calls BadRequest, which is a NetworkError there although nothing changes by trying again.
_DONE = ("message is not modified",)
_NO_CHAT = ("chat not found", "user not found", "peer_id_invalid", "group chat was deactivated")


@dataclass(frozen=True, slots=True)
class Again:
    """Try again: after so many seconds, or after a growing wait."""

    after: float | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """The chat has another number from now on."""

    to: int


@dataclass(frozen=True, slots=True)
class Gone:
    """Nothing reaches this chat any more."""


@dataclass(frozen=True, slots=True)
class Refused:
    """This message will never be taken."""


@dataclass(frozen=True, slots=True)
class Done:
    """There was nothing left to do."""


Verdict = Again | Moved | Gone | Refused | Done


def verdict(error: TelegramError) -> Verdict:
    """What to do after an error."""
    said = error.message.lower()
    if isinstance(error, RetryAfter):
        return Again(seconds(error))
    if isinstance(error, ChatMigrated):
        return Moved(error.new_chat_id)
    if isinstance(error, Forbidden):
        return Gone()
    if isinstance(error, BadRequest):
        if any(text in said for text in _DONE):
            return Done()
        return Gone() if any(text in said for text in _NO_CHAT) else Refused()
    return Again()
