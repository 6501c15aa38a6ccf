from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from bot.conversation.conversation import Conversation
from bot.incoming import Incoming, Place, Standing
from bot.records import Records
from bot.reply import Reply
from bot.sample import SAMPLE_CLOCK
from config import Settings
from index.storage.database import Database

if TYPE_CHECKING:
    from index.newsdesk import Newsdesk

ALICE = Place(7, 1)

Say = Callable[..., Reply]


@pytest.fixture
def conversation(newsdesk: "Newsdesk", database: Database) -> Conversation:
    return Conversation(newsdesk, Records.of(database), Settings())


@pytest.fixture
def say(conversation: Conversation) -> Say:
    """Says something in a private chat at the sample's time, and gives the reply."""

    def reply_to(
        text: str = "",
        *,
        action: str | None = None,
        private: bool = True,
        place: Place = ALICE,
        now: datetime = SAMPLE_CLOCK,
        location: tuple[float, float] | None = None,
        standing: Standing | None = None,
        language: str | None = "en",
    ) -> Reply:
        return conversation.reply(
            Incoming(
                place=place,
                now=now,
                text=text,
                action=action,
                private=private,
                language=language,
                location=location,
                standing=standing,
            )
        )

    return reply_to
