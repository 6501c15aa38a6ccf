"""What an update says to the bot: its text, who says it and where the answer goes; most of what a group says is not."""

from dataclasses import dataclass
from datetime import datetime

from telegram import CallbackQuery, Message, MessageEntity, Update, User
from telegram.constants import ChatType, MessageEntityType

from bot.conversation.registry import COMMANDS
from bot.incoming import Incoming, Place
from bot.telegram.callback_data import decode_action
from bot.telegram.membership import departure

LONGEST_LANGUAGE = 35  # characters of a language tag
NO_MESSAGE = 0  # Telegram gives no message this number
_KNOWN = frozenset(command.name for command in COMMANDS)


@dataclass(frozen=True, slots=True)
class Received:
    """Something said to the bot. `wordless` is a picture or the like; the reply goes under `message`, if any."""

    incoming: Incoming
    message: int = NO_MESSAGE
    edited: bool = False
    wordless: bool = False


def read_message(update: Update, me: User, now: datetime) -> Received | None:
    """The message of an update, new or edited, as far as it is said to the bot."""
    message = update.message or update.edited_message
    if message is None or not _by_a_person(message, me):
        return None
    private = message.chat.type == ChatType.PRIVATE
    text = _said(message, me, private=private)
    located = _location(message, me, private=private)
    wordless = text is None and located is None and private and _is_wordless(message)
    if text is None and located is None and not wordless:
        return None
    return Received(
        Incoming(
            place=Place(message.chat.id, _speaker(message), message.message_id, _topic(message)),
            now=now,
            text=text or "",
            private=private,
            language=language_of(message.from_user),
            location=located,
            bot_name=me.username,
        ),
        message.message_id,
        edited=update.edited_message is not None,
        wordless=wordless,
    )


def read_press(query: CallbackQuery, now: datetime) -> Received | None:
    """The press of a button under one of the bot's messages."""
    if query.message is None:  # under a message that was sent in the name of someone else
        return None
    message = query.message
    thread = _topic(message) if isinstance(message, Message) else None
    incoming = Incoming(
        place=Place(message.chat.id, query.from_user.id, thread=thread),
        now=now,
        action=decode_action(query.data),
        private=message.chat.type == ChatType.PRIVATE,
        language=language_of(query.from_user),
    )
    return Received(incoming, message.message_id)


def migration(message: Message | None) -> tuple[int, int] | None:
    """The old and the new number of a group that has become a supergroup."""
    if message is not None and message.migrate_to_chat_id:
        return message.chat.id, message.migrate_to_chat_id
    if message is not None and message.migrate_from_chat_id:
        return message.migrate_from_chat_id, message.chat.id
    return None


def concerns_bot(update: Update, me: User, now: datetime) -> bool:
    """Whether there is anything to do about an update."""
    return bool(
        update.callback_query
        or update.my_chat_member
        or migration(update.message)
        or departure(update)
        or read_message(update, me, now) is not None
    )


def language_of(person: User | None) -> str | None:
    """The language of a person's own Telegram, as a BCP 47 tag."""
    return person.language_code[:LONGEST_LANGUAGE] if person and person.language_code else None


def _by_a_person(message: Message, me: User) -> bool:
    """Whether a person wrote it, be it in the name of the group; not another bot, and no post copied from a channel."""
    if message.from_user is None or message.is_automatic_forward:
        return False
    if message.via_bot and message.via_bot.id == me.id:
        return False
    return not message.from_user.is_bot or message.sender_chat is not None


def _topic(message: Message) -> int | None:
    """The topic of a forum; replies in other groups have a thread that is none."""
    return message.message_thread_id if message.is_topic_message else None


def _speaker(message: Message) -> int | None:
    speaker = message.sender_chat or message.from_user
    return speaker.id if speaker else None


def _said(message: Message, me: User, *, private: bool) -> str | None:
    """The text as far as it is said to the bot, without the bot's name; None when it is not."""
    text = message.text or message.caption
    if not text:
        return None
    entities = message.parse_entities() if message.text else message.parse_caption_entities()
    command = next((e for e in entities if e.type == MessageEntityType.BOT_COMMAND and e.offset == 0), None)
    if command is not None:
        return _command(text, entities[command], me, private=private)
    for entity, value in entities.items():
        if _names(entity, value, me):
            return _without(text, entity)
    return text if private or _replies_to(message, me) else None


def _command(text: str, typed: str, me: User, *, private: bool) -> str | None:
    """A command without the bot's name; in a group an unknown one without the name may be meant for another bot."""
    name, _, target = typed.partition("@")
    if target:
        return name + text[len(typed) :] if target.lower() == (me.username or "").lower() else None
    return text if private or name[1:].lower() in _KNOWN else None


def _names(entity: MessageEntity, value: str, me: User) -> bool:
    if entity.type == MessageEntityType.MENTION:
        return value[1:].lower() == (me.username or "").lower()
    return entity.type == MessageEntityType.TEXT_MENTION and entity.user is not None and entity.user.id == me.id


def _without(text: str, entity: MessageEntity) -> str:
    """The text without an entity, whose place is counted in units of UTF-16."""
    units = text.encode("utf-16-le")
    start, stop = 2 * entity.offset, 2 * (entity.offset + entity.length)
    return f"{units[:start].decode('utf-16-le')} {units[stop:].decode('utf-16-le')}".strip()


def _replies_to(message: Message, me: User) -> bool:
    answered = message.reply_to_message
    return answered is not None and answered.from_user is not None and answered.from_user.id == me.id


def _location(message: Message, me: User, *, private: bool) -> tuple[float, float] | None:
    """The place on the map that is told to the bot."""
    place = message.location
    if place is None or message.venue is not None or not (private or _replies_to(message, me)):
        return None
    return place.latitude, place.longitude


def _is_wordless(message: Message) -> bool:
    """Whether it is a picture, a voice message or the like; an album would be answered once for each picture."""
    return message.effective_attachment is not None and message.media_group_id is None
