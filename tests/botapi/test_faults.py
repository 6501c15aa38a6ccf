"""Failures on order: refusals, silence, lost connections, for one method and, if asked, one chat."""

import asyncio

import aiohttp
import pytest

from tests.botapi import Fault, TelegramDouble, bad, blocked, broken, dropped, flooded, hanging, lost, refused
from tests.botapi.conftest import Api


@pytest.mark.parametrize(
    ("fault", "status", "problem"),
    [
        (blocked(), 403, "Forbidden: bot was blocked by the user"),
        (flooded(7), 429, "Too Many Requests: retry after 7"),
        (broken(), 500, "Internal Server Error"),
        (bad("chat not found"), 400, "Bad Request: chat not found"),
        (refused(403, "Forbidden: user is deactivated"), 403, "Forbidden: user is deactivated"),
    ],
)
async def test_the_next_call_is_refused(
    api: Api, telegram: TelegramDouble, fault: Fault, status: int, problem: str
) -> None:
    person, other = telegram.person(), telegram.person("Bob")
    await person.start()
    await other.start()
    telegram.fail("sendMessage", fault, chat=person, times=2)
    assert (await api("sendMessage", chat_id=other.id, text="x")).status == 200
    for _ in range(2):
        reply = await api("sendMessage", chat_id=person.id, text="x")
        assert (reply.status, reply.problem) == (status, problem)
    assert (await api("sendMessage", chat_id=person.id, text="x")).status == 200
    assert fault.hits == 2
    assert len(telegram.messages(person)) == 1


async def test_a_lost_answer_leaves_the_message_sent(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    await person.start()
    telegram.fail("sendMessage", lost())
    with pytest.raises(aiohttp.ClientConnectionError):
        await api("sendMessage", chat_id=person.id, text="once")
    assert [message.text for message in telegram.messages(person)] == ["once"]
    (call,) = telegram.calls
    assert (call.status, call.result["text"]) == (None, "once")


async def test_a_dropped_connection_leaves_nothing_done(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    await person.start()
    telegram.fail("sendMessage", dropped())
    with pytest.raises(aiohttp.ClientConnectionError):
        await api("sendMessage", chat_id=person.id, text="never")
    assert telegram.messages(person) == []


async def test_a_hanging_call_is_processed_when_it_is_released(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    await person.start()
    fault = telegram.fail("sendMessage", hanging())
    request = asyncio.create_task(api("sendMessage", chat_id=person.id, text="late"))
    await telegram.wait_until(lambda: fault.hits)
    assert telegram.messages(person) == []
    fault.release()
    assert (await request).result["text"] == "late"


async def test_a_hanging_call_that_is_given_up_is_never_processed(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    await person.start()
    fault = telegram.fail("sendMessage", hanging())
    request = asyncio.create_task(api("sendMessage", chat_id=person.id, text="late"))
    await telegram.wait_until(lambda: fault.hits)
    request.cancel()
    await asyncio.gather(request, return_exceptions=True)
    assert (await api("sendMessage", chat_id=person.id, text="next")).status == 200
    fault.release()
    assert [message.text for message in telegram.messages(person)] == ["next"]


async def test_polling_can_fail_as_well(api: Api, telegram: TelegramDouble) -> None:
    telegram.fail("getUpdates", broken())
    assert (await api("getUpdates")).status == 500
    assert (await api("getUpdates")).status == 200
