"""A person alone with the bot."""

import asyncio

import pytest

from bot.conversation.registry import COMMANDS
from bot.translation import LANGUAGES
from tests.bot.telegram.conftest import Runner
from tests.botapi import TelegramDouble

QUESTION = "When will Rubio meet Lavrov?"


@pytest.mark.usefixtures("bot")
async def test_a_welcome(telegram: TelegramDouble) -> None:
    alice = telegram.person("Alice")
    await alice.start()
    reply = await telegram.next_message(alice)
    assert "I answer questions about the news" in reply.text


async def test_a_question_is_answered_with_sources_headlines_and_buttons(telegram: TelegramDouble, bot: Runner) -> None:
    alice = telegram.person("Alice", language_code="en")
    await alice.write(QUESTION)
    reply = await telegram.next_message(alice)
    assert "Thursday" in reply.text
    assert "Kuala Lumpur" in reply.text
    assert "Sample Wire" in reply.text
    kinds = [entity.type for entity in reply.content.entities]
    assert "blockquote" in kinds
    assert kinds.count("text_link") >= 3
    assert reply.buttons == [["More", "Sources"], ["Follow topic", "Follow story"], ["Right", "Wrong"]]
    assert reply.reply_to is None
    await bot.end()
    assert telegram.chat_actions[0].action == "typing"


@pytest.mark.usefixtures("bot")
async def test_the_commands_are_announced(telegram: TelegramDouble) -> None:
    await telegram.wait_until(lambda: len(telegram.calls_of("setMyCommands")) == 3 * len(LANGUAGES))
    alice, bob = telegram.person("Alice", language_code="en"), telegram.person("Bob", language_code="pt-br")
    group = telegram.supergroup("Group", alice)
    bob.join(group)
    shown = telegram.world.commands.shown
    everything = [command.name for command in COMMANDS if not command.operators]
    assert [command["command"] for command in shown(alice, alice.chat)] == everything
    assert [command["command"] for command in shown(alice, group)] == everything
    assert "settings" not in [command["command"] for command in shown(bob, group)]


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("text", ["😀" * 4096, "?!", "/nonsense", "/brief 0h", "/ask"])
async def test_what_is_no_question_gets_one_sentence(telegram: TelegramDouble, text: str) -> None:
    alice = telegram.person("Alice")
    await alice.write(text)
    reply = await telegram.next_message(alice)
    assert len(reply.text) < 200
    assert reply.buttons == []


@pytest.mark.usefixtures("bot")
async def test_what_has_no_words_gets_one_sentence(telegram: TelegramDouble) -> None:
    alice = telegram.person("Alice")
    await alice.share_location(50.45, 30.52)
    assert "I can read text only" in (await telegram.next_message(alice)).text


@pytest.mark.usefixtures("bot")
async def test_a_brief(telegram: TelegramDouble) -> None:
    alice = telegram.person("Alice")
    await alice.write("/brief Ukraine 7d")
    reply = await telegram.next_message(alice)
    assert reply.text.startswith("Ukraine: the last 7 days")
    assert "expandable_blockquote" in [entity.type for entity in reply.content.entities]


@pytest.mark.usefixtures("bot")
async def test_questions_of_one_person_are_answered_in_order(telegram: TelegramDouble) -> None:
    alice, bob = telegram.person("Alice"), telegram.person("Bob")
    await alice.write(QUESTION)
    await alice.write("/help")
    await bob.write("/help")
    await alice.write("/start")
    texts = [(await telegram.next_message(alice)).text for _ in range(3)]
    assert "Lavrov" in texts[0]
    assert texts[1].startswith("What I can do")
    assert texts[2].startswith("Hello!")
    assert (await telegram.next_message(bob)).text.startswith("What I can do")


@pytest.mark.usefixtures("bot")
async def test_one_person_in_a_hurry(telegram: TelegramDouble) -> None:
    alice = telegram.person("Alice")
    for _ in range(6):
        await alice.write("/help")
    replies = [await telegram.next_message(alice) for _ in range(6)]
    assert len({reply.message_id for reply in replies}) == 6


@pytest.mark.usefixtures("bot")
async def test_many_people_at_once(telegram: TelegramDouble) -> None:
    people = [telegram.person(f"Person {number}") for number in range(40)]
    for person in people:
        await person.write(QUESTION)
    replies = await asyncio.gather(*(telegram.next_message(person, 30.0) for person in people))
    assert all("Lavrov" in reply.text for reply in replies)


async def test_an_edited_question_edits_the_answer(telegram: TelegramDouble, bot: Runner) -> None:
    alice = telegram.person("Alice")
    question = await alice.write("What did Korea Zinc announce?")
    answer = await telegram.next_message(alice)
    assert "Korea Zinc" in answer.text
    await alice.edit(question, QUESTION)
    await telegram.wait_until(lambda: "Lavrov" in answer.text)
    await alice.edit(question, QUESTION + "?")
    await bot.end()
    assert len(telegram.messages(alice)) == 1
    assert answer.buttons


@pytest.mark.usefixtures("bot")
async def test_buttons_under_an_edited_answer_tell_of_the_new_one(telegram: TelegramDouble) -> None:
    alice = telegram.person("Alice")
    question = await alice.write("What did Korea Zinc announce?")
    answer = await telegram.next_message(alice)
    await alice.edit(question, QUESTION)
    await telegram.wait_until(lambda: "Lavrov" in answer.text)
    assert await alice.tap(answer, "Sources") == ""
    assert "Lavrov" in (await telegram.next_message(alice)).text


async def test_an_edited_message_never_answered_is_left_alone(telegram: TelegramDouble, runner: Runner) -> None:
    alice, group_owner = telegram.person("Alice"), telegram.person("Bob")
    group = telegram.group("Group", group_owner)
    alice.join(group)
    chatter = await group_owner.write("Nothing for the bot", chat=group)
    await runner.start()
    await group_owner.edit(chatter, f"@{telegram.username} {QUESTION}")
    await telegram.updates_taken()
    await runner.end()
    assert telegram.messages(group) == []


@pytest.mark.usefixtures("bot")
async def test_a_follow_up_question(telegram: TelegramDouble) -> None:
    alice = telegram.person("Alice")
    await alice.write(QUESTION)
    await telegram.next_message(alice)
    await alice.write("And where?")
    assert "Kuala Lumpur" in (await telegram.next_message(alice)).text


async def test_a_draft_stands_where_the_answer_will_be_and_is_no_message(telegram: TelegramDouble, bot: Runner) -> None:
    alice = telegram.person("Alice")
    group = telegram.group("Group", alice)
    question = await alice.write(QUESTION)
    await telegram.next_message(alice)
    await alice.write("/help")
    await telegram.next_message(alice)
    await alice.write(f"/ask {QUESTION}", chat=group)
    await telegram.next_message(group)
    await bot.end()
    [draft] = telegram.drafts
    assert (draft.chat_id, draft.draft_id) == (alice.id, question.message_id)
    assert draft.text == "I am looking through my sources …"
    shown = [call.method for call in telegram.calls if call.method in ("sendMessageDraft", "sendMessage")]
    assert shown == ["sendMessageDraft", *["sendMessage"] * 3]
    assert len(telegram.messages(alice)) == 2


@pytest.mark.usefixtures("bot")
async def test_a_server_without_drafts(telegram: TelegramDouble) -> None:
    alice = telegram.person("Alice")
    telegram.switch_off("sendMessageDraft", "sendChatAction")
    await alice.write(QUESTION)
    assert "Lavrov" in (await telegram.next_message(alice)).text
