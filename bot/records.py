"""All that the conversation keeps."""

from dataclasses import dataclass
from typing import Self

from bot.answers import Answers
from bot.chats.access import Access
from bot.chats.chats import Chats
from bot.chats.expected import Expected
from bot.chats.keeping import Keeping
from bot.chats.managed import Managed
from bot.feedback import Feedback
from bot.schedules import Schedules
from bot.topics.topics import Topics
from bot.usage import Usage
from index.feeds.feed_store import FeedStore
from index.storage.database import Database


@dataclass(frozen=True, slots=True)
class Records:
    """The tables of the conversation, each behind what can be done with it."""

    chats: Chats
    answers: Answers
    managed: Managed
    expected: Expected
    schedules: Schedules
    access: Access
    feedback: Feedback
    feeds: FeedStore
    keeping: Keeping
    usage: Usage
    topics: Topics

    @classmethod
    def of(cls, database: Database) -> Self:
        """The records in a database."""
        return cls(
            chats=Chats(database),
            answers=Answers(database),
            managed=Managed(database),
            expected=Expected(database),
            schedules=Schedules(database),
            access=Access(database),
            feedback=Feedback(database),
            feeds=FeedStore(database),
            keeping=Keeping(database),
            usage=Usage(database),
            topics=Topics(database),
        )
