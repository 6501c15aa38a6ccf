"""Typed parameters of a method from raw ones: everything present that must be, nothing unknown, nothing mistyped."""

import json
import re
from collections.abc import Mapping
from typing import Any

from tests.botapi.errors import ApiError, bad_request
from tests.botapi.request_body import Raw, UploadedFile
from tests.botapi.schema import Field, bot_api
from tests.botapi.value_check import MistypedError, check_value

Parameters = Mapping[str, Any]

WORDS = {"true": True, "false": False}
WHOLE = re.compile(r"-?\d{1,19}")
DECIMAL = re.compile(r"-?\d+(\.\d+)?")
MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
}
ATTACHED = "attach://"


def typed_parameters(method: str, raw: Raw) -> dict[str, Any]:
    """The parameters with the types that the table gives them; ApiError 400 where that cannot be."""
    fields = bot_api().methods[method].parameters
    attached = {name for name in raw if isinstance(raw[name], UploadedFile) and name not in fields}
    unknown = sorted(raw.keys() - fields.keys() - attached)
    if unknown:
        raise bad_request(f'method {method} has no parameter "{unknown[0]}"')
    typed = {name: _typed(name, value, fields[name], raw) for name, value in raw.items() if name in fields}
    for name, field in fields.items():
        if field.required and name not in typed:
            raise bad_request(MISSING.get(name, f'parameter "{name}" is required'))
    return typed | {ATTACHED + name: raw[name] for name in attached}


def _typed(name: str, value: Any, field: Field, raw: Raw) -> Any:
    if "InputFile" in field.kinds:
        return _file(name, value, raw)
    if isinstance(value, UploadedFile):
        raise _mistyped(name, field)
    read = _read_string(name, value, field) if isinstance(value, str) else value
    try:
        check_value(read, field.kinds, name)
    except MistypedError as error:
        raise bad_request(f"can't parse {name}: {error}") from None
    return read


def _read_string(name: str, text: str, field: Field) -> Any:
    """What a string of a form stands for: forms have no other type."""
    if "Integer" in field.kinds and WHOLE.fullmatch(text):
        return int(text)
    if "String" in field.kinds:
        return text
    if "Boolean" in field.kinds and text.lower() in WORDS:
        return WORDS[text.lower()]
    if "Float" in field.kinds and DECIMAL.fullmatch(text):
        return float(text)
    if field.kinds[0] in {"Integer", "Boolean", "Float"}:
        raise _mistyped(name, field)
    try:
        return json.loads(text)
    except ValueError:
        raise bad_request(f"can't parse {name} JSON object") from None


def _file(name: str, value: Any, raw: Raw) -> UploadedFile | str:
    if isinstance(value, str) and value.startswith(ATTACHED):
        value = raw.get(value.removeprefix(ATTACHED))
    if isinstance(value, UploadedFile):
        return value
    if isinstance(value, str) and value:
        return value
    raise bad_request(MISSING.get(name, f"there is no {name} in the request"))


def _mistyped(name: str, field: Field) -> ApiError:
    return bad_request(f'parameter "{name}" must be of type {" or ".join(field.kinds)}')
