"""A scripted person: writes, taps, edits, blocks, asks inline, as people do in Telegram."""

from dataclasses import replace
from typing import Any

from tests.botapi.announcing import announce
from tests.botapi.chats import GENERAL_TOPIC, Chat, Topic
from tests.botapi.formatted_text import LONGEST_TEXT, format_text
from tests.botapi.inline_use import ask_inline, send_chosen
from tests.botapi.membership import Membership
from tests.botapi.memberships import add_member, remove_member, set_membership
from tests.botapi.messages import Content, Message
from tests.botapi.people import CHANNEL_BOT, GROUP_ANONYMOUS_BOT, User
from tests.botapi.queries import InlineAnswer
from tests.botapi.tapping import tap
from tests.botapi.world import World

PATIENCE_S = 30.0  # for a bot that loads a model on a busy machine


class Person(User):
    """A user with hands. Chats default to the private one with the bot."""

    def __init__(self, world: World, user_id: int, first_name: str, **fields: Any) -> None:
        super().__init__(user_id, first_name, **fields)
        self._world = world
        self.chat: Chat = world.add_user(self)

    def __repr__(self) -> str:
        return f"Person({self.id}, {self.first_name!r})"

    async def write(
        self,
        text: str,
        *,
        chat: Chat | None = None,
        thread: Topic | None = None,
        reply_to: Message | None = None,
        send_as: Chat | None = None,
    ) -> Message:
        """Write a message; commands, mentions and addresses in it are marked as Telegram marks them."""
        formatted = format_text(text, None)
        if not 1 <= len(formatted.text) <= LONGEST_TEXT:
            raise ValueError("people write 1 to 4096 characters")
        content = Content(text=formatted.text, entities=formatted.entities, raw=text)
        return self._post(content, chat, thread, reply_to, send_as)

    async def start(self, payload: str = "") -> Message:
        """Press Start, or follow a link with a payload."""
        return await self.write(f"/start {payload}".strip())

    async def share_location(
        self, latitude: float, longitude: float, *, chat: Chat | None = None, reply_to: Message | None = None
    ) -> Message:
        """Send a place."""
        media = {"location": {"latitude": latitude, "longitude": longitude}}
        return self._post(Content(media=media), chat, None, reply_to, None)

    async def send_document(
        self,
        name: str,
        content: bytes,
        content_type: str = "application/octet-stream",
        *,
        caption: str = "",
        chat: Chat | None = None,
    ) -> Message:
        """Send a file, which the bot can download."""
        stored = self._world.files.store("documents", name, content_type, content)
        document = {
            "file_id": stored.file_id,
            "file_unique_id": stored.unique_id,
            "file_name": name,
            "mime_type": content_type,
            "file_size": stored.size,
        }
        written = format_text(caption, None)
        return self._post(
            Content(caption=written.text, entities=written.entities, media={"document": document}),
            chat,
            None,
            None,
            None,
        )

    async def edit(self, message: Message, text: str) -> None:
        """Change the text of one's own message."""
        if message.deleted or message not in message.chat.messages.values():
            raise ValueError("the message is gone")
        formatted = format_text(text, None)
        message.change(
            replace(message.content, text=formatted.text, entities=formatted.entities, raw=text), self._world.now()
        )
        announce(self._world, message, edited=True)

    async def delete(self, message: Message) -> None:
        """Delete a message; bots are not told."""
        message.deleted = True
        self._world.changes.notify()

    async def tap(
        self,
        message: Message,
        label: str | None = None,
        *,
        data: str | None = None,
        inaccessible: bool = False,
        timeout: float = PATIENCE_S,  # noqa: ASYNC109
    ) -> str | None:
        """Tap a button by its label, or send any callback data; the text of the bot's answer, None if none came."""
        return await tap(self._world, self, message, label, data, inaccessible=inaccessible, timeout_s=timeout)

    async def inline(
        self,
        query: str,
        *,
        offset: str = "",
        chat_type: str = "sender",
        timeout: float = PATIENCE_S,  # noqa: ASYNC109
    ) -> InlineAnswer | None:
        """Type the bot's name and words; the bot's answer, None if none came."""
        return await ask_inline(self._world, self, query, offset, chat_type, timeout)

    async def choose(self, answer: InlineAnswer, result_id: str, *, chat: Chat | None = None) -> Message:
        """Send one of the results of an inline answer."""
        chosen = send_chosen(self._world, self, answer, result_id, chat or self.chat)
        announce(self._world, chosen)
        return chosen

    def block(self) -> None:
        """Stop the bot from writing."""
        self.blocked = True
        self._private("kicked", "member")

    def unblock(self) -> None:
        """Let the bot write again."""
        self.blocked = False
        self._private("member", "kicked")

    def deactivate(self) -> None:
        """Delete the account."""
        self.deactivated = True

    def join(self, chat: Chat) -> None:
        """Join a chat."""
        add_member(self._world, chat, self, self)

    def leave(self, chat: Chat) -> None:
        """Leave a chat."""
        remove_member(self._world, chat, self, self)

    def _private(self, status: str, old: str) -> None:
        self.chat.members[self._world.bot.id] = Membership(self._world.bot, old)
        set_membership(self._world, self.chat, Membership(self._world.bot, status), self)

    def _post(
        self,
        content: Content,
        chat: Chat | None,
        thread: Topic | None,
        reply_to: Message | None,
        send_as: Chat | None,
    ) -> Message:
        chat = chat or self.chat
        self._enter(chat, thread)
        thread_id, in_topic = _place(chat, thread, reply_to)
        message = self._world.put(
            chat, content, **self._sender(chat, send_as), reply_to=reply_to, thread_id=thread_id, in_topic=in_topic
        )
        announce(self._world, message)
        return message

    def _enter(self, chat: Chat, thread: Topic | None) -> None:
        """Check that this person can write there; the first message in private is what starts the bot."""
        if chat is self.chat:
            if self.blocked:
                raise ValueError("a person must unblock the bot to write to it")
            self.started = True
            return
        member = chat.member(self)
        if not member.is_in or (chat.type == "channel" and not member.is_admin):
            raise ValueError(f"{self.first_name} cannot write to {chat.title}")
        if thread is not None and (thread.deleted or (thread.closed and not member.is_admin)):
            raise ValueError(f"{self.first_name} cannot write to the topic {thread.name}")

    def _sender(self, chat: Chat, send_as: Chat | None) -> dict[str, Any]:
        if chat.type == "channel":
            return {"sender_chat": chat}
        if send_as is not None:
            return {"sender": self._world.users[CHANNEL_BOT], "sender_chat": send_as}
        if chat.member(self).anonymous:
            return {"sender": self._world.users[GROUP_ANONYMOUS_BOT], "sender_chat": chat}
        return {"sender": self}


def _place(chat: Chat, thread: Topic | None, reply_to: Message | None) -> tuple[int | None, bool]:
    """The thread of a message and whether that is a topic; a reply in a supergroup without topics has a thread too."""
    if chat.is_forum:
        if thread is not None and thread.id != GENERAL_TOPIC:
            return thread.id, True
        inherited = reply_to.thread_id if reply_to is not None and thread is None else None
        return inherited, inherited is not None
    if chat.type == "supergroup" and reply_to is not None:
        return reply_to.thread_id or reply_to.message_id, False
    return None, False
