"""A bot that runs on news written by the tests, against the double over real HTTP."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from config import Settings
from index.database import Database
from index.encoder import Encoder, make_encoder
from tests.bot.newsroom import Newsroom
from tests.bot.telegram.conftest import Runner
from tests.botapi import Message, Person, TelegramDouble


@pytest.fixture(scope="session")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    return make_encoder(Settings(data_dir=tmp_path_factory.mktemp("encoder")))


class Bot(Runner):
    """The bot and its newsroom."""

    def __init__(self, telegram: TelegramDouble, database: Database, folder: Path, encoder: Encoder) -> None:
        self.telegram = telegram
        self.news = Newsroom(database, folder, encoder, self.clock)
        super().__init__(telegram, database, self.news.desk)

    async def say(self, person: Person, text: str, **where: object) -> Message:
        """Write something, and read the bot's next message there."""
        await person.write(text, **where)  # type: ignore[arg-type]
        return await self.telegram.next_message(where.get("chat") or person)  # type: ignore[arg-type]

    async def follow(self, person: Person, text: str, **where: object) -> Message:
        """Follow a topic."""
        reply = await self.say(person, f"/subscribe {text}", **where)
        assert "I will tell you of news on" in reply.text
        return reply


@pytest_asyncio.fixture
async def bot(telegram: TelegramDouble, database: Database, tmp_path: Path, encoder: Encoder) -> AsyncIterator[Bot]:
    """A bot that runs; nothing it sends breaks a rate."""
    made = Bot(telegram, database, tmp_path / "index", encoder)
    await made.start()
    yield made
    await made.end()
    made.news.desk.close()
    assert telegram.violations == []


@pytest.fixture
def alice(telegram: TelegramDouble) -> Person:
    return telegram.person("Alice", language_code="en")
