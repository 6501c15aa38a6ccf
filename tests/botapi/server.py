"""The HTTP side of the double: `/bot<token>/<method>` and `/file/bot<token>/<path>` on the loopback."""

import re
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.botapi.calls import Call
from tests.botapi.chats import Chat
from tests.botapi.errors import ApiError, UnsupportedError, not_found, too_many_requests, unauthorized
from tests.botapi.faults import Effect, Fault, Faults
from tests.botapi.methods import HANDLERS
from tests.botapi.parameters import typed_parameters
from tests.botapi.polling import Polling
from tests.botapi.rate_limits import COUNTED, RateMeter, Violation
from tests.botapi.request_body import LARGEST, read_parameters
from tests.botapi.schema import bot_api
from tests.botapi.value_check import check_value
from tests.botapi.world import World

TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{30,}")
STOP_S = 1.0


class Server:
    """Answers requests from the world, and keeps a record of them."""

    def __init__(self, world: World, polling: Polling, clock: Callable[[], float]) -> None:
        self.world = world
        self.calls: list[Call] = []
        self.violations: list[Violation] = []
        self.unsupported: list[str] = []
        self.crashes: list[Exception] = []
        self.faults = Faults()
        self.switched_off: set[str] = set()
        self.enforce_rates = False
        self._polling = polling
        self._meter = RateMeter(clock)
        self._clock = clock
        self._runner: web.AppRunner | None = None

    async def start(self) -> int:
        """Listen; the port."""
        application = web.Application(client_max_size=LARGEST)
        application.router.add_get("/file/bot{token}/{path:.+}", self._download)
        application.router.add_route("*", "/bot{token}/{method}", self._answer)
        self._runner = web.AppRunner(application, access_log=None, handler_cancellation=True, shutdown_timeout=STOP_S)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port: int = self._runner.addresses[0][1]
        return port

    async def stop(self) -> None:
        """Answer what waits and close."""
        self.faults.release_all()
        self._polling.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _download(self, request: web.Request) -> web.Response:
        stored = self.world.files.by_path(request.match_info["path"])
        if request.match_info["token"] != self.world.settings.token or stored is None:
            return _json(not_found().envelope(), 404)
        return web.Response(body=stored.content, content_type="application/octet-stream")

    async def _answer(self, request: web.Request) -> web.Response:
        call = Call(request.match_info["method"], self._clock())
        self.calls.append(call)
        fault: Fault | None = None
        try:
            self._check_address(request.match_info["token"], call.method)
            call.parameters = dict(await read_parameters(request))
            call.parameters = typed_parameters(call.method, call.parameters)
            chat = self._chat(call)
            fault = self.faults.take(call.method, chat.id if chat is not None else None)
            await self._befall(fault)
            call.result = await self._result(call)
            body, status = {"ok": True, "result": call.result}, 200
        except ApiError as error:
            call.description = error.description
            body, status = error.envelope(), int(error.code)
        except _Cut:
            return self._cut(request)
        except Exception as error:  # noqa: BLE001 - kept for the test, which fails on it
            body, status = self._own_fault(call, error)
        if fault is not None and fault.effect is Effect.LOSE:
            return self._cut(request)
        call.status = status
        self.world.changes.notify()
        return _json(body, status)

    def _check_address(self, token: str, method: str) -> None:
        if token != self.world.settings.token:
            raise unauthorized() if TOKEN.fullmatch(token) else not_found()
        if method not in bot_api().methods or method in self.switched_off:
            raise not_found()

    async def _befall(self, fault: Fault | None) -> None:
        """Let a fault strike that strikes before the request is processed."""
        if fault is None:
            return
        self.world.changes.notify()
        if fault.error is not None:
            raise fault.error
        if fault.effect is Effect.DROP:
            raise _Cut
        if fault.effect is Effect.HANG:
            await fault.released.wait()

    async def _result(self, call: Call) -> Any:
        if call.method in COUNTED:
            self._count(self._chat(call))
        if call.method == "getUpdates":
            return await self._polling.get_updates(call.parameters)
        handler = HANDLERS.get(call.method)
        if handler is None:
            raise UnsupportedError(call.method)
        result = handler(self.world, call.parameters)
        check_value(result, bot_api().methods[call.method].returns, call.method)
        return result

    def _count(self, chat: Chat | None) -> None:
        violation = self._meter.violation(chat)
        if violation is not None:
            self.violations.append(violation)
            if self.enforce_rates:
                raise too_many_requests(violation.retry_after)
        self._meter.count(chat)

    def _chat(self, call: Call) -> Chat | None:
        inline = self.world.inline_messages.get(call.parameters.get("inline_message_id", ""))
        return inline.chat if inline is not None else self.world.find_chat(call.parameters.get("chat_id", 0))

    def _own_fault(self, call: Call, error: Exception) -> tuple[dict[str, Any], int]:
        """The double itself cannot do it: say so in the answer and remember it for the test."""
        if isinstance(error, UnsupportedError):
            self.unsupported.append(f"{call.method}: {error}")
        else:
            self.crashes.append(error)
        call.description = f"Not Implemented: the double of the Bot API fails at {call.method}: {error}"
        return ApiError(501, call.description).envelope(), 501

    def _cut(self, request: web.Request) -> web.Response:
        self.world.changes.notify()
        if request.transport is not None:
            request.transport.abort()
        return web.Response()


class _Cut(Exception):  # noqa: N818 - no error, but the way out
    """Close the connection without an answer."""


def _json(body: dict[str, Any], status: int) -> web.Response:
    return web.json_response(body, status=status)
