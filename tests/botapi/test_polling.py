"""getUpdates: what is handed out, confirmed, kept and dropped, and that only one may poll."""

import asyncio
from typing import Any

import pytest

from tests.botapi import TelegramDouble
from tests.botapi.conftest import Api, Clock

WEBHOOK = "https://bot.example/hook"


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_updates_come_again_until_a_higher_offset_confirms_them(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    for text in ("one", "two", "three"):
        await person.write(text)
    first = (await api("getUpdates")).result
    assert texts(first) == ["one", "two", "three"]
    assert [update["update_id"] - first[0]["update_id"] for update in first] == [0, 1, 2]
    again = (await api("getUpdates", offset=first[1]["update_id"])).result
    assert texts(again) == ["two", "three"]
    assert texts((await api("getUpdates")).result) == ["two", "three"]
    assert (await api("getUpdates", offset=first[2]["update_id"] + 1)).result == []
    await telegram.updates_taken()


async def test_a_negative_offset_keeps_the_last(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    for text in ("one", "two", "three"):
        await person.write(text)
    assert texts((await api("getUpdates", offset=-1)).result) == ["three"]


@pytest.mark.parametrize(("limit", "count"), [(1, 1), (100, 100), (0, 100), (101, 100)])
async def test_the_limit_is_1_to_100(api: Api, telegram: TelegramDouble, limit: int, count: int) -> None:
    person = telegram.person()
    for number in range(102):
        await person.write(str(number))
    assert len((await api("getUpdates", limit=limit)).result) == count


async def test_a_long_poll_is_answered_as_soon_as_something_happens(api: Api, telegram: TelegramDouble) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=50))
    await telegram.wait_until(lambda: telegram.calls)
    await telegram.person().write("news?")
    assert texts((await poll).result) == ["news?"]


async def test_a_poll_without_timeout_is_answered_at_once(api: Api) -> None:
    assert (await api("getUpdates")).result == []


async def test_updates_wait_a_day(api: Api, telegram: TelegramDouble, clock: Clock) -> None:
    person = telegram.person()
    await person.write("old")
    clock.move(3600)
    await person.write("new")
    clock.move(23 * 3600)
    assert texts((await api("getUpdates")).result) == ["new"]


async def test_a_second_poller_ends_the_first(api: Api, telegram: TelegramDouble) -> None:
    first = asyncio.create_task(api("getUpdates", timeout=50))
    await telegram.wait_until(lambda: telegram.calls)
    second = asyncio.create_task(api("getUpdates", timeout=50))
    reply = await first
    assert reply.status == 409
    assert reply.problem == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    await telegram.person().write("news?")
    assert texts((await second).result) == ["news?"]


async def test_polling_and_a_webhook_exclude_each_other(api: Api, telegram: TelegramDouble) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=50))
    await telegram.wait_until(lambda: telegram.calls)
    assert (await api("setWebhook", url=WEBHOOK)).result is True
    ended = await poll
    assert (ended.status, ended.problem) == (409, "Conflict: terminated by setWebhook request")
    refused = await api("getUpdates")
    assert refused.status == 409
    assert refused.problem.startswith("Conflict: can't use getUpdates method while webhook is active")
    assert (await api("deleteWebhook")).result is True
    assert (await api("getUpdates")).result == []


async def test_only_the_kinds_asked_for_are_queued(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    await api("getUpdates", allowed_updates=["my_chat_member"])
    await person.write("unheard")
    person.block()
    (update,) = (await api("getUpdates")).result
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    await api("getUpdates", offset=update["update_id"] + 1, allowed_updates=[])
    person.unblock()
    await person.write("heard")
    assert len((await api("getUpdates")).result) == 2


async def test_changes_of_other_members_come_on_request_to_an_admin(api: Api, telegram: TelegramDouble) -> None:
    owner, guest = telegram.person("Olga"), telegram.person("Gus")
    group = telegram.supergroup("Town", owner)
    group.promote(telegram.world.bot)
    await api("getUpdates", allowed_updates=["chat_member"], offset=2**40)
    group.add(guest)
    (update,) = (await api("getUpdates")).result
    assert update["chat_member"]["new_chat_member"]["user"]["id"] == guest.id


async def test_pending_updates_can_be_dropped(api: Api, telegram: TelegramDouble) -> None:
    await telegram.person().write("old")
    await api("deleteWebhook", drop_pending_updates=True)
    assert (await api("getUpdates")).result == []


async def test_stopping_the_double_ends_a_long_poll() -> None:
    double = TelegramDouble()
    await double.start()
    reader, writer = await asyncio.open_connection("127.0.0.1", int(double.url.rpartition(":")[2]))
    writer.write(f"GET /bot{double.token}/getUpdates?timeout=50 HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    await double.wait_until(lambda: double.calls)
    await double.stop()
    assert b'"result": []' in await reader.read()
    writer.close()
    await writer.wait_closed()
