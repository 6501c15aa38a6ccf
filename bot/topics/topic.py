"""A topic that a chat follows."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from index.topics.sensitivity import Sensitivity
from index.topics.wording import Wording


class Cadence(StrEnum):
    """When a chat is told of what is new on a topic."""

    AT_ONCE = "at once"
    HOURLY = "hourly"
    DAILY = "daily"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic, or with a `story_id` a story, followed in a chat or in one of its threads."""

    topic_id: int
    chat: int
    thread: int | None
    wording: Wording
    sensitivity: Sensitivity
    cadence: Cadence
    paused: bool
    story_id: int | None
    created: datetime

    @property
    def text(self) -> str:
        """What people call it."""
        return self.wording.text
