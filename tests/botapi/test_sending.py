"""Replies, threads, keyboards, pictures and documents, typing and drafts."""

import io
from typing import Any

import aiohttp
import pytest

from tests.botapi import TelegramDouble
from tests.botapi.conftest import Api

BUTTON = {"text": "More", "callback_data": "more"}


async def test_a_reply_hangs_on_its_message(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    question = await person.write("news?")
    sent = await api("sendMessage", chat_id=person.id, text="Yes", reply_parameters={"message_id": question.message_id})
    assert sent.result["reply_to_message"]["text"] == "news?"
    message = await telegram.next_message(person)
    assert message.reply_to is question
    assert message.reply_parameters == {"message_id": question.message_id}


async def test_a_reply_to_what_is_not_there_is_refused_unless_it_may_go_without(
    api: Api, telegram: TelegramDouble
) -> None:
    person = telegram.person()
    question = await person.write("news?")
    await person.delete(question)
    reply: dict[str, Any] = {"message_id": question.message_id}
    refused = await api("sendMessage", chat_id=person.id, text="x", reply_parameters=reply)
    assert refused.problem == "Bad Request: message to be replied not found"
    reply["allow_sending_without_reply"] = True
    sent = await api("sendMessage", chat_id=person.id, text="x", reply_parameters=reply)
    assert "reply_to_message" not in sent.result


async def test_a_quote_must_stand_in_the_message(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    question = await person.write("what of Lisbon?")
    reply = {"message_id": question.message_id, "quote": "Lisbon"}
    assert (await api("sendMessage", chat_id=person.id, text="x", reply_parameters=reply)).status == 200
    reply["quote"] = "Madrid"
    assert (
        "QUOTE_TEXT_INVALID" in (await api("sendMessage", chat_id=person.id, text="x", reply_parameters=reply)).problem
    )


@pytest.mark.parametrize(
    ("markup", "problem"),
    [
        ({"inline_keyboard": [[{**BUTTON, "callback_data": ""}]]}, "BUTTON_DATA_INVALID"),
        ({"inline_keyboard": [[{**BUTTON, "callback_data": "é" * 33}]]}, "BUTTON_DATA_INVALID"),
        ({"inline_keyboard": [[{"text": "Go", "url": "not an address"}]]}, "BUTTON_URL_INVALID"),
        ({"inline_keyboard": [[{"text": "Go", "url": "http://localhost/"}]]}, "BUTTON_URL_INVALID"),
        ({"inline_keyboard": [[{"text": "Go", "url": "ftp://a.example/"}]]}, "BUTTON_URL_INVALID"),
        ({"inline_keyboard": [[{"text": "More"}]]}, "Text buttons are unallowed in the inline keyboard"),
        ({"inline_keyboard": [[{**BUTTON, "url": "a.example"}]]}, "only one of callback_data and url can be used"),
        ({"inline_keyboard": [[{**BUTTON, "text": " "}]]}, "button text must be non-empty"),
        ({"inline_keyboard": [[{**BUTTON, "style": "loud"}]]}, "unknown style"),
        ({"inline_keyboard": [[{"text": "C", "copy_text": {"text": "x" * 257}}]]}, "BUTTON_COPY_TEXT_INVALID"),
        ({"inline_keyboard": [[{"text": "A", "web_app": {"url": "http://a.example"}}]]}, "BUTTON_URL_INVALID"),
        ({"inline_keyboard": [[BUTTON] * 9]}, "reply markup is too long"),
        ({"inline_keyboard": [[BUTTON] * 8] * 12 + [[BUTTON] * 5]}, "reply markup is too long"),
        ({"force_reply": True, "input_field_placeholder": "x" * 65}, "input field placeholder"),
        ({"keyboard": [[{"text": ""}]]}, "keyboard button text must be non-empty"),
    ],
)
async def test_keyboards_that_cannot_be_sent(
    api: Api, telegram: TelegramDouble, markup: dict[str, Any], problem: str
) -> None:
    person = telegram.person()
    await person.start()
    reply = await api("sendMessage", chat_id=person.id, text="x", reply_markup=markup)
    assert reply.status == 400
    assert problem in reply.problem


@pytest.mark.parametrize(
    "markup",
    [
        {"inline_keyboard": [[{**BUTTON, "callback_data": "é" * 32}] * 8] * 12 + [[BUTTON] * 4]},
        {"inline_keyboard": [[{"text": "Go", "url": "news.example"}, {"text": "Me", "url": "tg://user?id=1"}]]},
        {"inline_keyboard": [[{"text": "Find", "switch_inline_query": ""}]]},
        {"keyboard": [[{"text": "Here", "request_location": True}]]},
        {"remove_keyboard": True},
        {"force_reply": True, "selective": True},
    ],
)
async def test_keyboards_that_can(api: Api, telegram: TelegramDouble, markup: dict[str, Any]) -> None:
    person = telegram.person()
    await person.start()
    sent = (await api("sendMessage", chat_id=person.id, text="x", reply_markup=markup)).result
    assert sent.get("reply_markup") == (markup if "inline_keyboard" in markup else None)
    assert telegram.sent[0].reply_markup == markup


async def test_some_keyboards_depend_on_the_chat(api: Api, telegram: TelegramDouble) -> None:
    owner = telegram.person()
    group, channel = telegram.group("Town", owner), telegram.channel("News", owner)
    location = {"keyboard": [[{"text": "Here", "request_location": True}]]}
    reply = await api("sendMessage", chat_id=group.id, text="x", reply_markup=location)
    assert reply.problem == "Bad Request: location can be requested in private chats only"
    reply = await api("sendMessage", chat_id=channel.id, text="x", reply_markup={"remove_keyboard": True})
    assert reply.problem == "Bad Request: inline keyboard expected"


async def test_the_channel_itself_posts_in_a_channel(api: Api, telegram: TelegramDouble) -> None:
    channel = telegram.channel("News", telegram.person())
    sent = (await api("sendMessage", chat_id=channel.id, text="x")).result
    assert (sent["sender_chat"]["id"], "from" in sent) == (channel.id, False)
    assert (await telegram.next_message(channel)).from_bot


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "file must be non-empty"),
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (bytes.fromhex("89504e470d0a1a0a0000000d4948445200000020000000010806000000"), "PHOTO_INVALID_DIMENSIONS"),
        (bytes.fromhex("89504e470d0a1a0a0000000d4948445200001388000013890806000000"), "PHOTO_INVALID_DIMENSIONS"),
    ],
)
async def test_pictures_that_cannot_be_sent(api: Api, telegram: TelegramDouble, content: bytes, problem: str) -> None:
    person = telegram.person()
    await person.start()
    form = aiohttp.FormData({"chat_id": str(person.id)})
    form.add_field("photo", content, filename="x.png")
    assert problem in (await api.post(api.address("sendPhoto"), data=form)).problem
    assert "wrong file identifier" in (await api("sendPhoto", chat_id=person.id, photo="AgAC")).problem


