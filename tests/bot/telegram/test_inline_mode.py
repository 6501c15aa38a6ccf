"""Inline mode: words behind the bot's name in any chat."""

import asyncio

import pytest
from sqlalchemy import select

from bot.conversation.entrance import LOOKED_UP
from bot.tables import answers, chats, deliveries, inbox
from bot.telegram.inline import PAGE
from tests.bot.telegram.conftest import Runner
from tests.botapi import Person, TelegramDouble, bad
from tests.botapi.queries import InlineAnswer


async def looked_up(person: Person, words: str, offset: str = "") -> InlineAnswer:
    answer = await person.inline(words, offset=offset, chat_type="supergroup")
    assert answer is not None
    return answer


@pytest.mark.usefixtures("bot")
async def test_an_answer_and_headlines_are_sent_as_cited_snippets(telegram: TelegramDouble) -> None:
    alice = telegram.person("Alice")
    group = telegram.supergroup("Friends", alice, with_bot=False)
    found = await looked_up(alice, "When will Rubio meet Lavrov?")
    assert found.is_personal
    assert found.button == {"text": "Ask me in private", "start_parameter": "inline"}
    answer, *headlines = found.results
    assert "Sample Wire" in answer["description"]
    sent = await alice.choose(found, answer["id"], chat=group)
    assert sent.text.startswith("When will Rubio meet Lavrov?\n\n")
    assert "Kuala Lumpur" in sent.text
    assert any(entity["type"] == "text_link" for entity in sent.entities)
    headline = next(result for result in headlines if "Lavrov" in result["title"])
    sent = await alice.choose(found, headline["id"], chat=group)
    assert sent.text.startswith(headline["title"])
    assert any(entity["type"] == "text_link" for entity in sent.entities)
    assert "2025" in sent.text


@pytest.mark.usefixtures("bot")
async def test_page_by_page(telegram: TelegramDouble) -> None:
    alice = telegram.person("Alice")
    first = await looked_up(alice, "Trump")
    assert len(first.results) == PAGE
    second = await looked_up(alice, "Trump", first.next_offset)
    titles = [result["title"] for page in (first, second) for result in page.results]
    assert len(set(titles)) == len(titles) > PAGE
    beyond = await looked_up(alice, "Trump", "1000")
    assert (beyond.results, beyond.next_offset) == ([], "")


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("words", ["?!", "\u200b", "😀" * 256, "x" * 256, "a"])
async def test_words_that_say_nothing(telegram: TelegramDouble, words: str) -> None:
    assert await telegram.person("Alice").inline(words) is not None


@pytest.mark.usefixtures("bot")
async def test_without_words_the_stories_of_late(telegram: TelegramDouble) -> None:
    alice = telegram.person("Alice")
    assert len((await looked_up(alice, "")).results) == PAGE
    assert (await looked_up(alice, "", "nonsense")).results


async def test_of_what_is_typed_on_the_newest_is_answered(telegram: TelegramDouble, runner: Runner) -> None:
    alice = telegram.person("Alice")
    earlier = [asyncio.create_task(alice.inline("Rub"[:n], timeout=20)) for n in (1, 2, 3)]
    await asyncio.sleep(0)
    newest = asyncio.create_task(alice.inline("Rubio"))
    await asyncio.sleep(0)
    await runner.start()
    answer = await newest
    assert answer is not None
    assert answer.results
    await runner.end()
    for task in earlier:
        task.cancel()


async def test_it_keeps_nothing_and_floods_are_not_answered(telegram: TelegramDouble, bot: Runner) -> None:
    alice = telegram.person("Alice")
    most = LOOKED_UP[0]
    for _ in range(most):
        assert await alice.inline("", offset="1000") is not None
    assert await alice.inline("", timeout=0.3) is None
    await bot.end()
    with bot.database.read() as connection:
        assert [connection.execute(select(table)).all() for table in (chats, answers, deliveries, inbox)] == [[]] * 4


async def test_a_private_instance_shows_nothing(telegram: TelegramDouble, runner: Runner) -> None:
    runner.begin(access="list", admin_ids="900")
    await telegram.wait_until(lambda: telegram.calls_of("getUpdates"))
    assert await telegram.person("Alice").inline("Rubio", timeout=1) is None
    assert await telegram.person("Olga", id=900).inline("Rubio") is not None


@pytest.mark.usefixtures("bot")
async def test_a_late_answer_breaks_nothing(telegram: TelegramDouble) -> None:
    alice = telegram.person("Alice")
    refused = telegram.fail(
        "answerInlineQuery", bad("query is too old and response timeout expired or query ID is invalid")
    )
    assert await alice.inline("Rubio", timeout=2) is None
    assert refused.hits == 1
    assert await alice.inline("Rubio") is not None
