"""Messages, with what the bot sent to make them and every version that an edit replaced."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.botapi.chats import Chat
from tests.botapi.entities import Entity
from tests.botapi.people import User


@dataclass(frozen=True, slots=True)
class Content:
    """What an edit can change. `raw` is the text or caption as it was sent, before its markup was parsed."""

    text: str | None = None
    caption: str | None = None
    entities: tuple[Entity, ...] = ()
    raw: str | None = None
    reply_markup: dict[str, Any] | None = None
    link_preview_options: dict[str, Any] | None = None
    media: dict[str, Any] = field(default_factory=dict)  # such as {"photo": […]}


@dataclass(eq=False)
class Message:
    """A message in a chat. `content` is as it is now, `edits` holds the earlier versions, oldest first."""

    chat: Chat
    message_id: int
    date: datetime
    content: Content
    sender: User | None = None
    sender_chat: Chat | None = None
    thread_id: int | None = None
    in_topic: bool = False
    from_bot: bool = False  # sent by the bot under test
    reply_to: "Message | None" = None
    reply_parameters: dict[str, Any] | None = None
    via_bot: User | None = None
    service: dict[str, Any] = field(default_factory=dict)  # the fields of a service message
    sent: dict[str, Any] = field(default_factory=dict)  # the parameters of the request that made it
    file: bytes | None = None
    dropped_entities: int = 0
    inline_message_id: str | None = None
    edits: list[Content] = field(default_factory=list)
    edit_date: datetime | None = None
    deleted: bool = False

    @property
    def text(self) -> str:
        """The text or caption that people see."""
        return self.content.text or self.content.caption or ""

    @property
    def raw(self) -> str:
        """The text or caption as it was sent, with its markup."""
        return self.content.raw or ""

    @property
    def entities(self) -> list[dict[str, Any]]:
        """The entities of the text or caption."""
        return [entity.to_json() for entity in self.content.entities]

    @property
    def reply_markup(self) -> dict[str, Any] | None:
        """The inline keyboard now, or the keyboard that was sent along."""
        return self.content.reply_markup

    @property
    def buttons(self) -> list[list[str]]:
        """The labels of the inline keyboard, row by row."""
        return [[button["text"] for button in row] for row in (self.reply_markup or {}).get("inline_keyboard", [])]

    @property
    def topic_opening(self) -> "Message | None":
        """The service message that opened the topic: what all messages of a topic hang on that answer no other."""
        opening = self.chat.messages.get(self.thread_id or 0) if self.in_topic else None
        return opening if opening is not self else None

    def button(self, label: str) -> dict[str, Any]:
        """The inline button with this label, or with a label that holds it if only one does."""
        found = [button for row in (self.reply_markup or {}).get("inline_keyboard", []) for button in row]
        exact = [button for button in found if button["text"] == label]
        alike = exact or [button for button in found if label in button["text"]]
        if len(alike) != 1:
            raise LookupError(f"{len(alike)} buttons fit {label!r} among {self.buttons}")
        return dict(alike[0])

    def change(self, content: Content, at: datetime) -> None:
        """Replace the content, keeping the old one."""
        self.edits.append(self.content)
        self.content = content
        self.edit_date = at

    def to_json(self, *, with_reply: bool = True) -> dict[str, Any]:
        """The message as the Bot API writes one; a message that is replied to comes without its own reply."""
        content = self.content
        replied = self.reply_to or self.topic_opening
        inline = (content.reply_markup or {}).get("inline_keyboard")
        shown = [entity.to_json() for entity in content.entities] or None
        optional: dict[str, Any] = {
            "message_thread_id": self.thread_id,
            "is_topic_message": self.in_topic or None,
            "from": self.sender.to_json() if self.sender else None,
            "sender_chat": self.sender_chat.to_json() if self.sender_chat else None,
            "via_bot": self.via_bot.to_json() if self.via_bot else None,
            "edit_date": int(self.edit_date.timestamp()) if self.edit_date else None,
            "reply_to_message": replied.to_json(with_reply=False) if replied and with_reply else None,
            "text": content.text,
            "caption": content.caption or None,
            "entities": shown if content.text is not None else None,
            "caption_entities": shown if content.caption else None,
            "link_preview_options": content.link_preview_options,
            "reply_markup": {"inline_keyboard": inline} if inline else None,
        }
        known = {name: value for name, value in optional.items() if value is not None}
        head = {"message_id": self.message_id, "date": int(self.date.timestamp()), "chat": self.chat.to_json()}
        return head | known | content.media | self.service
