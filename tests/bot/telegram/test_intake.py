"""What of an update is said to the bot."""

from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Update, User

from bot.incoming import Place
from bot.telegram.intake import Received, concerns_bot, migration, read_message, read_press

NOW = datetime(2025, 7, 10, 12, tzinfo=UTC)
ME = User(70, "Newsdesk", is_bot=True, username="News_Bot")
ALICE = {"id": 5, "is_bot": False, "first_name": "Alice", "language_code": "de"}
PRIVATE = {"id": 5, "type": "private", "first_name": "Alice"}
GROUP = {"id": -100, "type": "supergroup", "title": "Group"}
BOT = {"id": 70, "is_bot": True, "first_name": "Newsdesk"}
BOT_MESSAGE = {"message_id": 3, "date": 0, "chat": GROUP, "from": BOT, "text": "a"}


def update(kind: str = "message", **fields: Any) -> Update:
    message = {"message_id": 9, "date": 0, "chat": PRIVATE, "from": ALICE, **fields}
    return Update.de_json({"update_id": 1, kind: message}, None)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def marked(text: str, part: str, kind: str, **fields: Any) -> dict[str, Any]:
    before = text[: text.index(part)]
    return {"type": kind, "offset": units(before), "length": units(part), **fields}


def read(**fields: Any) -> Received | None:
    return read_message(update(**fields), ME, NOW)


def said(**fields: Any) -> str | None:
    received = read(**fields)
    return received.incoming.text if received else None


def in_group(text: str, *entities: dict[str, Any], **fields: Any) -> str | None:
    return said(chat=GROUP, text=text, entities=list(entities), **fields)


def test_everything_written_in_private_is_for_the_bot() -> None:
    received = read(text="When?")
    assert received is not None
    assert received.incoming.text == "When?"
    assert received.incoming.place == Place(5, 5, 9)
    assert received.incoming.private
    assert received.incoming.language == "de"
    assert not received.edited


def test_an_edited_message_is_told_apart() -> None:
    received = read_message(update("edited_message", text="When?"), ME, NOW)
    assert received is not None
    assert received.edited


def test_a_caption_is_a_text_and_a_picture_without_one_has_no_words() -> None:
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    assert said(photo=photo, caption="When?") == "When?"
    received = read(photo=photo)
    assert received is not None
    assert received.wordless
    assert read(photo=photo, media_group_id="album") is None
    assert read(photo=photo, chat=GROUP) is None


@pytest.mark.parametrize(
    ("text", "command", "heard"),
    [
        ("/ask When?", "/ask", "/ask When?"),
        ("/ask@news_bot When?", "/ask@news_bot", "/ask When?"),
        ("/ASK@NEWS_BOT When?", "/ASK@NEWS_BOT", "/ASK When?"),
        ("/nonsense@news_bot", "/nonsense@news_bot", "/nonsense"),
        ("/nonsense", "/nonsense", None),
        ("/ask@other_bot When?", "/ask@other_bot", None),
    ],
)
def test_commands_in_groups(text: str, command: str, heard: str | None) -> None:
    assert in_group(text, marked(text, command, "bot_command")) == heard


def test_commands_in_private() -> None:
    text = "/nonsense"
    assert said(text=text, entities=[marked(text, text, "bot_command")]) == text
    other = "/ask@other_bot When?"
    assert said(text=other, entities=[marked(other, "/ask@other_bot", "bot_command")]) is None


@pytest.mark.parametrize("text", ["@News_Bot when?", "😀 when, @news_bot?", "𝔘𝔫𝔦 @NEWS_BOT"])
def test_mentions_anywhere_in_the_text(text: str) -> None:
    name = next(word.strip("?,") for word in text.split() if word.startswith("@"))
    heard = in_group(text, marked(text, name, "mention"))
    assert heard is not None
    assert "@" not in heard
    assert heard.replace(" ", "") == text.replace(name, "").replace(" ", "")


def test_a_mention_of_a_longer_name_is_another_ones() -> None:
    text = "@news_bot2 and @news_bot when?"
    entities = [marked(text, "@news_bot2", "mention"), {"type": "mention", "offset": 15, "length": 9}]
    assert in_group(text, *entities) == "@news_bot2 and   when?"
    assert in_group("@news_bot2 when?", {"type": "mention", "offset": 0, "length": 10}) is None


def test_a_mention_by_name_alone() -> None:
    assert in_group("Newsdesk, when?", {"type": "text_mention", "offset": 0, "length": 8, "user": BOT}) == ", when?"


def test_replies_to_the_bot_and_to_others() -> None:
    assert in_group("And where?", reply_to_message=BOT_MESSAGE) == "And where?"
    other = dict(BOT_MESSAGE, **{"from": ALICE})
    assert in_group("And where?", reply_to_message=other) is None
    assert in_group("And where?") is None


def test_what_nobody_said_is_not_heard() -> None:
    bot = {"id": 71, "is_bot": True, "first_name": "Other"}
    assert said(text="a", **{"from": bot}) is None
    assert said(chat=GROUP, new_chat_members=[ALICE]) is None
    assert said(text="a", **{"from": None}) is None
    assert in_group("a", reply_to_message=BOT_MESSAGE, is_automatic_forward=True) is None
    assert said(text="a", via_bot=BOT) is None
    post = update("channel_post", chat=GROUP, text="a")
    assert read_message(post, ME, NOW) is None
    assert not concerns_bot(post, ME, NOW)


def test_an_anonymous_admin_speaks_as_the_group() -> None:
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    received = read(chat=GROUP, text="/help", entities=[marked("/help", "/help", "bot_command")],
                    sender_chat=GROUP, **{"from": anonymous})  # fmt: skip
    assert received is not None
    assert received.incoming.place.person == -100


def test_only_topics_are_threads() -> None:
    in_topic = read(text="a", message_thread_id=4, is_topic_message=True)
    reply = read(text="a", message_thread_id=4)
    assert in_topic is not None
    assert in_topic.incoming.place.thread == 4
    assert reply is not None
    assert reply.incoming.place.thread is None


def press(**fields: Any) -> Update:
    query = {"id": "1", "from": ALICE, "chat_instance": "1", "data": "1:more.1.1", **fields}
    return Update.de_json({"update_id": 1, "callback_query": query}, None)


def test_a_press() -> None:
    query = press(message=BOT_MESSAGE).callback_query
    assert query is not None
    received = read_press(query, NOW)
    assert received is not None
    assert received.incoming.action == "more.1.1"
    assert (received.incoming.place.chat, received.incoming.place.person, received.message) == (-100, 5, 3)
    assert not received.incoming.private


def test_a_press_under_a_message_too_old_to_be_shown() -> None:
    query = press(message={"message_id": 3, "date": 0, "chat": GROUP}).callback_query
    assert query is not None
    received = read_press(query, NOW)
    assert received is not None
    assert received.message == 3


def test_a_press_under_an_inline_message_says_nothing() -> None:
    query = press(inline_message_id="x").callback_query
    assert query is not None
    assert read_press(query, NOW) is None


def test_migration_is_read_from_both_sides() -> None:
    old = update(chat={"id": -5, "type": "group", "title": "G"}, migrate_to_chat_id=-100)
    new = update(chat=GROUP, migrate_from_chat_id=-5)
    assert migration(old.message) == migration(new.message) == (-5, -100)
    assert concerns_bot(old, ME, NOW)
    assert migration(update(text="a").message) is None
