"""Who may use the bot, and what its operators may do."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio

from bot.records import Records
from tests.bot.telegram.conftest import Runner
from tests.botapi import Person, TelegramDouble
from tests.index.feeds.conftest import FeedServer, rss, server

__all__ = ["server"]

QUESTION = "When will Rubio meet Lavrov?"
PRIVATE = "I am private. Whoever runs me can let you in; the number to tell them is {}."
OPERATOR = 900

Started = Callable[..., Awaitable[Runner]]


@pytest_asyncio.fixture
async def started(telegram: TelegramDouble, runner: Runner) -> AsyncIterator[Started]:
    """Starts the bot with settings."""

    async def start(**settings: str | int) -> Runner:
        runner.begin(**settings)
        await telegram.wait_until(lambda: telegram.calls_of("getUpdates"))
        return runner

    yield start


async def said(telegram: TelegramDouble, person: Person, text: str) -> str:
    await person.write(text)
    return (await telegram.next_message(person)).text


async def test_demand_7_a_private_instance_answers_only_those_let_in(
    telegram: TelegramDouble, started: Started
) -> None:
    olga, alice = telegram.person("Olga", id=OPERATOR), telegram.person("Alice")
    bob = telegram.person("Bob")
    runner = await started(access="list", admin_ids=str(OPERATOR), allowed_ids=f"{bob.id}")
    assert await said(telegram, alice, QUESTION) == PRIVATE.format(alice.id)
    await alice.write(QUESTION)
    await alice.write("/brief")
    await alice.send_document("news.txt", b"news")
    assert "Lavrov" in await said(telegram, bob, QUESTION)
    assert await said(telegram, olga, f"/allow {alice.id}") == f"{alice.id} is let in."
    assert "Lavrov" in await said(telegram, alice, QUESTION)
    assert await said(telegram, olga, "/allow") == f"Let in by /allow or an invitation (1):\n{alice.id}"
    assert await said(telegram, olga, f"/allow remove {alice.id}") == f"{alice.id} is let in no longer."
    await alice.write(QUESTION)
    await telegram.updates_taken()
    await runner.end()
    assert len(telegram.messages(alice)) == 2
    gone = Records.of(runner.database).chats.get(alice.id)
    assert gone is not None
    assert gone.gone == runner.now  # what she follows is not told to her any more


async def test_a_group_is_let_in_as_a_whole(telegram: TelegramDouble, started: Started) -> None:
    olga, alice = telegram.person("Olga", id=OPERATOR), telegram.person("Alice")
    group = telegram.supergroup("Group", olga)
    alice.join(group)
    await started(access="list", admin_ids=str(OPERATOR))
    await alice.write(f"/ask {QUESTION}", chat=group)
    assert (await telegram.next_message(group)).text == PRIVATE.format(group.id)
    await olga.write("/allow here", chat=group)
    assert (await telegram.next_message(group)).text == f"{group.id} is let in."
    await alice.write(f"/ask {QUESTION}", chat=group)
    assert "Lavrov" in (await telegram.next_message(group)).text
    assert await said(telegram, alice, QUESTION) == PRIVATE.format(alice.id)


async def test_an_invitation_lets_in_the_first_who_follows_it(telegram: TelegramDouble, started: Started) -> None:
    olga, alice, bob = telegram.person("Olga", id=OPERATOR), telegram.person("Alice"), telegram.person("Bob")
    await started(access="invited", admin_ids=str(OPERATOR))
    link = (await said(telegram, olga, "/allow invite")).splitlines()[-1]
    address, _, payload = link.partition("?start=")
    assert address == f"https://t.me/{telegram.username}"
    await alice.start(payload)
    assert (await telegram.next_message(alice)).text.startswith("Hello!")
    await bob.start(payload)
    assert (await telegram.next_message(bob)).text == PRIVATE.format(bob.id)
    assert "Lavrov" in await said(telegram, alice, QUESTION)


async def test_only_operators_operate(telegram: TelegramDouble, started: Started) -> None:
    olga, alice = telegram.person("Olga", id=OPERATOR), telegram.person("Alice")
    await started(admin_ids=str(OPERATOR))
    for command in ("/stats", "/feeds", "/feeds add https://news.example/feed.xml", "/allow 5"):
        assert await said(telegram, alice, command) == "Only those who run me can do that."
    assert "/stats" not in await said(telegram, alice, "/help")
    assert "/stats" in await said(telegram, olga, "/help")
    stats = await said(telegram, olga, "/stats")
    assert "Articles: " in stats
    assert "People: 2" in stats
    assert await said(telegram, olga, "/feeds") == "There are no feeds; /feeds add ADDRESS adds one."
    assert "cannot be added" in await said(telegram, olga, "/feeds add http://127.0.0.2/feed.xml")


async def test_operators_add_the_feed_of_a_site(telegram: TelegramDouble, started: Started, server: FeedServer) -> None:
    link = b'<link rel="alternate" type="application/rss+xml" href="/news.xml">'
    site, page, away = server.serve("/", link), server.serve("/page", b"<html>Hi</html>"), server.url("/away")
    feed = server.serve("/news.xml", rss("Ferry late"))
    olga = telegram.person("Olga", id=OPERATOR, language_code="de")
    await started(admin_ids=str(OPERATOR), allowed_hosts="127.0.0.1", feed_host_delay=0)
    assert await said(telegram, olga, f"/feeds add {site}") == f"{feed} wird von jetzt an gelesen."
    assert await said(telegram, olga, f"/feeds add {feed}") == f"{feed} steht schon auf der Liste."
    assert "das ist eine Webseite" in await said(telegram, olga, f"/feeds add {page}")
    assert "unter dieser Adresse gibt es nichts (404)" in await said(telegram, olga, f"/feeds add {away}")
    listed = await said(telegram, olga, "/feeds")
    assert "Harbour Post" in listed
    assert page not in listed
    assert await said(telegram, olga, f"/feeds remove {feed}") == f"{feed} wird nicht mehr gelesen."


@pytest.mark.usefixtures("bot")
async def test_without_settings_everybody_is_answered_and_nobody_operates(telegram: TelegramDouble) -> None:
    alice = telegram.person("Alice")
    assert "Lavrov" in await said(telegram, alice, QUESTION)
    assert await said(telegram, alice, "/stats") == "Only those who run me can do that."
