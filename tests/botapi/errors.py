"""What the double answers instead of a result, and the error that says that the double itself falls short."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any


@dataclass
class ApiError(Exception):
    """An answer that is not ok: its code, the description as Telegram words it, and the response parameters."""

    code: int
    description: str
    parameters: dict[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.code} {self.description}"

    def envelope(self) -> dict[str, Any]:
        """The body of the answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


class UnsupportedError(Exception):
    """The request is a right one, but the double does not stand in for it. Tests fail loudly on it."""


def bad_request(text: str, **parameters: int) -> ApiError:
    """A 400."""
    return ApiError(HTTPStatus.BAD_REQUEST, f"Bad Request: {text}", parameters)


def forbidden(text: str) -> ApiError:
    """A 403."""
    return ApiError(HTTPStatus.FORBIDDEN, f"Forbidden: {text}")


def conflict(text: str) -> ApiError:
    """A 409."""
    return ApiError(HTTPStatus.CONFLICT, f"Conflict: {text}")


def too_many_requests(seconds: int) -> ApiError:
    """A 429 that asks to wait."""
    return ApiError(HTTPStatus.TOO_MANY_REQUESTS, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def unauthorized() -> ApiError:
    """The token is well formed but belongs to no bot."""
    return ApiError(HTTPStatus.UNAUTHORIZED, "Unauthorized")


def not_found() -> ApiError:
    """No such method, or a token that is not well formed."""
    return ApiError(HTTPStatus.NOT_FOUND, "Not Found")
