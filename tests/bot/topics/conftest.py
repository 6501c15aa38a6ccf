"""A bot that runs on news written by the tests, against the double over real HTTP."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.incoming import Target
from bot.records import Records
from bot.topics.topic import Topic
from config import Settings
from index.embedding.encoder import Encoder, make_encoder
from index.storage.database import Database
from index.topics.wording import Wording, read_wording
from tests.bot.newsroom import CHESS, Newsroom
from tests.bot.telegram.conftest import Runner
from tests.botapi import Message, Person, TelegramDouble


@pytest.fixture(scope="session")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    made = make_encoder(Settings(data_dir=tmp_path_factory.mktemp("encoder")))
    made.encode_question("ferry")  # loads the model, which no test's patience is to be spent on
    return made


class Bot(Runner):
    """The bot and its newsroom."""

    def __init__(
        self, telegram: TelegramDouble, database: Database, folder: Path, encoder: Encoder, index_url: str | None
    ) -> None:
        self.telegram = telegram
        self.news = Newsroom(database, folder, encoder, self.clock, index_url)
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

    def follow_quietly(self, person: Person, text: str) -> Topic:
        """Follow a topic without a word being said."""
        person.met = person.started = True
        wording = read_wording(text, ())
        assert isinstance(wording, Wording)
        desk = self.news.desk.topics
        records = Records.of(self.database)
        records.chats.seen(person.id, private=True, language="en", now=self.now)
        topic, _ = records.topics.add(
            Target(person.id), wording, desk.vector(wording.meaning), model=desk.model, now=self.now
        )
        assert topic is not None
        return topic

    def change(self, person: Person, topic: Topic, **values: object) -> None:
        """Change a topic without a word being said."""
        assert Records.of(self.database).topics.change(topic.topic_id, Target(person.id), **values)

    async def looked(self) -> None:
        """Wait until the bot has looked at the news, and at what is due, with the clock as it is now."""
        witness = self.telegram.person("Witness", language_code="en")
        self.follow_quietly(witness, "chess")
        self.news.write(CHESS, f"Outlet of {witness.id}")
        await self.telegram.next_message(witness)


@pytest_asyncio.fixture
async def bot(
    telegram: TelegramDouble, database: Database, tmp_path: Path, encoder: Encoder, index_url: str | None
) -> AsyncIterator[Bot]:
    """A bot that runs; nothing it sends breaks a rate."""
    made = Bot(telegram, database, tmp_path / "index", encoder, index_url)
    await made.start()
    yield made
    await made.end()
    made.news.desk.close()
    assert telegram.violations == []


@pytest.fixture
def alice(telegram: TelegramDouble) -> Person:
    return telegram.person("Alice", language_code="en")
