"""What is rendered for Telegram, checked by the parser of the strict double."""

from datetime import UTC
from itertools import islice
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.conversation.answer_layout import answer_reply
from bot.conversation.brief_layout import brief_reply
from bot.rendering.telegram_html import HtmlMessage, render_html
from bot.reply import Block, Button, Reply, Run, Style, line, paragraph
from bot.telegram.callback_data import encode_action
from bot.translation import translator_for
from tests.bot.hostile_texts import hostile_messages
from tests.bot.made_answers import NOW, answer, brief
from tests.botapi import FormattedText, message_text

ENGLISH = translator_for("en", UTC)
HOSTILE = [
    "</b></blockquote><script>alert(1)</script>",
    "<a href='https://evil.example'>click</a>",
    "&lt;b&gt; &amp; &#x41; &quot; &unknown;",
    '"><tg-spoiler>',
    "*bold* _italic_ [x](https://evil.example) `code`",
    "\x00\x1b[31m\u202e\u2028\ud800 lone",
    "@everyone /start #tag $USD +1 555 0100 mail@a.example",
    "<" * 500,
    "👨\u200d👩\u200d👧" * 120,
    "ا" * 500,
]
titles = st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=500))


def render(reply: Reply) -> list[HtmlMessage]:
    return render_html(reply, encode_action)


def parsed(message: HtmlMessage) -> FormattedText:
    return message_text(message.html, "HTML", None)


@given(titles, st.lists(titles, min_size=0, max_size=3), st.integers(0, 12))
@example("<b>", ["</a>"], 12)
def test_every_answer_is_accepted(title: str, quotes: list[str], headlines: int) -> None:
    given_answer = answer(quotes=tuple(quotes), headlines=headlines, title=title)
    for message in render(answer_reply(given_answer, ENGLISH, 1)):
        assert 0 < len(parsed(message).text) <= 4096


@given(titles, titles)
def test_every_brief_is_accepted(topic: str, lead: str) -> None:
    for message in render(brief_reply(brief(10, topic=topic, lead=lead), ENGLISH, now=NOW)):
        assert 0 < len(parsed(message).text) <= 4096


@given(st.text(max_size=6000), st.sampled_from(Style), st.booleans(), st.booleans())
def test_any_text_in_any_look_is_accepted(text: str, style: Style, bold: bool, italic: bool) -> None:
    run = Run(text, "https://a.example/?a=1&b=%22<>\"'", bold=bold, italic=italic)
    for message in render(Reply((Block((line(run), line("end")), style),))):
        parsed(message)


def test_demand_10_nothing_in_a_title_or_a_page_breaks_a_message() -> None:
    """A hundred thousand take minutes: `python -m tests.bench.hostile`."""
    for message in islice(hostile_messages(Random(7)), 300):  # noqa: S311
        shown = parsed(message)
        assert 0 < len(shown.text) <= 4096
        assert len(shown.entities) <= 100
        assert all(entity.type not in ("spoiler", "code", "pre", "text_mention") for entity in shown.entities)


@pytest.mark.parametrize("title", HOSTILE)
def test_titles_are_shown_as_they_are(title: str) -> None:
    [message] = render(Reply((paragraph(Run(title, "https://a.example"), "."),)))
    shown = parsed(message)
    dropped = dict.fromkeys(map(ord, "\x00\x1b\u202e\u2028\ud800"))
    assert "".join(shown.text.split()) == "".join(title.translate(dropped).split()) + "."
    assert {entity.type for entity in shown.entities} <= {
        "text_link", "mention", "bot_command", "hashtag", "cashtag", "phone_number", "email", "url",
    }  # fmt: skip


def test_looks_links_and_folded_details() -> None:
    reply = Reply(
        (
            paragraph(Run("Bold", bold=True), " and ", Run("both", "https://a.example/?x=1&y=2", italic=True)),
            Block((line("a quote"),), Style.QUOTE),
            Block((line("folded"), line("lines")), Style.DETAILS, joined=True),
        )
    )
    [message] = render(reply)
    assert message.html == (
        '<b>Bold</b> and <a href="https://a.example/?x=1&amp;y=2"><i>both</i></a>\n\n'
        "<blockquote>a quote</blockquote>\n<blockquote expandable>folded\nlines</blockquote>"
    )
    assert {entity.type for entity in parsed(message).entities} == {
        "bold", "italic", "text_link", "blockquote", "expandable_blockquote",
    }  # fmt: skip


@pytest.mark.parametrize("url", ["javascript:alert(1)", "tg://user?id=1", "https://" + "x" * 3000, ""])
def test_only_web_addresses_become_links(url: str) -> None:
    [message] = render(Reply((paragraph(Run("text", url)),)))
    assert message.html == "text"


def test_demand_9_long_text_is_split_at_sentences_and_only_the_last_message_has_buttons() -> None:
    block = Block(tuple(line(f"{number}. " + "A sentence of some length stands here. " * 12) for number in range(30)))
    messages = render(Reply((block,), ((Button("More", "more.1.1"),),)))
    assert len(messages) > 3
    assert all(len(parsed(message).text) <= 4096 for message in messages)
    assert [bool(message.buttons) for message in messages] == [False] * (len(messages) - 1) + [True]
    assert all(parsed(message).text.endswith("here.") for message in messages)


def test_long_addresses_count_too() -> None:
    lines = tuple(line(Run(f"link {number}", "https://a.example/" + "ж" * 1900)) for number in range(30))
    messages = render(Reply((Block(lines),)))
    assert all(len(message.html.encode()) <= 32_768 for message in messages)
    assert len(messages) >= 4


def test_at_most_a_hundred_entities_in_a_message() -> None:
    runs = line(*(Run(f"w{number} ", bold=True) for number in range(250)))
    messages = render(Reply((Block((runs,)),)))
    assert all(len(parsed(message).entities) <= 100 for message in messages)
    assert len(messages) == 3


def test_a_reply_without_visible_text_gives_no_message() -> None:
    assert render(Reply((paragraph(""), paragraph("  \n ")))) == []


def test_keyboards_stay_within_the_limits() -> None:
    row = tuple(Button(f"b{number}", f"more.{number}.1") for number in range(130))
    [message] = render(Reply((paragraph("text"),), (row, row)))
    assert sum(len(r) for r in message.buttons) == 100
    assert all(1 <= len(r) <= 8 for r in message.buttons)
