"""The webhook: what may be set, how updates are delivered, and what is said of failures."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from tests.botapi import TelegramDouble
from tests.botapi.conftest import Api
from tests.botapi.webhook_delivery import SECRET_HEADER

PUBLIC = "https://bot.example"


class Receiver:
    """The bot's end: answers with the statuses it was given, then with 200."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.bodies: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.address = ""

    async def receive(self, request: web.Request) -> web.Response:
        self.bodies.append(await request.json())
        self.secrets.append(request.headers.get(SECRET_HEADER))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)


@pytest_asyncio.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A server that stands behind the public address."""
    found = Receiver()
    application = web.Application()
    application.router.add_post("/hook", found.receive)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    found.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield found
    await runner.cleanup()


@pytest_asyncio.fixture
async def telegram(receiver: Receiver) -> AsyncIterator[TelegramDouble]:
    """A double that reaches the receiver by its public address."""
    async with TelegramDouble(webhook_routes={PUBLIC: receiver.address}) as double:
        yield double
    double.check()


async def test_updates_are_delivered_with_the_secret(api: Api, telegram: TelegramDouble, receiver: Receiver) -> None:
    person = telegram.person()
    await person.write("before")
    await api("setWebhook", url=f"{PUBLIC}/hook", secret_token="s3cret_-", max_connections=1)
    await person.write("after")
    await telegram.updates_taken()
    assert [body["message"]["text"] for body in receiver.bodies] == ["before", "after"]
    assert receiver.secrets == ["s3cret_-", "s3cret_-"]
    info = (await api("getWebhookInfo")).result
    assert (info["url"], info["pending_update_count"], info["max_connections"]) == (f"{PUBLIC}/hook", 0, 1)


@pytest.mark.parametrize("status", [302, 400, 500])
async def test_what_is_not_a_success_is_delivered_again(
    api: Api, telegram: TelegramDouble, receiver: Receiver, status: int
) -> None:
    receiver.statuses = [status, status, 204]
    await api("setWebhook", url=f"{PUBLIC}/hook")
    await telegram.person().write("news?")
    await telegram.updates_taken()
    assert [body["message"]["text"] for body in receiver.bodies] == ["news?"] * 3
    assert receiver.secrets == [None] * 3
    assert str(status) in (await api("getWebhookInfo")).result["last_error_message"]


async def test_updates_wait_while_nobody_listens(api: Api, telegram: TelegramDouble) -> None:
    await api("setWebhook", url="https://elsewhere.example:8443/hook")
    await telegram.person().write("news?")
    await telegram.wait_until(lambda: telegram.world.webhook.failure)
    info = (await api("getWebhookInfo")).result
    assert (info["pending_update_count"], info["last_error_message"]) == (1, "Connection refused")
    await api("deleteWebhook")
    assert len((await api("getUpdates")).result) == 1


@pytest.mark.parametrize(
    ("parameters", "problem"),
    [
        ({"url": "http://bot.example/hook"}, "An HTTPS URL must be provided for webhook"),
        ({"url": "https://bot.example:8080/"}, "Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ({"url": PUBLIC, "secret_token": "no spaces"}, "secret token contains unallowed characters"),
        ({"url": PUBLIC, "secret_token": "x" * 257}, "secret token is too long"),
        ({"url": PUBLIC, "max_connections": 101}, "max_connections must be from 1 to 100"),
        ({}, 'parameter "url" is required'),
    ],
)
async def test_webhooks_that_cannot_be_set(api: Api, parameters: dict[str, Any], problem: str) -> None:
    reply = await api("setWebhook", **parameters)
    assert reply.status == 400
    assert problem in reply.problem


@pytest.mark.parametrize("port", ["", ":80", ":88", ":443", ":8443"])
async def test_the_four_ports_can_be_used(api: Api, port: str) -> None:
    assert (await api("setWebhook", url=f"{PUBLIC}{port}/hook", secret_token="x" * 256)).result is True


async def test_an_empty_address_goes_back_to_polling(api: Api) -> None:
    await api("setWebhook", url=PUBLIC, allowed_updates=["message"])
    await api("setWebhook", url="")
    assert (await api("getUpdates")).result == []
    info = (await api("getWebhookInfo")).result
    assert info == {
        "url": "", "has_custom_certificate": False, "pending_update_count": 0, "allowed_updates": ["message"]
    }  # fmt: skip


async def test_a_certificate_can_be_sent_along(api: Api) -> None:
    form = aiohttp.FormData({"url": PUBLIC})
    form.add_field("certificate", b"-----BEGIN CERTIFICATE-----", filename="cert.pem")
    assert (await api.post(api.address("setWebhook"), data=form)).result is True
    assert (await api("getWebhookInfo")).result["has_custom_certificate"] is True
