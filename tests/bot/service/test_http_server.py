"""Health, metrics and the webhook over real HTTP."""

import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bot.service.http_server import SECRET_HEADER, Webhook, http_server, parted
from config import SettingError
from index.errors import StorageError

DOCUMENT = Path(__file__).parents[3] / "docs" / "metrics.md"
SECRET = "5ecret"


class Served:
    """What the server under test stands on."""

    def __init__(self, port: int) -> None:
        self.checks: dict[str, bool] = {"database": True}
        self.accepted: list[Mapping[str, Any]] = []
        self.failing = False
        self.address = f"127.0.0.1:{port}"

    async def check(self) -> Mapping[str, bool]:
        return self.checks

    async def accept(self, update: Mapping[str, Any]) -> None:
        if self.failing:
            raise StorageError("The disk is full.")
        self.accepted.append(update)

    async def get(self, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.get(f"http://{self.address}{path}") as response:
            return response.status, await response.text()

    async def post(self, body: bytes, secret: str = SECRET) -> int:
        headers = {SECRET_HEADER: secret}
        url = f"http://{self.address}/telegram"
        async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as response:
            return response.status


@pytest_asyncio.fixture
async def served(free_tcp_port: int) -> AsyncIterator[Served]:
    made = Served(free_tcp_port)
    async with http_server(made.address, made.check, Webhook("/telegram", SECRET, made.accept)):
        yield made


async def test_alive_and_ready(served: Served) -> None:
    assert await served.get("/healthz") == (200, "ok\n")
    assert await served.get("/readyz") == (200, '{"database": true}')
    served.checks["telegram"] = False
    assert await served.get("/readyz") == (503, '{"database": true, "telegram": false}')
    assert (await served.get("/nothing"))[0] == 404


async def test_metrics_are_those_that_are_explained(served: Served) -> None:
    status, text = await served.get("/metrics")
    assert status == 200
    served_names = {line.split()[2] for line in text.splitlines() if line.startswith("# TYPE")}
    served_names = {name for name in served_names if not name.endswith("_created")}
    explained = set(re.findall(r"^\| `(newsdesk_\w+)` \|", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE))
    assert explained == served_names


async def test_an_update_with_the_secret_is_accepted(served: Served) -> None:
    assert await served.post(b'{"update_id": 7}') == 200
    assert served.accepted == [{"update_id": 7}]


@pytest.mark.parametrize("secret", ["", "wrong", "5ecre", "5ecret ü"])
async def test_others_are_not_listened_to(served: Served, secret: str) -> None:
    assert await served.post(b'{"update_id": 7}', secret) == 403
    assert served.accepted == []


@pytest.mark.parametrize("body", [b"", b"nonsense", b"[1]", b"\xff\xfe", b'{"update_id": 7'])
async def test_what_is_no_update(served: Served, body: bytes) -> None:
    assert await served.post(body) == 400
    assert served.accepted == []


async def test_what_cannot_be_stored_is_asked_for_again(served: Served) -> None:
    served.failing = True
    assert await served.post(b'{"update_id": 7}') == 503


@pytest.mark.parametrize("address", ["nonsense", ":80", "localhost:", "localhost:http", "localhost:70000"])
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(SettingError, match="NEWSDESK_HTTP_ADDRESS"):
        parted(address)


async def test_an_address_in_use(served: Served) -> None:
    with pytest.raises(SettingError, match="cannot be used"):
        async with http_server(served.address, served.check):
            pass
