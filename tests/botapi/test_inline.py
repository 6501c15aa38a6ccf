"""Inline mode: a query, its answer and the limits of that, the result that is sent."""

import asyncio
from typing import Any

import pytest

from tests.botapi import BotSettings, Person, TelegramDouble
from tests.botapi.conftest import Api, Clock

TEXT = {"message_text": "<b>Rain</b> in Lisbon", "parse_mode": "HTML"}
KEYBOARD = {"inline_keyboard": [[{"text": "More", "callback_data": "more"}]]}


def article(number: int = 1, **fields: Any) -> dict[str, Any]:
    return {"type": "article", "id": str(number), "title": "Rain", "input_message_content": TEXT, **fields}


async def query_id(telegram: TelegramDouble, person: Person) -> str:
    """A query that waits for its answer."""
    assert await person.inline("rain", timeout=0) is None
    return next(reversed(telegram.world.inline_queries))


async def test_a_query_is_answered_and_a_result_sent(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    asking = asyncio.create_task(person.inline("rain", offset="10", chat_type="supergroup"))
    await telegram.wait_until(lambda: telegram.world.inline_queries)
    query = (await api("getUpdates")).result[0]["inline_query"]
    assert (query["query"], query["offset"], query["chat_type"]) == ("rain", "10", "supergroup")
    results = [article(1, reply_markup=KEYBOARD), article(2)]
    button = {"text": "Settings", "start_parameter": "settings"}
    more = {"cache_time": 0, "is_personal": True, "next_offset": "20", "button": button}
    assert (await api("answerInlineQuery", inline_query_id=query["id"], results=results, **more)).result is True
    answer = await asking
    assert answer is not None
    assert [result["id"] for result in answer.results] == ["1", "2"]
    assert (answer.next_offset, answer.cache_time, answer.is_personal, answer.button) == ("20", 0, True, button)
    group = telegram.group("Town", person)
    message = await person.choose(answer, "1", chat=group)
    assert (message.text, message.via_bot, message.from_bot) == ("Rain in Lisbon", telegram.world.bot, False)
    updates = (await api("getUpdates")).result
    chosen = next(update["chosen_inline_result"] for update in updates if "chosen_inline_result" in update)
    assert (chosen["result_id"], chosen["query"]) == ("1", "rain")
    assert updates[-1]["message"]["via_bot"]["is_bot"] is True
    place = {"inline_message_id": chosen["inline_message_id"]}
    assert (await api("editMessageText", **place, text="Sun")).result is True
    assert "not modified" in (await api("editMessageText", **place, text="Sun")).problem
    assert message.text == "Sun"
    assert (
        await api("editMessageText", inline_message_id="x", text="Sun")
    ).problem == "Bad Request: MESSAGE_ID_INVALID"


async def test_buttons_of_inline_messages_tell_where_they_are(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    identifier = await query_id(telegram, person)
    await api("answerInlineQuery", inline_query_id=identifier, results=[article(reply_markup=KEYBOARD)])
    answer = telegram.world.inline_queries[identifier].answer
    assert answer is not None
    message = await person.choose(answer, "1")
    await person.tap(message, "More", timeout=0)
    query = (await api("getUpdates")).result[-1]["callback_query"]
    assert (query["inline_message_id"], "message" in query) == (message.inline_message_id, False)


@pytest.mark.parametrize(
    ("results", "problem"),
    [
        ([article(number) for number in range(51)], "RESULTS_TOO_MUCH"),
        ([article(1), article(1)], "RESULT_ID_DUPLICATE"),
        ([article(1, id="")], "RESULT_ID_INVALID"),
        ([article(1, id="é" * 33)], "RESULT_ID_INVALID"),
        ([article(1, title=" ")], "ARTICLE_TITLE_EMPTY"),
        ([article(1, thumbnail_url="nowhere")], "WEBDOCUMENT_URL_INVALID"),
        ([article(1, input_message_content={**TEXT, "message_text": "<b"})], "can't parse entities"),
        ([article(1, input_message_content={"message_text": "x" * 4097})], "message is too long"),
        ([article(1, input_message_content={"text": "x"})], "can't parse results"),
        ([article(1, reply_markup={"inline_keyboard": [[{"text": "x"}]]})], "Text buttons are unallowed"),
        ([article(1, colour="red")], 'no field "colour"'),
        ([{"type": "story", "id": "1"}], "can't parse results"),
    ],
)
async def test_results_that_cannot_be_shown(
    api: Api, telegram: TelegramDouble, results: list[dict[str, Any]], problem: str
) -> None:
    identifier = await query_id(telegram, telegram.person())
    reply = await api("answerInlineQuery", inline_query_id=identifier, results=results)
    assert reply.status == 400
    assert problem in reply.problem


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"cache_time": -1}, "CACHE_TIME_INVALID"),
        ({"cache_time": 86_401}, "CACHE_TIME_INVALID"),
        ({"next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
        ({"button": {"text": "x"}}, "BUTTON_TYPE_INVALID"),
        ({"button": {"text": "x", "start_parameter": "a b"}}, "START_PARAM_INVALID"),
    ],
)
async def test_answers_have_limits(api: Api, telegram: TelegramDouble, more: dict[str, Any], problem: str) -> None:
    identifier = await query_id(telegram, telegram.person())
    reply = await api("answerInlineQuery", inline_query_id=identifier, results=[article()], **more)
    assert problem in reply.problem


async def test_the_largest_answer_passes(api: Api, telegram: TelegramDouble) -> None:
    identifier = await query_id(telegram, telegram.person())
    results = [article(number, id=f"{number:064}") for number in range(50)]
    more = {"cache_time": 86_400, "next_offset": "x" * 64}
    assert (await api("answerInlineQuery", inline_query_id=identifier, results=results, **more)).result is True


async def test_late_second_and_foreign_answers_are_refused(api: Api, telegram: TelegramDouble, clock: Clock) -> None:
    person = telegram.person()
    first, second = await query_id(telegram, person), await query_id(telegram, person)
    problem = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert (await api("answerInlineQuery", inline_query_id=first, results=[])).result is True
    assert (await api("answerInlineQuery", inline_query_id=first, results=[])).problem == problem
    assert (await api("answerInlineQuery", inline_query_id="1", results=[])).problem == problem
    clock.move(31)
    assert (await api("answerInlineQuery", inline_query_id=second, results=[])).problem == problem


async def test_queries_have_limits(telegram: TelegramDouble) -> None:
    with pytest.raises(ValueError, match="up to 256"):
        await telegram.person().inline("x" * 257)
    async with TelegramDouble(BotSettings(inline=False)) as plain:
        with pytest.raises(ValueError, match="no inline mode"):
            await plain.person().inline("x")
