"""The wire: addresses, tokens, the forms that a request may have, the envelope, missing and mistyped parameters."""

import io
import json
from typing import Any

import pytest

from tests.botapi import TelegramDouble
from tests.botapi.conftest import Api

PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000020000000100806000000")


async def test_success_and_failure_have_their_envelopes(api: Api) -> None:
    good = await api("getMe")
    assert (good.status, good.body["ok"], good.result["is_bot"]) == (200, True, True)
    bad = await api("sendMessage", chat_id=5, text="Hello")
    assert bad.status == 400
    assert bad.body == {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}


async def test_a_wrong_token_is_401_and_a_malformed_one_404(api: Api, telegram: TelegramDouble) -> None:
    wrong = await api.post(f"{telegram.url}/bot{telegram.token[:-1]}x/getMe")
    assert (wrong.status, wrong.problem) == (401, "Unauthorized")
    malformed = await api.post(f"{telegram.url}/bottoken/getMe")
    assert (malformed.status, malformed.problem) == (404, "Not Found")


async def test_an_unknown_method_is_404(api: Api) -> None:
    reply = await api("sendTelegram")
    assert (reply.status, reply.problem) == (404, "Not Found")


async def test_a_method_can_be_switched_off_and_on(api: Api, telegram: TelegramDouble) -> None:
    telegram.switch_off("getMe")
    assert (await api("getMe")).status == 404
    telegram.switch_on("getMe")
    assert (await api("getMe")).status == 200


async def test_a_known_method_that_the_double_lacks_fails_loudly(api: Api, telegram: TelegramDouble) -> None:
    reply = await api("getAvailableGifts")
    assert reply.status == 501
    with pytest.raises(AssertionError, match="getAvailableGifts"):
        telegram.check()
    telegram.unsupported.clear()


async def test_every_form_of_request_means_the_same(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    await person.start()
    markup: dict[str, Any] = {"inline_keyboard": [[{"text": "More", "callback_data": "m"}]]}
    form = {"chat_id": str(person.id), "text": "Zürich & 東京", "reply_markup": json.dumps(markup)}
    url = api.address("sendMessage")
    replies = [
        await api("sendMessage", chat_id=person.id, text="Zürich & 東京", reply_markup=markup),
        await api.post(url, data=form),
        await api.post(url, params=form),
    ]
    async with api.session.get(url, params=form) as response:
        replies.append(type(replies[0])(response.status, await response.json()))
    for reply in replies:
        assert reply.result["text"] == "Zürich & 東京"
        assert reply.result["reply_markup"] == markup
    assert [call.parameters["chat_id"] for call in telegram.calls] == [person.id] * 4


async def test_files_come_by_multipart_and_can_be_downloaded(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    await person.start()
    fields = {"chat_id": str(person.id), "photo": PNG, "caption": "A chart"}
    reply = await api.post(api.address("sendPhoto"), data={**fields, "photo": _file(PNG, "chart.png")})
    (size,) = reply.result["photo"]
    assert (size["width"], size["height"], reply.result["caption"]) == (32, 16, "A chart")
    assert telegram.sent[0].file == PNG
    path = (await api("getFile", file_id=size["file_id"])).result["file_path"]
    async with api.session.get(f"{telegram.url}/file/bot{telegram.token}/{path}") as response:
        assert await response.read() == PNG
    async with api.session.get(f"{telegram.url}/file/bot{telegram.token}/photos/none.png") as response:
        assert response.status == 404
    attached = await api.post(
        api.address("sendPhoto"),
        data={"chat_id": str(person.id), "photo": "attach://chart", "chart": _file(PNG, "chart.png")},
    )
    assert attached.status == 200
    again = await api("sendPhoto", chat_id=person.id, photo=size["file_id"])
    assert again.result["photo"][0]["file_unique_id"] == size["file_unique_id"]


@pytest.mark.parametrize(
    ("method", "parameters", "problem"),
    [
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 1}, "message text is empty"),
        ("sendMessage", {"chat_id": 1, "text": 5}, "must be of type String"),
        ("sendMessage", {"chat_id": 1, "text": "x", "disable_notification": "perhaps"}, "must be of type Boolean"),
        ("sendMessage", {"chat_id": 1, "text": "x", "message_thread_id": "first"}, "must be of type Integer"),
        ("sendMessage", {"chat_id": 1, "text": "x", "disable_web_page_preview": True}, "has no parameter"),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": "[["}, "can't parse reply_markup JSON object"),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [[{}]]}}, 'field "text"'),
        ("sendMessage", {"chat_id": 1, "text": "x", "link_preview_options": {"is_disabled": 1}}, "type Boolean"),
        ("sendMessage", {"chat_id": 1, "text": "x", "entities": [{"type": "bold"}]}, 'field "offset"'),
        ("sendPhoto", {"chat_id": 1}, "there is no photo in the request"),
        ("answerInlineQuery", {"inline_query_id": "1", "results": [{"type": "article", "id": "1"}]}, "title"),
        ("answerInlineQuery", {"inline_query_id": "1"}, 'parameter "results" is required'),
        ("answerCallbackQuery", {}, 'parameter "callback_query_id" is required'),
        ("editMessageText", {"chat_id": 1, "text": "x"}, "message identifier is not specified"),
    ],
)
async def test_missing_and_mistyped_parameters_are_400(
    api: Api, method: str, parameters: dict[str, Any], problem: str
) -> None:
    reply = await api(method, **parameters)
    assert reply.status == 400
    assert reply.problem.startswith("Bad Request: ")
    assert problem in reply.problem


async def test_what_is_not_json_or_utf8_is_400(api: Api) -> None:
    url = api.address("sendMessage")
    headers = {"Content-Type": "application/json"}
    assert "can't parse JSON object" in (await api.post(url, data=b"[1", headers=headers)).problem
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert "UTF-8" in (await api.post(url, data=b"chat_id=1&text=%ff", headers=headers)).problem
    lone = await api("sendMessage", chat_id=1, text="\ud800")
    assert lone.problem == "Bad Request: strings must be encoded in UTF-8"


async def test_all_requests_are_recorded(api: Api, telegram: TelegramDouble) -> None:
    await api("getMe")
    await api("sendMessage", chat_id=5, text="Hello")
    assert [(call.method, call.status) for call in telegram.calls] == [("getMe", 200), ("sendMessage", 400)]
    (call,) = telegram.calls_of("sendMessage")
    assert call.parameters == {"chat_id": 5, "text": "Hello"}
    assert call.description == "Bad Request: chat not found"


def _file(content: bytes, name: str) -> Any:
    stream = io.BytesIO(content)
    stream.name = name
    return stream
