"""The rates: 30 messages a second in all, one a second in a chat after a short burst, 20 a minute in a group."""

import aiohttp
import pytest

from tests.botapi import Group, Person, TelegramDouble
from tests.botapi.conftest import Api, Clock


async def started(telegram: TelegramDouble, count: int) -> list[Person]:
    people = [telegram.person(f"P{number}") for number in range(count)]
    for person in people:
        await person.start()
    return people


async def send(api: Api, *chats: Person | Group) -> list[int]:
    return [(await api("sendMessage", chat_id=chat.id, text="x")).status for chat in chats]


async def test_a_burst_of_three_passes_in_a_private_chat_and_then_one_a_second(
    api: Api, telegram: TelegramDouble, clock: Clock
) -> None:
    (person,) = await started(telegram, 1)
    await send(api, person, person, person)
    for _ in range(10):
        clock.move(1)
        await send(api, person)
    assert telegram.violations == []
    assert await send(api, person) == [200]
    (violation,) = telegram.violations
    assert (violation.rate, violation.chat_id, violation.retry_after) == ("chat", person.id, 1)


async def test_thirty_a_second_pass_in_all(api: Api, telegram: TelegramDouble, clock: Clock) -> None:
    people = await started(telegram, 31)
    await send(api, *people[:30])
    assert telegram.violations == []
    await send(api, people[30])
    assert [violation.rate for violation in telegram.violations] == ["all"]
    clock.move(1)
    await send(api, *people[:29])
    assert len(telegram.violations) == 1


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_twenty_a_minute_pass_in_a_group(api: Api, telegram: TelegramDouble, clock: Clock, kind: str) -> None:
    owner = telegram.person()
    group = telegram.group("Town", owner) if kind == "group" else telegram.supergroup("Town", owner)
    for _ in range(20):
        await send(api, group)
        clock.move(2)
    assert telegram.violations == []
    await send(api, group)
    (violation,) = telegram.violations
    assert (violation.rate, violation.chat_id, violation.retry_after) == ("group", group.id, 20)
    clock.move(22)  # the one that came too fast counts too: it was let through
    await send(api, group)
    assert len(telegram.violations) == 1


async def test_edits_count_and_other_requests_do_not(api: Api, telegram: TelegramDouble) -> None:
    (person,) = await started(telegram, 1)
    sent = (await api("sendMessage", chat_id=person.id, text="0")).result
    for number in range(3):
        await api("editMessageText", chat_id=person.id, message_id=sent["message_id"], text=f"1{number}")
        await api("sendChatAction", chat_id=person.id, action="typing")
        await api("sendMessageDraft", chat_id=person.id, draft_id=1, text="…")
    assert [violation.rate for violation in telegram.violations] == ["chat"]


async def test_a_double_that_enforces_rates_answers_429_until_the_time_is_up(clock: Clock) -> None:
    async with (
        TelegramDouble(clock=clock, now=clock.now, enforce_rates=True) as telegram,
        aiohttp.ClientSession() as session,
    ):
        api = Api(telegram, session)
        (person, other) = await started(telegram, 2)
        await send(api, person, person, person)
        reply = await api("sendMessage", chat_id=person.id, text="x")
        assert (reply.status, reply.problem) == (429, "Too Many Requests: retry after 1")
        assert reply.body["parameters"] == {"retry_after": 1}
        assert await send(api, other) == [200]
        clock.move(1)
        assert await send(api, person) == [200]
        assert len(telegram.messages(person)) == 4
        assert len(telegram.violations) == 1
