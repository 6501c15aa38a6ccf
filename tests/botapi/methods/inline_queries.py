"""answerInlineQuery."""

import re
from typing import Any

from tests.botapi.errors import bad_request
from tests.botapi.formatted_text import caption_text, message_text
from tests.botapi.keyboards import START_PARAMETER, check_inline_keyboard
from tests.botapi.links import checked_link
from tests.botapi.methods.callback_queries import TOO_LATE
from tests.botapi.parameters import Parameters
from tests.botapi.queries import InlineAnswer
from tests.botapi.world import World

MOST_RESULTS = 50
MOST_BYTES = 64  # of an identifier and of an offset
LONGEST_CACHE_S = 86_400
USUAL_CACHE_S = 300
LIFETIME_S = 30.0  # Telegram does not say; answers after half a minute were seen refused
ADDRESS = re.compile(r"(?:.*_)?url$")


def answer_inline_query(world: World, parameters: Parameters) -> bool:
    """Answer an inline query: once, and in time."""
    results = parameters["results"]
    _check_results(results)
    cache_time = parameters.get("cache_time", USUAL_CACHE_S)
    if not 0 <= cache_time <= LONGEST_CACHE_S:
        raise bad_request("CACHE_TIME_INVALID")
    next_offset = parameters.get("next_offset", "")
    if len(next_offset.encode()) > MOST_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    button = parameters.get("button")
    _check_button(button)
    query = world.inline_queries.get(parameters["inline_query_id"])
    if query is None or query.answer is not None or world.clock() - query.asked_at > LIFETIME_S:
        raise bad_request(TOO_LATE)
    personal = bool(parameters.get("is_personal"))
    query.answer = InlineAnswer(query, results, cache_time, personal, next_offset, button)
    world.changes.notify()
    return True


def _check_results(results: list[dict[str, Any]]) -> None:
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    identifiers = [result["id"] for result in results]
    if not all(1 <= len(identifier.encode()) <= MOST_BYTES for identifier in identifiers):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(identifiers)) < len(identifiers):
        raise bad_request("RESULT_ID_DUPLICATE")
    for result in results:
        _check_result(result)


def _check_result(result: dict[str, Any]) -> None:
    if result["type"] == "article" and not result["title"].strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    for name, value in result.items():
        if ADDRESS.fullmatch(name) and not checked_link(value):
            raise bad_request("WEBDOCUMENT_URL_INVALID" if name != "url" else "ARTICLE_URL_INVALID")
    content = result.get("input_message_content", {})
    if "message_text" in content:
        message_text(content["message_text"], content.get("parse_mode"), content.get("entities"))
    if "caption" in result:
        caption_text(result["caption"], result.get("parse_mode"), result.get("caption_entities"))
    check_inline_keyboard(result.get("reply_markup"), "private")


def _check_button(button: dict[str, Any] | None) -> None:
    if button is None:
        return
    if len(button.keys() & {"web_app", "start_parameter"}) != 1:
        raise bad_request("BUTTON_TYPE_INVALID")
    if not START_PARAMETER.fullmatch(button.get("start_parameter", "x")):
        raise bad_request("START_PARAM_INVALID")
