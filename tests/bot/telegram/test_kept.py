"""/export and /forget: everything kept about a person, a group or a channel."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from bot.chats.keeping import CHAT, OF_NOBODY, PERSON, owners, parents
from bot.records import Records
from bot.tables import chats, deliveries, metadata
from tests.bot.telegram.conftest import Runner
from tests.botapi import Message, Person, TelegramDouble

QUESTION = "When will Rubio meet Lavrov?"


def document(message: Message) -> dict[str, list[dict[str, Any]]]:
    assert message.file is not None
    found: dict[str, list[dict[str, Any]]] = json.loads(message.file)
    return found


async def asked(telegram: TelegramDouble, person: Person) -> Message:
    await person.write(QUESTION)
    return await telegram.next_message(person)


def test_every_table_says_whose_its_rows_are() -> None:
    for table in metadata.sorted_tables:
        known = table is chats or bool(owners(table)) or any(True for _ in parents(table))
        assert known or table.name in OF_NOBODY, f"whose are the rows of {table.name}?"
        if list(parents(table)):
            # Rows are found by the number of those on which they hang.
            assert all("id" in parent.c for _, parent in parents(table))
        strange = [c.name for c in table.c if c.name.endswith(("chat_id", "person_id", "user_id"))]
        assert set(strange) <= {CHAT, PERSON}, f"{table.name} names people in another way"


async def test_a_person_gets_and_erases_everything(telegram: TelegramDouble, bot: Runner) -> None:
    alice, bob = telegram.person("Alice"), telegram.person("Bob")
    group = telegram.supergroup("Group", bob)
    alice.join(group)
    answer = await asked(telegram, alice)
    await alice.tap(answer, "Right")
    await alice.write(f"/ask {QUESTION}", chat=group)
    await telegram.next_message(group)
    await asked(telegram, bob)
    await alice.write("/export")
    sent = await telegram.next_message(alice)
    kept = document(sent)
    assert [row["question"] for row in kept["answers"]] == [QUESTION, QUESTION]
    assert [row["question"] for row in kept["feedback"]] == [QUESTION]
    assert [row["id"] for row in kept["chats"]] == [alice.id]
    assert len(kept["deliveries"]) == 1
    assert "All that I keep" in sent.text
    await alice.write("/forget")
    question = await telegram.next_message(alice)
    await alice.tap(question, "Forget everything")
    assert (await telegram.next_message(alice)).text == "Everything is forgotten."
    await bot.end()
    left = Records.of(bot.database).keeping.export(alice.id, alice.id)
    assert {name: rows for name, rows in left.items() if rows}.keys() <= {"deliveries"}
    assert ["forgotten" in row["html"] for row in left["deliveries"]] == [True]
    others = Records.of(bot.database).keeping.export(bob.id, bob.id)
    assert [row["question"] for row in others["answers"]] == [QUESTION]


async def test_a_file_is_kept_only_until_it_is_sent(telegram: TelegramDouble, bot: Runner) -> None:
    alice = telegram.person("Alice")
    await alice.write("/export")
    await telegram.next_message(alice)
    await bot.end()
    with bot.database.read() as connection:
        assert connection.execute(select(deliveries.c.file)).scalars().all() == [None]


@pytest.mark.usefixtures("bot")
async def test_a_groups_admins_decide_about_its_records(telegram: TelegramDouble) -> None:
    olga, alice = telegram.person("Olga"), telegram.person("Alice")
    group = telegram.supergroup("Group", olga)
    alice.join(group)
    for command in ("/export", "/forget"):
        await alice.write(command, chat=group)
        assert (await telegram.next_message(group)).text == "Only admins of this group can do that."
    await alice.write(f"/ask {QUESTION}", chat=group)
    await telegram.next_message(group)
    await olga.write("/forget", chat=group)
    question = await telegram.next_message(group)
    assert await alice.tap(question, "Forget everything") == "Only admins of this group can do that."
    assert await olga.tap(question, "Forget everything") == ""
    assert (await telegram.next_message(group)).text == "Everything is forgotten."


@pytest.mark.usefixtures("bot")
async def test_the_button_of_another_chat_forgets_nothing(telegram: TelegramDouble) -> None:
    alice = telegram.person("Alice")
    answer = await asked(telegram, alice)
    assert await alice.tap(answer, data="1:forget.5") == "That button is about another chat; please send /forget again."
    await alice.write("/export")
    assert document(await telegram.next_message(alice))["answers"]
