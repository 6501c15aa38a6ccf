"""Buttons that follow up on an answer, and the picture of a topic's coverage."""

import json
from pathlib import Path

import pytest

from bot.feedback import Feedback
from index.evaluation import read_questions
from tests.bot.telegram.conftest import Runner
from tests.botapi import Message, Person, TelegramDouble

QUESTION = "When will Rubio meet Lavrov?"
PNG = b"\x89PNG\r\n"


async def asked(telegram: TelegramDouble, person: Person, question: str = QUESTION) -> Message:
    await person.write(question)
    return await telegram.next_message(person)


async def test_right_and_wrong_become_questions_for_an_evaluation(
    telegram: TelegramDouble, bot: Runner, tmp_path: Path
) -> None:
    alice, bob = telegram.person("Alice"), telegram.person("Bob")
    answer = await asked(telegram, alice)
    assert await alice.tap(answer, "Wrong") == "Noted as wrong, thank you."
    assert await alice.tap(answer, "Right") == "Noted as right, thank you."
    other = await asked(telegram, bob, "What did Korea Zinc announce?")
    assert await bob.tap(other, "Wrong") == "Noted as wrong, thank you."
    await bot.end()
    feedback = Feedback(bot.database)
    file = tmp_path / "questions.jsonl"
    file.write_text("".join(json.dumps(question) + "\n" for question in feedback.questions(right=True)))
    [known] = read_questions(file, bot.now)
    assert (known.question, known.now) == (QUESTION, bot.now)
    assert any("Lavrov" in text for text in known.answers)
    assert known.gold
    assert [question["question"] for question in feedback.questions(right=False)] == ["What did Korea Zinc announce?"]


@pytest.mark.usefixtures("bot")
async def test_the_timeline_of_a_story(telegram: TelegramDouble) -> None:
    alice = telegram.person("Alice")
    answer = await asked(telegram, alice, "How many victims were there at Bondi Beach?")
    assert await alice.tap(answer, "Timeline") == ""
    told = await telegram.next_message(alice)
    assert told.text.startswith("How the story went")
    assert told.reply_to is answer


@pytest.mark.usefixtures("bot")
async def test_a_picture_of_coverage(telegram: TelegramDouble) -> None:
    alice = telegram.person("Alice")
    forum = telegram.supergroup("Forum", alice, is_forum=True)
    topic = forum.topic("World")
    await alice.write("/trend Lavrov 365d", chat=forum, thread=topic)
    picture = await telegram.next_message(forum)
    assert picture.file is not None
    assert picture.file.startswith(PNG)
    assert picture.text.startswith("Lavrov: the last 365 days")
    assert picture.thread_id == topic.id
    for text, said in (
        ("/trend", "Write a topic with it, for example: /trend ceasefire 30d"),
        ("/trend 30d", "Write a topic with it, for example: /trend ceasefire 30d"),
        ("/trend Lavrov 0d", "A period is a number of hours, days or weeks up to a year, such as 24h, 7d or 2w."),
    ):
        await alice.write(text)
        assert (await telegram.next_message(alice)).text == said


async def test_an_edited_command_leaves_the_picture_as_it_is(telegram: TelegramDouble, bot: Runner) -> None:
    alice = telegram.person("Alice")
    command = await alice.write("/trend Lavrov 365d")
    await telegram.next_message(alice)
    await alice.edit(command, "/trend Rubio 365d")
    await alice.write("/help")
    await telegram.next_message(alice)
    await bot.end()
    assert len(telegram.messages(alice)) == 2
