"""All that the double knows: the bot, people, chats, messages, queries, updates. It has no HTTP in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from tests.botapi.changes import Changes
from tests.botapi.chats import Chat, Topic
from tests.botapi.command_lists import CommandLists
from tests.botapi.files import Files
from tests.botapi.messages import Content, Message
from tests.botapi.people import User, channel_bot, group_anonymous_bot
from tests.botapi.update_queue import UpdateQueue
from tests.botapi.webhook_settings import WebhookSettings

if TYPE_CHECKING:
    from tests.botapi.queries import CallbackQuery, ChatAction, Draft, InlineQuery

FIRST_USER = 5_200_000_001  # more than 32 bits, as new accounts have
FIRST_GROUP = -4_001_000_001
FIRST_SUPERGROUP = -1_002_100_000_001
OWN_COUNT = frozenset({"supergroup", "channel"})


@dataclass(frozen=True, slots=True)
class BotSettings:
    """What @BotFather keeps of the bot."""

    token: str = "7000000001:AAEtestTESTtestTESTtestTESTtestTESTt"
    first_name: str = "Newsdesk"
    username: str = "newsdesk_test_bot"
    privacy: bool = True
    inline: bool = True
    inline_feedback: bool = True
    can_join_groups: bool = True


class World:
    """The state behind the methods. Everything happens on one event loop."""

    def __init__(self, settings: BotSettings, now: Callable[[], datetime], clock: Callable[[], float]) -> None:
        self.settings = settings
        self.now = now
        self.clock = clock
        self.changes = Changes()
        self.updates = UpdateQueue(now)
        self.webhook = WebhookSettings()
        self.bot = User(
            int(settings.token.partition(":")[0]), settings.first_name, username=settings.username, is_bot=True
        )
        self.users: dict[int, User] = {}
        for user in (self.bot, group_anonymous_bot(), channel_bot()):
            self.users[user.id] = user
        self.chats: dict[int, Chat] = {}
        self.sent: list[Message] = []  # by the bot, in order
        self.inline_messages: dict[str, Message] = {}
        self.callback_queries: dict[str, CallbackQuery] = {}
        self.inline_queries: dict[str, InlineQuery] = {}
        self.drafts: list[Draft] = []
        self.chat_actions: list[ChatAction] = []
        self.commands = CommandLists()
        self.profile: dict[tuple[str, str], str] = {}  # of (what, language): the bot's name and descriptions
        self.files = Files()
        self._user_ids = count(FIRST_USER)
        self._group_ids = count(FIRST_GROUP, -1)
        self._supergroup_ids = count(FIRST_SUPERGROUP, -1)
        self._query_ids = count(4_382_000_000_000_000_001)
        self._shared_message_ids = count(1)  # of private chats and basic groups
        self._message_ids: dict[int, count[int]] = {}

    def new_user_id(self) -> int:
        """An identifier for one more person."""
        return next(self._user_ids)

    def new_chat_id(self, kind: str) -> int:
        """An identifier for one more chat."""
        return next(self._supergroup_ids if kind in OWN_COUNT else self._group_ids)

    def new_query_id(self) -> str:
        """An identifier for one more query."""
        return str(next(self._query_ids))

    def add_user(self, user: User) -> Chat:
        """Take a person in; the private chat with the bot is there from the beginning."""
        self.users[user.id] = user
        return self.add_chat(Chat(user.id, "private", user=user))

    def add_chat(self, chat: Chat) -> Chat:
        """Take a chat in."""
        if chat.id in self.chats:
            raise ValueError(f"there is a chat {chat.id} already")
        self.chats[chat.id] = chat
        return chat

    def find_chat(self, chat_id: int | str) -> Chat | None:
        """A chat by its identifier or its public name; people are not found by name."""
        if isinstance(chat_id, int):
            return self.chats.get(chat_id)
        public = (chat for chat in self.chats.values() if chat.type in OWN_COUNT and chat.username)
        return next((chat for chat in public if f"@{chat.username}".lower() == chat_id.lower()), None)

    def bot_in(self, chat: Chat) -> bool:
        """Whether the bot is in a chat."""
        return chat.type == "private" or chat.member(self.bot).is_in

    def put(self, chat: Chat, content: Content, **fields: Any) -> Message:
        """Make a message in a chat."""
        message = Message(chat, self._next_message_id(chat), self.now(), content, **fields)
        chat.messages[message.message_id] = message
        if message.from_bot:
            self.sent.append(message)
        self.changes.notify()
        return message

    def enqueue(self, kind: str, payload: dict[str, Any], *shown: User | None) -> None:
        """Queue an update; the bot has met the people in it."""
        self.updates.add(kind, payload)
        for user in shown:
            if user is not None:
                user.met = True
        self.changes.notify()

    def topic_of(self, chat: Chat, thread_id: int | None) -> Topic | None:
        """The topic of a thread."""
        return chat.topics.get(thread_id) if thread_id is not None else None

    def _next_message_id(self, chat: Chat) -> int:
        if chat.type not in OWN_COUNT:
            return next(self._shared_message_ids)
        return next(self._message_ids.setdefault(chat.id, count(1)))
