from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.telegram.verdict import Again, Done, Gone, Moved, Refused, Verdict, verdict


@pytest.mark.parametrize(
    ("error", "what"),
    [
        (RetryAfter(timedelta(seconds=17)), Again(17.0)),
        (ChatMigrated(-100_5), Moved(-100_5)),
        (Forbidden("Forbidden: bot was blocked by the user"), Gone()),
        (Forbidden("Forbidden: bot was kicked from the group chat"), Gone()),
        (BadRequest("Chat not found"), Gone()),
        (BadRequest("Message is not modified: specified new message content"), Done()),
        (BadRequest("Can't parse entities: unsupported start tag"), Refused()),
        (BadRequest("Not enough rights to send text messages to the chat"), Refused()),
        (BadRequest("Message thread not found"), Refused()),
        (TimedOut(), Again()),
        (NetworkError("Bad Gateway"), Again()),
        (InvalidToken("Not Found"), Again()),
        (Conflict("terminated by other getUpdates request"), Again()),
        (TelegramError("anything else"), Again()),
    ],
)
def test_verdicts(error: TelegramError, what: Verdict) -> None:
    assert verdict(error) == what
