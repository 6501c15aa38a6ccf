"""Edits and deletions of messages."""

from typing import Any

import pytest

from tests.botapi import TelegramDouble
from tests.botapi.conftest import Api, Clock, Reply

KEYBOARD = {"inline_keyboard": [[{"text": "More", "callback_data": "more"}]]}


async def edit(api: Api, message: dict[str, Any], text: str, **more: Any) -> Reply:
    chat_id, message_id = message["chat"]["id"], message["message_id"]
    return await api("editMessageText", chat_id=chat_id, message_id=message_id, text=text, **more)


async def sent_message(api: Api, telegram: TelegramDouble, **more: Any) -> dict[str, Any]:
    person = telegram.person()
    await person.start()
    sent: dict[str, Any] = (await api("sendMessage", chat_id=person.id, text="one", **more)).result
    return sent


async def test_an_edit_replaces_the_text_and_takes_the_keyboard_away(
    api: Api, telegram: TelegramDouble, clock: Clock
) -> None:
    sent = await sent_message(api, telegram, reply_markup=KEYBOARD)
    clock.move(5)
    edited = (await edit(api, sent, "<b>two</b>", parse_mode="HTML")).result
    assert (edited["text"], edited["message_id"]) == ("two", sent["message_id"])
    assert edited["edit_date"] - edited["date"] == 5
    assert "reply_markup" not in edited
    message = telegram.sent[0]
    assert (message.text, message.raw, [version.text for version in message.edits]) == ("two", "<b>two</b>", ["one"])


async def test_an_edit_that_changes_nothing_is_refused(api: Api, telegram: TelegramDouble) -> None:
    sent = await sent_message(api, telegram, reply_markup=KEYBOARD)
    reply = await edit(api, sent, "one ", reply_markup=KEYBOARD)
    assert reply.problem == (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )
    assert (await edit(api, sent, "one")).status == 200
    assert "not modified" in (await edit(api, sent, "one")).problem
    assert (await edit(api, sent, "<i>one</i>", parse_mode="HTML")).status == 200


async def test_the_keyboard_can_be_edited_alone(api: Api, telegram: TelegramDouble) -> None:
    sent = await sent_message(api, telegram)
    place = {"chat_id": sent["chat"]["id"], "message_id": sent["message_id"]}
    assert (await api("editMessageReplyMarkup", **place, reply_markup=KEYBOARD)).result["reply_markup"] == KEYBOARD
    assert "not modified" in (await api("editMessageReplyMarkup", **place, reply_markup=KEYBOARD)).problem
    assert "reply_markup" not in (await api("editMessageReplyMarkup", **place)).result
    long = {"inline_keyboard": [[{"text": "x", "callback_data": "x" * 65}]]}
    assert "BUTTON_DATA_INVALID" in (await api("editMessageReplyMarkup", **place, reply_markup=long)).problem


async def test_only_own_messages_that_are_there_can_be_edited(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    question = await person.write("news?")
    place: dict[str, Any] = {"chat_id": person.id, "text": "x"}
    theirs = await api("editMessageText", **place, message_id=question.message_id)
    assert theirs.problem == "Bad Request: message can't be edited"
    missing = await api("editMessageText", **place, message_id=999)
    assert missing.problem == "Bad Request: message to edit not found"
    sent = (await api("sendMessage", **place)).result
    await api("deleteMessage", chat_id=person.id, message_id=sent["message_id"])
    assert (await edit(api, sent, "y")).problem == "Bad Request: message to edit not found"
    replied = (await api("sendMessage", **place, reply_markup={"force_reply": True})).result
    assert (await edit(api, replied, "y")).problem == "Bad Request: message can't be edited"


async def test_texts_and_captions_are_edited_by_their_own_methods(api: Api, telegram: TelegramDouble) -> None:
    sent = await sent_message(api, telegram)
    place = {"chat_id": sent["chat"]["id"], "message_id": sent["message_id"]}
    assert "no caption" in (await api("editMessageCaption", **place, caption="x")).problem
    person = telegram.person()
    await person.start()
    stored = telegram.world.files.store(
        "photos", "x.png", "image/png", bytes.fromhex("89504e470d0a1a0a0000000d4948445200000020000000100806000000")
    )
    photo = (await api("sendPhoto", chat_id=person.id, photo=stored.file_id, caption="one")).result
    assert "there is no text in the message to edit" in (await edit(api, photo, "x")).problem
    place = {"chat_id": person.id, "message_id": photo["message_id"]}
    assert (await api("editMessageCaption", **place, caption="two")).result["caption"] == "two"
    assert "not modified" in (await api("editMessageCaption", **place, caption="two")).problem
    assert "caption is too long" in (await api("editMessageCaption", **place, caption="x" * 1025)).problem
    assert "caption" not in (await api("editMessageCaption", **place)).result


@pytest.mark.parametrize(
    ("text", "problem"),
    [("", "message text is empty"), ("x" * 4097, "message is too long"), ("<b", "can't parse entities")],
)
async def test_an_edit_has_the_limits_of_a_message(api: Api, telegram: TelegramDouble, text: str, problem: str) -> None:
    sent = await sent_message(api, telegram)
    assert problem in (await edit(api, sent, text, parse_mode="HTML")).problem


async def test_messages_are_deleted_once(api: Api, telegram: TelegramDouble) -> None:
    sent = await sent_message(api, telegram)
    place = {"chat_id": sent["chat"]["id"], "message_id": sent["message_id"]}
    assert (await api("deleteMessage", **place)).result is True
    assert (await api("deleteMessage", **place)).problem == "Bad Request: message to delete not found"
    assert telegram.sent[0].deleted
    assert telegram.messages(telegram.world.chats[sent["chat"]["id"]]) == []
    several = await api("deleteMessages", chat_id=place["chat_id"], message_ids=[place["message_id"], 998])
    assert several.result is True
    assert (await api("deleteMessages", chat_id=place["chat_id"], message_ids=[])).status == 400


async def test_old_messages_and_those_of_others_stay(api: Api, telegram: TelegramDouble, clock: Clock) -> None:
    sent = await sent_message(api, telegram)
    clock.move(49 * 3600)
    old = await api("deleteMessage", chat_id=sent["chat"]["id"], message_id=sent["message_id"])
    assert old.problem == "Bad Request: message can't be deleted for everyone"
    person = telegram.person()
    group = telegram.supergroup("Town", person)
    message = await person.write("/hello", chat=group)
    place = {"chat_id": group.id, "message_id": message.message_id}
    assert (await api("deleteMessage", **place)).problem == "Bad Request: message can't be deleted"
    group.promote(telegram.world.bot)
    assert (await api("deleteMessage", **place)).result is True
