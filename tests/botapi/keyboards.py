"""The limits of keyboards that the types do not show."""

import re
from collections.abc import Mapping
from typing import Any

from tests.botapi.errors import bad_request
from tests.botapi.links import checked_link, linked_user

MOST_BUTTONS = 100
MOST_IN_ROW = 8
MOST_DATA_BYTES = 64
LONGEST_COPY = 256
LONGEST_PLACEHOLDER = 64
LONGEST_START = 64
STYLES = frozenset({"danger", "success", "primary"})
NO_ACTION = frozenset({"text", "style", "icon_custom_emoji_id"})
START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")

Markup = Mapping[str, Any]


def check_reply_markup(markup: Markup | None, chat_type: str) -> None:
    """Raise ApiError 400 where Telegram would refuse the keyboard in a chat of this type."""
    if markup is None:
        return
    if "inline_keyboard" in markup:
        check_inline_keyboard(markup, chat_type)
        return
    if chat_type == "channel":
        raise bad_request("inline keyboard expected")
    placeholder = markup.get("input_field_placeholder")
    if placeholder is not None and not 1 <= len(placeholder) <= LONGEST_PLACEHOLDER:
        raise bad_request("input field placeholder must be of 1-64 characters")
    _check_size(markup.get("keyboard", []))
    for row in markup.get("keyboard", []):
        for button in row:
            _check_reply_button(button, chat_type)


def check_inline_keyboard(markup: Markup | None, chat_type: str) -> None:
    """Raise ApiError 400 for an inline keyboard with too many or wrong buttons."""
    if markup is None:
        return
    _check_size(markup["inline_keyboard"])
    for row in markup["inline_keyboard"]:
        for button in row:
            _check_inline_button(button, chat_type)


def shown_keyboard(markup: Markup | None) -> dict[str, Any] | None:
    """The inline keyboard that a message carries; an empty one is none."""
    rows = [row for row in (markup or {}).get("inline_keyboard", []) if row]
    return {"inline_keyboard": rows} if rows else None


def _check_size(rows: list[list[Markup]]) -> None:
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_ROW for row in rows):
        raise bad_request("reply markup is too long")


def _check_reply_button(button: Markup, chat_type: str) -> None:
    if not button["text"].strip():
        raise bad_request("keyboard button text must be non-empty")
    for name, what in (("request_location", "location"), ("request_contact", "phone number")):
        if button.get(name) and chat_type != "private":
            raise bad_request(f"{what} can be requested in private chats only")


def _check_inline_button(button: Markup, chat_type: str) -> None:
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if button.get("style", "primary") not in STYLES:
        raise bad_request("can't parse inline keyboard button: unknown style")
    actions = sorted(button.keys() - NO_ACTION)
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(f"can't parse inline keyboard button: only one of {' and '.join(actions)} can be used")
    problem = _problem(actions[0], button[actions[0]], chat_type)
    if problem:
        raise bad_request(problem)


def _problem(action: str, value: Any, chat_type: str) -> str:
    """What is wrong with what a button does; nothing where it is right."""
    match action:
        case "callback_data" if not 1 <= len(value.encode("utf-8", "surrogatepass")) <= MOST_DATA_BYTES:
            return "BUTTON_DATA_INVALID"
        case "url" if linked_user(value) is None and not checked_link(value):
            return "BUTTON_URL_INVALID"
        case "web_app" if chat_type != "private":
            return "BUTTON_TYPE_INVALID"
        case "web_app" | "login_url" if not checked_link(value["url"]).startswith("https://"):
            return "BUTTON_URL_INVALID"
        case "copy_text" if not 1 <= len(value["text"]) <= LONGEST_COPY:
            return "BUTTON_COPY_TEXT_INVALID"
    return ""
