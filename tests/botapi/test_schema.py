"""The table of methods and types is what the description of the Bot API says, and requests are held against it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.botapi.condense import condense, notation, render
from tests.botapi.methods import HANDLERS
from tests.botapi.schema import TABLE, bot_api
from tests.botapi.value_check import MistypedError, check_value

BUTTON = {"text": "More", "callback_data": "more"}


def test_the_committed_table_is_condensed_from_the_description(shared_data: Path) -> None:
    description = json.loads((shared_data / "telegram-bot-api.json").read_text(encoding="utf-8"))
    assert TABLE.read_text(encoding="utf-8") == render(condense(description))


def test_the_table_holds_the_whole_bot_api() -> None:
    schema = bot_api()
    assert (schema.version, len(schema.methods), len(schema.kinds)) == ("10.1", 180, 359)
    assert HANDLERS.keys() < schema.methods.keys()
    for fields in [method.parameters for method in schema.methods.values()]:
        for field in fields.values():
            assert {kind.rpartition("Array of ")[2] for kind in field.kinds} <= schema.kinds.keys() | {
                "Integer",
                "String",
                "Boolean",
                "Float",
            }


def test_a_field_is_written_with_its_types_constant_and_need() -> None:
    field = {"name": "type", "types": ["String"], "required": True, "description": 'Kind, always "word"'}
    assert notation(field) == "String=word!"
    assert notation({**field, "types": ["Integer", "String"], "required": False}) == "Integer|String"


@pytest.mark.parametrize(
    ("value", "kinds"),
    [
        ({"inline_keyboard": [[BUTTON]]}, ("InlineKeyboardMarkup",)),
        ({"remove_keyboard": True}, ("InlineKeyboardMarkup", "ReplyKeyboardRemove")),
        ([{"type": "bold", "offset": 0, "length": 1}], ("Array of MessageEntity",)),
        ({"type": "chat", "chat_id": -5}, ("BotCommandScope",)),
        (5, ("Integer", "String")),
        (1, ("Float",)),
        ([], ("Array of String",)),
    ],
)
def test_values_of_their_type_pass(value: Any, kinds: tuple[str, ...]) -> None:
    check_value(value, kinds, "x")


@pytest.mark.parametrize(
    ("value", "kinds", "problem"),
    [
        ({"inline_keyboard": [[{"callback_data": "more"}]]}, ("InlineKeyboardMarkup",), 'field "text"'),
        ({"inline_keyboard": [[{**BUTTON, "url": None}]]}, ("InlineKeyboardMarkup",), "x.inline_keyboard[0][0].url"),
        ({"inline_keyboard": [BUTTON]}, ("InlineKeyboardMarkup",), "must be of type Array"),
        ({"inline_keyboard": [[{**BUTTON, "calback": "x"}]]}, ("InlineKeyboardMarkup",), 'no field "calback"'),
        ({"type": "chat"}, ("BotCommandScope",), '"chat_id" of BotCommandScopeChat'),
        ({"type": "everywhere"}, ("BotCommandScope",), "must be"),
        (True, ("Integer",), "type Integer"),
        ("1", ("Float",), "type Float"),
        (1, ("Boolean",), "type Boolean"),
        (1.5, ("Integer", "String"), "must be of type"),
        ("text", ("MessageEntity",), "type Object"),
    ],
)
def test_values_of_another_type_are_named(value: Any, kinds: tuple[str, ...], problem: str) -> None:
    with pytest.raises(MistypedError) as caught:
        check_value(value, kinds, "x")
    assert problem in str(caught.value)
