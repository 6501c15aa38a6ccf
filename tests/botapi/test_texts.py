"""Texts and captions: how long they may be, what is trimmed, cleaned and found in them."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.botapi import ApiError, TelegramDouble, caption_text, message_text
from tests.botapi.conftest import Api
from tests.botapi.formatted_text import draft_text, format_text


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "message text is empty"),
        (" \n ", "text must be non-empty"),
        ("\u200b\u200f\u00a0", "text must be non-empty"),
        ("<b> </b>", "text must be non-empty"),
        ("x" * 4097, "message is too long"),
        ("😀" * 4097, "message is too long"),
        ("x" * 32_769, "text is too long"),
        ("é" * 16_385, "text is too long"),
        ("<x>", 'can\'t parse entities: Unsupported start tag "x" at byte offset 0'),
    ],
)
def test_texts_that_cannot_be_sent(text: str, problem: str) -> None:
    with pytest.raises(ApiError) as caught:
        message_text(text, "HTML", None)
    assert caught.value.description == f"Bad Request: {problem}"


@pytest.mark.parametrize(
    "text", ["x" * 4096, "😀" * 4096, "<b>" + "x" * 4096 + "</b>", "&amp;" * 4096, " x" + " " * 9000]
)
def test_the_length_is_counted_in_characters_after_parsing_and_trimming(text: str) -> None:
    assert len(message_text(text, "HTML", None).text) <= 4096


def test_captions_may_be_empty_but_not_longer_than_1024() -> None:
    assert caption_text("", None, None).text == ""
    assert caption_text("<i>" + "x" * 1024 + "</i>", "HTML", None).text == "x" * 1024
    with pytest.raises(ApiError, match="message caption is too long"):
        caption_text("x" * 1025, None, None)


def test_drafts_may_be_empty_but_not_longer_than_4096() -> None:
    assert draft_text("", "HTML", None).text == ""
    with pytest.raises(ApiError, match="message is too long"):
        draft_text("x" * 4097, None, None)


def test_white_space_is_cut_off_with_its_part_of_the_entities() -> None:
    formatted = format_text("\n <b> bold </b>\n<i>  </i>", "HTML")
    assert formatted.text == " bold"
    assert [(entity.type, entity.offset, entity.length) for entity in formatted.entities] == [("bold", 0, 5)]


def test_control_characters_become_spaces_and_marks_of_direction_go() -> None:
    formatted = format_text("a\tb\r\n<b>c\u202e😀\x00d</b>", "HTML")
    assert formatted.text == "a b\nc😀 d"
    assert [(entity.offset, entity.length) for entity in formatted.entities] == [(4, 5)]


def test_a_hundred_entities_are_kept() -> None:
    formatted = format_text("<b>x</b> " * 130, "HTML")
    assert (len(formatted.entities), formatted.dropped) == (100, 30)


def test_a_link_may_lie_in_a_quote_and_under_a_style_but_a_quote_not_in_a_quote() -> None:
    link = '<a href="https://news.example">x</a>'
    formatted = format_text(
        f"<blockquote><b>{link}</b> <blockquote>y</blockquote></blockquote><b><code>z</code></b>", "HTML"
    )
    assert [entity.type for entity in formatted.entities] == ["blockquote", "text_link", "bold", "code"]


def test_nothing_is_kept_within_code() -> None:
    formatted = format_text('<code><b>x</b> <a href="https://news.example">y</a> /start</code>', "HTML")
    assert [entity.type for entity in formatted.entities] == ["code"]


@pytest.mark.parametrize(
    ("entity", "problem"),
    [
        (("bold", 0, 9), "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 9"),
        (("bold", 9, 1), "entity begins after the end of the text at UTF-16 offset 9"),
        (("bold", -1, 1), "receive an entity with incorrect offset -1"),
        (("bold", 1, 1), "in a middle of a UTF-16 symbol"),
        (("loud", 0, 1), "can't parse MessageEntity: Unsupported type specified"),
    ],
)
def test_given_entities_must_fit_the_text(entity: tuple[str, int, int], problem: str) -> None:
    kind, offset, length = entity
    with pytest.raises(ApiError) as caught:
        message_text("a😀b", None, [{"type": kind, "offset": offset, "length": length}])
    assert problem in caught.value.description


def test_given_entities_that_fit_are_taken() -> None:
    link = {"type": "text_link", "offset": 1, "length": 2, "url": "news.example"}
    formatted = message_text("a😀b", None, [link])
    assert [entity.to_json() for entity in formatted.entities] == [{**link, "url": "http://news.example/"}]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start now", [("bot_command", "/start")]),
        ("ask /brief@newsdesk_test_bot please", [("bot_command", "/brief@newsdesk_test_bot")]),
        ("and/or http://a.example/b/c", [("url", "http://a.example/b/c")]),
        ("hi @newsdesk_test_bot, hi", [("mention", "@newsdesk_test_bot")]),
        ("see news.example. And #topic me@news.example", [
            ("url", "news.example"), ("hashtag", "#topic"), ("email", "me@news.example")
        ]),
        ("#1 of 5/7 @ab", []),
    ],
)  # fmt: skip
def test_entities_are_found_in_plain_text(text: str, found: Sequence[tuple[str, str]]) -> None:
    entities = format_text(text, None).entities
    assert [(entity.type, text[entity.offset : entity.end]) for entity in entities] == list(found)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_plain_text_is_formatted_within_itself(text: str) -> None:
    formatted = format_text(text, None)
    assert len(formatted.text) <= len(text)
    assert formatted.text == formatted.text.strip(" \n")


async def test_other_modes_are_refused_loudly(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    await person.start()
    assert (await api("sendMessage", chat_id=person.id, text="*x*", parse_mode="MarkdownV2")).status == 501
    assert telegram.unsupported == ["sendMessage: parse_mode MarkdownV2"]
    telegram.unsupported.clear()
    reply = await api("sendMessage", chat_id=person.id, text="*x*", parse_mode="RST")
    assert reply.problem == "Bad Request: unsupported parse_mode"


async def test_a_message_shows_text_and_entities_and_keeps_what_was_sent(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    await person.start()
    await api("sendMessage", chat_id=person.id, text="<b>Rain</b> &amp; wind ", parse_mode="HTML")
    message = await telegram.next_message(person)
    assert message.text == "Rain & wind"
    assert message.entities == [{"type": "bold", "offset": 0, "length": 4}]
    assert message.raw == "<b>Rain</b> &amp; wind "
    assert message.sent["parse_mode"] == "HTML"


async def test_mentions_by_identifier_work_for_people_the_bot_has_met(api: Api, telegram: TelegramDouble) -> None:
    person, stranger = telegram.person(), telegram.person("Bob")
    await person.start()
    text = f'<a href="tg://user?id={person.id}">you</a> <a href="tg://user?id={stranger.id}">him</a>'
    sent = (await api("sendMessage", chat_id=person.id, text=text, parse_mode="HTML")).result
    assert [entity["user"]["id"] for entity in sent["entities"]] == [person.id]
