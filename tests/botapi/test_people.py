"""Scripted people in a private chat: what they write, tap, edit, share, and how a test waits for the bot."""

import asyncio
from typing import Any

import pytest

from tests.botapi import Message, Person, TelegramDouble
from tests.botapi.conftest import Api, Clock

KEYBOARD = {
    "inline_keyboard": [
        [{"text": "More ▸", "callback_data": "more:1"}, {"text": "Sources", "callback_data": "sources"}],
        [{"text": "Open", "url": "https://news.example/"}],
    ]
}


async def asked(api: Api, telegram: TelegramDouble, person: Person) -> Message:
    """A message of the bot with buttons."""
    await person.start()
    await api("sendMessage", chat_id=person.id, text="Rain.", reply_markup=KEYBOARD)
    return await telegram.next_message(person)


async def last_update(api: Api) -> dict[str, Any]:
    updates: list[dict[str, Any]] = (await api("getUpdates")).result
    return updates[-1]


async def test_a_message_comes_with_its_sender_and_entities(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person("Ana", last_name="Lima", username="ana", language_code="pt-br", id=77)
    await person.write("/ask 😀 @newsdesk_test_bot what of https://news.example/a?")
    message = (await last_update(api))["message"]
    assert message["from"] == {
        "id": 77, "is_bot": False, "first_name": "Ana", "last_name": "Lima", "username": "ana", "language_code": "pt-br"
    }  # fmt: skip
    assert message["chat"] == {
        "id": 77, "type": "private", "first_name": "Ana", "last_name": "Lima", "username": "ana"
    }  # fmt: skip
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in message["entities"]] == [
        ("bot_command", 0, 4),
        ("mention", 8, 18),
        ("url", 35, 22),
    ]


async def test_a_start_link_carries_its_payload(api: Api, telegram: TelegramDouble) -> None:
    await telegram.person().start("topic_7")
    assert (await last_update(api))["message"]["text"] == "/start topic_7"


@pytest.mark.parametrize("text", ["", "  ", "x" * 4097])
async def test_people_cannot_write_what_telegram_does_not_send(telegram: TelegramDouble, text: str) -> None:
    with pytest.raises(ValueError, match="1 to 4096"):
        await telegram.person().write(text)


async def test_an_edit_comes_with_the_old_identifier(api: Api, telegram: TelegramDouble, clock: Clock) -> None:
    person = telegram.person()
    message = await person.write("rain")
    clock.move(3)
    await person.edit(message, "snow")
    edited = (await last_update(api))["edited_message"]
    assert (edited["message_id"], edited["text"], edited["edit_date"] - edited["date"]) == (
        message.message_id,
        "snow",
        3,
    )


async def test_places_and_files_can_be_shared(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    await person.share_location(38.7, -9.1)
    assert (await last_update(api))["message"]["location"] == {"latitude": 38.7, "longitude": -9.1}
    await person.send_document("feeds.opml", b"<opml/>", "text/xml", caption="/import")
    document = (await last_update(api))["message"]["document"]
    path = (await api("getFile", file_id=document["file_id"])).result["file_path"]
    async with api.session.get(f"{telegram.url}/file/bot{telegram.token}/{path}") as response:
        assert await response.read() == b"<opml/>"
    assert (await api("getFile", file_id="AgAC")).problem == "Bad Request: invalid file_id"


async def test_a_tap_returns_what_the_bot_answers(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    message = await asked(api, telegram, person)
    assert message.buttons == [["More ▸", "Sources"], ["Open"]]
    tap = asyncio.create_task(person.tap(message, "More"))
    await telegram.wait_until(lambda: telegram.unanswered)
    query = (await last_update(api))["callback_query"]
    assert (query["data"], query["from"]["id"]) == ("more:1", person.id)
    assert query["message"]["message_id"] == message.message_id
    reply = await api("answerCallbackQuery", callback_query_id=query["id"], text="Here it is", show_alert=True)
    assert reply.result is True
    assert await tap == "Here it is"
    assert telegram.unanswered == []
    again = await api("answerCallbackQuery", callback_query_id=query["id"])
    assert again.problem == ("Bad Request: query is too old and response timeout expired or query ID is invalid")


async def test_a_tap_without_an_answer_is_remembered(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    message = await asked(api, telegram, person)
    assert await person.tap(message, "Sources", timeout=0) is None
    assert [query.data for query in telegram.unanswered] == ["sources"]


async def test_an_answer_that_comes_too_late_is_refused(api: Api, telegram: TelegramDouble, clock: Clock) -> None:
    person = telegram.person()
    message = await asked(api, telegram, person)
    await person.tap(message, "Sources", timeout=0)
    clock.move(61)
    reply = await api("answerCallbackQuery", callback_query_id=telegram.unanswered[0].id)
    assert "query is too old" in reply.problem


@pytest.mark.parametrize(
    ("parameters", "problem"),
    [({"text": "x" * 201}, "MESSAGE_TOO_LONG"), ({"url": "https://elsewhere.example/"}, "URL_INVALID")],
)
async def test_answers_to_taps_have_limits(
    api: Api, telegram: TelegramDouble, parameters: dict[str, str], problem: str
) -> None:
    person = telegram.person()
    message = await asked(api, telegram, person)
    await person.tap(message, "Sources", timeout=0)
    query_id = telegram.unanswered[0].id
    assert problem in (await api("answerCallbackQuery", callback_query_id=query_id, **parameters)).problem
    own = f"https://t.me/{telegram.username}?start=x"
    assert (await api("answerCallbackQuery", callback_query_id=query_id, text="x" * 200, url=own)).result is True


async def test_forged_data_and_old_messages_can_be_tapped(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    message = await asked(api, telegram, person)
    await person.tap(message, data="forged", timeout=0)
    assert (await last_update(api))["callback_query"]["data"] == "forged"
    await person.tap(message, "Sources", inaccessible=True, timeout=0)
    assert (await last_update(api))["callback_query"]["message"]["date"] == 0


async def test_only_what_shows_can_be_tapped(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    message = await asked(api, telegram, person)
    with pytest.raises(LookupError, match="0 buttons fit 'Less'"):
        await person.tap(message, "Less")
    with pytest.raises(ValueError, match="sends nothing"):
        await person.tap(message, "Open")
    await person.delete(message)
    with pytest.raises(ValueError, match="gone"):
        await person.tap(message, "Sources")


async def test_messages_are_waited_for_one_by_one(api: Api, telegram: TelegramDouble) -> None:
    ana, bob = telegram.person("Ana"), telegram.person("Bob")
    await ana.start()
    await bob.start()
    waiting = asyncio.create_task(telegram.next_message(ana))
    for person, text in ((bob, "b1"), (ana, "a1"), (ana, "a2")):
        await api("sendMessage", chat_id=person.id, text=text)
    assert (await waiting).text == "a1"
    assert (await telegram.next_message(ana)).text == "a2"
    assert (await telegram.next_message(bob)).text == "b1"
    with pytest.raises(TimeoutError, match="sendMessage 200"):
        await telegram.next_message(ana, timeout=0)


async def test_people_who_block_must_unblock_to_write(telegram: TelegramDouble) -> None:
    person = telegram.person()
    person.block()
    with pytest.raises(ValueError, match="unblock"):
        await person.write("hello")
    person.unblock()
    await person.write("hello")
