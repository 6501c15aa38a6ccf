"""What a chat may choose for itself."""

from dataclasses import dataclass
from enum import StrEnum

from bot.times.quiet_hours import QuietHours


class Look(StrEnum):
    """How much an answer or a brief shows at once."""

    FULL = "full"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """The choices of a chat; None is no choice: the language of whoever speaks, the time zone of the whole bot.

    With `preview` Telegram shows a picture of the page that the first link leads to.
    """

    language: str | None = None
    time_zone: str | None = None
    quiet_hours: QuietHours | None = None
    look: Look = Look.FULL
    preview: bool = False
