"""Callback and inline queries that people made, with the bot's answers."""

from dataclasses import dataclass, field
from typing import Any

from tests.botapi.messages import Message
from tests.botapi.people import User


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What the bot answered to a tap."""

    text: str
    show_alert: bool
    url: str | None


@dataclass(eq=False, slots=True)
class CallbackQuery:
    """A tap on a button."""

    id: str
    user: User
    message: Message
    data: str
    asked_at: float
    answer: CallbackAnswer | None = None


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """What the bot answered to an inline query."""

    query: "InlineQuery"
    results: list[dict[str, Any]]
    cache_time: int
    is_personal: bool
    next_offset: str
    button: dict[str, Any] | None

    def result(self, result_id: str) -> dict[str, Any]:
        """The result with this identifier."""
        return next(result for result in self.results if result["id"] == result_id)


@dataclass(eq=False, slots=True)
class InlineQuery:
    """Words typed behind the bot's name in some chat."""

    id: str
    user: User
    query: str
    offset: str
    asked_at: float
    answer: InlineAnswer | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A preview of an answer that is being made."""

    chat_id: int
    draft_id: int
    thread_id: int | None
    text: str
    entities: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ChatAction:
    """A sign such as typing."""

    chat_id: int
    action: str
    thread_id: int | None
