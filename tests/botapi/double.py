"""The double of the Bot API: a server, a world behind it, and the handles that tests need."""

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self, TypeVar

from tests.botapi.calls import Call
from tests.botapi.chats import Chat
from tests.botapi.faults import Fault
from tests.botapi.group import Group
from tests.botapi.messages import Message
from tests.botapi.person import PATIENCE_S, Person
from tests.botapi.polling import Polling
from tests.botapi.queries import CallbackQuery, ChatAction, Draft
from tests.botapi.rate_limits import Violation
from tests.botapi.server import Server
from tests.botapi.webhook_delivery import WebhookDelivery
from tests.botapi.world import BotSettings, World

T = TypeVar("T")


class TelegramDouble:
    """Telegram as one bot sees it. Use it as an asynchronous context manager; all of it lives on one event loop.

    `clock` measures rates and the age of queries, `now` dates messages. `webhook_routes` says which plain address
    stands behind the beginning of a webhook's https address.
    """

    def __init__(
        self,
        settings: BotSettings | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        enforce_rates: bool = False,
        webhook_routes: Mapping[str, str] | None = None,
    ) -> None:
        self.world = World(settings or BotSettings(), now, clock)
        self._polling = Polling(self.world)
        self._server = Server(self.world, self._polling, clock)
        self._server.enforce_rates = enforce_rates
        self._delivery = WebhookDelivery(self.world, webhook_routes or {})
        self._task: asyncio.Task[None] | None = None
        self._port = 0
        self._read: dict[int, int] = {}

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Begin to listen and to deliver."""
        self._port = await self._server.start()
        self._task = asyncio.create_task(self._delivery.run())

    async def stop(self) -> None:
        """Answer what still waits, then close everything."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._server.stop()

    @property
    def url(self) -> str:
        """The address of the server, without `/bot`."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def token(self) -> str:
        """The token that the server knows."""
        return self.world.settings.token

    @property
    def username(self) -> str:
        """The bot's name, without the sign."""
        return self.world.settings.username

    def person(self, first_name: str = "Alice", *, id: int | None = None, **fields: Any) -> Person:  # noqa: A002
        """A new person; `fields` are those of a user, such as `language_code` or `username`."""
        return Person(self.world, self.world.new_user_id() if id is None else id, first_name, **fields)

    def group(self, title: str, owner: Person, *, with_bot: bool = True) -> Group:
        """A new basic group."""
        return self._with_bot(Group(self.world, "group", title, owner), with_bot=with_bot)

    def supergroup(
        self, title: str, owner: Person, *, with_bot: bool = True, is_forum: bool = False, username: str | None = None
    ) -> Group:
        """A new supergroup, with topics if it is a forum."""
        group = Group(self.world, "supergroup", title, owner, username=username, is_forum=is_forum)
        return self._with_bot(group, with_bot=with_bot)

    def channel(self, title: str, owner: Person, *, with_bot: bool = True, username: str | None = None) -> Group:
        """A new channel."""
        return self._with_bot(Group(self.world, "channel", title, owner, username=username), with_bot=with_bot)

    def fail(self, method: str, fault: Fault, *, chat: Chat | Person | None = None, times: int = 1) -> Fault:
        """Let the next calls of a method go wrong, all or those to one chat."""
        self._server.faults.order(method, fault, _chat(chat).id if chat is not None else None, times)
        return fault

    def switch_off(self, *methods: str) -> None:
        """Answer 404 to methods, as a server does that does not have them."""
        self._server.switched_off.update(methods)

    def switch_on(self, *methods: str) -> None:
        """Have methods again."""
        self._server.switched_off.difference_update(methods)

    @property
    def calls(self) -> list[Call]:
        """All requests in the order in which they came."""
        return self._server.calls

    def calls_of(self, method: str) -> list[Call]:
        """The requests of one method."""
        return [call for call in self.calls if call.method == method]

    @property
    def enforce_rates(self) -> bool:
        """Whether what comes too fast is answered with 429, or only counted."""
        return self._server.enforce_rates

    @enforce_rates.setter
    def enforce_rates(self, enforce: bool) -> None:
        self._server.enforce_rates = enforce

    @property
    def violations(self) -> list[Violation]:
        """What came faster than Telegram takes it."""
        return self._server.violations

    @property
    def unsupported(self) -> list[str]:
        """Right requests that the double does not know how to answer."""
        return self._server.unsupported

    @property
    def crashes(self) -> list[Exception]:
        """Faults of the double itself."""
        return self._server.crashes

    @property
    def sent(self) -> list[Message]:
        """All messages of the bot, oldest first, deleted ones too."""
        return self.world.sent

    @property
    def drafts(self) -> list[Draft]:
        """All drafts, oldest first."""
        return self.world.drafts

    @property
    def chat_actions(self) -> list[ChatAction]:
        """All signs such as typing, oldest first."""
        return self.world.chat_actions

    @property
    def unanswered(self) -> list[CallbackQuery]:
        """Taps that the bot has not answered."""
        return [query for query in self.world.callback_queries.values() if query.answer is None]

    def messages(self, chat: Chat | Person) -> list[Message]:
        """The bot's messages in a chat that are there now."""
        return [message for message in _chat(chat).messages.values() if message.from_bot and not message.deleted]

    async def next_message(self, chat: Chat | Person, timeout: float = PATIENCE_S) -> Message:  # noqa: ASYNC109
        """The bot's next message in a chat that this did not return yet."""
        place = _chat(chat)

        def unread() -> list[Message]:
            own = [message for message in place.messages.values() if message.from_bot]
            return own[self._read.get(place.id, 0) :]

        found = await self.wait_until(unread, timeout)
        self._read[place.id] = self._read.get(place.id, 0) + 1
        return found[0]

    async def wait_until(self, predicate: Callable[[], T], timeout: float = PATIENCE_S) -> T:  # noqa: ASYNC109
        """The first true value of the predicate, which is looked at after every change; TimeoutError with the calls."""
        try:
            return await self.world.changes.until(predicate, timeout)
        except TimeoutError:
            recent = [f"{call.method} {call.status} {call.description or ''}".strip() for call in self.calls[-12:]]
            raise TimeoutError(f"not so after {timeout} s; the last calls: {recent}") from None

    async def updates_taken(self, timeout: float = PATIENCE_S) -> None:  # noqa: ASYNC109
        """Wait until the bot has confirmed every update."""
        await self.wait_until(lambda: not self.world.updates.waiting(), timeout)

    def check(self) -> None:
        """Fail where the double fell short, which a bot that handles errors well would hide."""
        if self.crashes:
            raise AssertionError("the double crashed") from self.crashes[0]
        assert not self.unsupported, f"the double does not know: {self.unsupported}"

    def _with_bot(self, group: Group, *, with_bot: bool) -> Group:
        if with_bot:
            group.add_bot()
        return group


def _chat(target: Chat | Person) -> Chat:
    return target.chat if isinstance(target, Person) else target