async def test_a_jpeg_has_a_size_too(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    await person.start()
    form = aiohttp.FormData({"chat_id": str(person.id)})
    form.add_field("photo", bytes.fromhex("ffd8ffe000044a46ffc0000b08001000200101"), filename="x.jpg")
    (size,) = (await api.post(api.address("sendPhoto"), data=form)).result["photo"]
    assert (size["width"], size["height"]) == (32, 16)


async def test_documents_keep_their_name(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    await person.start()
    form = aiohttp.FormData({"chat_id": str(person.id), "caption": "<b>All</b> of it", "parse_mode": "HTML"})
    form.add_field("document", b"{}", filename="export.json", content_type="application/json")
    document = (await api.post(api.address("sendDocument"), data=form)).result["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == (
        "export.json",
        "application/json",
        2,
    )
    message = await telegram.next_message(person)
    assert (message.text, message.file, message.entities[0]["type"]) == ("All of it", b"{}", "bold")


async def test_too_large_a_file_is_refused(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    await person.start()
    form = aiohttp.FormData({"chat_id": str(person.id)})
    form.add_field("document", io.BytesIO(bytes(51 * 2**20)), filename="x.bin")
    reply = await api.post(api.address("sendDocument"), data=form)
    assert (reply.status, reply.problem) == (413, "Request Entity Too Large")


async def test_typing_shows_in_any_chat_but_a_channel(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    await person.start()
    assert (await api("sendChatAction", chat_id=person.id, action="typing")).result is True
    assert [(action.chat_id, action.action) for action in telegram.chat_actions] == [(person.id, "typing")]
    wrong = await api("sendChatAction", chat_id=person.id, action="thinking")
    assert wrong.problem == "Bad Request: wrong parameter action in request"
    channel = telegram.channel("News", person)
    assert (await api("sendChatAction", chat_id=channel.id, action="typing")).status == 400


async def test_drafts_show_in_private_chats(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    await person.start()
    for text in ("", "<b>Rain</b> in"):
        sent = await api("sendMessageDraft", chat_id=person.id, draft_id=7, text=text, parse_mode="HTML")
        assert sent.result is True
    assert [(draft.draft_id, draft.text) for draft in telegram.drafts] == [(7, ""), (7, "Rain in")]
    assert telegram.drafts[1].entities == [{"type": "bold", "offset": 0, "length": 4}]
    assert telegram.sent == []
    assert "non-zero" in (await api("sendMessageDraft", chat_id=person.id, draft_id=0, text="x")).problem
    assert (
        "can't parse entities"
        in (await api("sendMessageDraft", chat_id=person.id, draft_id=7, text="<b", parse_mode="HTML")).problem
    )
    group = telegram.group("Town", person)
    assert (await api("sendMessageDraft", chat_id=group.id, draft_id=7, text="x")).status == 400
