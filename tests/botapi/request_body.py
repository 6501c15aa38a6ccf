"""The parameters of a request as they came: a query string, a form, a form with files, or JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from tests.botapi.errors import ApiError, bad_request

LARGEST = 50 * 2**20 + 2**16  # a file of 50 MB and the form around it


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file of a multipart request."""

    name: str
    content_type: str
    content: bytes


Raw = Mapping[str, Any]  # a string, an uploaded file, or from JSON whatever JSON can say


async def read_parameters(request: web.BaseRequest) -> dict[str, Any]:
    """All parameters by name; those of the body win over those of the query string."""
    found: dict[str, Any] = _form(request.rel_url.raw_query_string.encode())
    if request.method == "POST":
        found |= await _body(request)
    return found


async def _body(request: web.BaseRequest) -> Raw:
    match request.content_type:
        case "application/json":
            return _json(await request.read())
        case "multipart/form-data":
            return await _multipart(request)
        case "application/x-www-form-urlencoded":
            return _form(await request.read())
        case _:
            return {}


def _form(content: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(content.decode(), keep_blank_values=True, encoding="utf-8", errors="strict"))
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None


def _json(content: bytes) -> Raw:
    if not content:
        return {}
    try:
        value = json.loads(content)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise bad_request("can't parse JSON object")
    return value


async def _multipart(request: web.BaseRequest) -> Raw:
    try:
        fields = await request.post()
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "Request Entity Too Large") from None
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return {name: _part(value) for name, value in fields.items()}


def _part(value: str | bytes | bytearray | web.FileField) -> str | UploadedFile:
    if isinstance(value, web.FileField):
        with value.file as file:
            return UploadedFile(value.filename, value.content_type, file.read())
    if isinstance(value, str):
        return value
    return UploadedFile("", "application/octet-stream", bytes(value))
