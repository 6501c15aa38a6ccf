"""Telegram's HTML: which tags and references there are, what people see, and the words of every error."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.botapi import ApiError
from tests.botapi.entities import Entity, utf16_length, utf16_slice
from tests.botapi.formatted_text import format_text
from tests.botapi.html_markup import TAGS, HtmlError, parse_html

CHARACTERS = st.characters(exclude_categories=["Cs"])


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("i", "italic"),
        ("em", "italic"),
        ("u", "underline"),
        ("ins", "underline"),
        ("s", "strikethrough"),
        ("strike", "strikethrough"),
        ("del", "strikethrough"),
        ("tg-spoiler", "spoiler"),
        ("code", "code"),
        ("pre", "pre"),
        ("blockquote", "blockquote"),
    ],
)
def test_tags_become_entities_counted_in_utf16(tag: str, kind: str) -> None:
    assert parse_html(f"😀<{tag}>a😀</{tag.upper()}>b") == ("😀a😀b", [Entity(kind, 2, 3)])


@pytest.mark.parametrize(
    ("source", "entity"),
    [
        ('<span class="tg-spoiler">x</span>', Entity("spoiler", 0, 1)),
        ("<blockquote expandable>x</blockquote>", Entity("expandable_blockquote", 0, 1)),
        ('<pre><code class="language-python">x</code></pre>', Entity("pre", 0, 1, {"language": "python"})),
        ('<code class="language-python">x</code>', Entity("code", 0, 1)),
        ('<a href="https://News.example/a?b=1&amp;c=2">x</a>', Entity(
            "text_link", 0, 1, {"url": "https://news.example/a?b=1&c=2"}
        )),
        ("<a href='news.example'>x</a>", Entity("text_link", 0, 1, {"url": "http://news.example/"})),
        ("<a href=news.example>x</a>", Entity("text_link", 0, 1, {"url": "http://news.example/"})),
        ('<a href="tg://user?id=42">x</a>', Entity("text_mention", 0, 1, {"user": {"id": 42}})),
        ('<tg-emoji emoji-id="5368324170671202286">x</tg-emoji>', Entity(
            "custom_emoji", 0, 1, {"custom_emoji_id": "5368324170671202286"}
        )),
        ("<b>x</>", Entity("bold", 0, 1)),
        ('<b class="wide" id=x1>x</b >', Entity("bold", 0, 1)),
    ],
)  # fmt: skip
def test_attributes_that_mean_something(source: str, entity: Entity) -> None:
    assert parse_html(source) == ("x", [entity])


def test_nested_entities_come_in_order() -> None:
    text, entities = parse_html("<b>one <i>two</i></b> <u>three</u>")
    assert text == "one two three"
    assert [(entity.type, entity.offset, entity.length) for entity in entities] == [
        ("bold", 0, 7),
        ("italic", 4, 3),
        ("underline", 8, 5),
    ]


@pytest.mark.parametrize("source", ["<b></b>", '<a href="https://news.example"></a>', '<a href="no address">x</a>'])
def test_empty_tags_and_links_to_nowhere_leave_no_entity(source: str) -> None:
    assert parse_html(source)[1] == []


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("&lt;b&gt; &amp; &quot;", '<b> & "'),
        ("&#39;&#x1F600;&#128512", "'😀😀"),
        ("&lt &ltb &nbsp; &copy; &apos; &AMP;", "< &ltb &nbsp; &copy; &apos; &AMP;"),
        ("a & b &; &# &#x; &#0; &#99999999;", "a & b &; &# &#x; &#0; &#99999999;"),
        ("&amp;lt;", "&lt;"),
    ],
)
def test_references(source: str, text: str) -> None:
    assert parse_html(source) == (text, [])


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("é<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("<ul><li>x</li></ul>", 'Unsupported start tag "ul" at byte offset 0'),
        ("<H1>x</H1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("5 < 7", 'Unsupported start tag "" at byte offset 2'),
        ("I <3 news>", 'Unsupported start tag "3" at byte offset 2'),
        ("<b/>", 'Unsupported start tag "b/" at byte offset 0'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<", "Unclosed start tag at byte offset 0"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href='x", "Unclosed start tag at byte offset 0"),
        ("<b />", 'Empty attribute name in the tag "b" at byte offset 0'),
        ("<a href=x/y>", "Unexpected end of name token at byte offset 8"),
        ('<span class="big">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</i>", 'Can\'t find end tag corresponding to start tag "b"'),
        ('<tg-emoji emoji-id="smile">x</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)  # fmt: skip
def test_errors_name_the_byte(source: str, problem: str) -> None:
    with pytest.raises(HtmlError) as caught:
        parse_html(source)
    assert str(caught.value) == problem


def test_halves_of_surrogate_pairs_are_refused() -> None:
    with pytest.raises(HtmlError, match="Text contains invalid Unicode characters after decoding HTML entities"):
        parse_html("&#xD83D;&#xDE00;")


def test_a_zero_character_ends_a_tag() -> None:
    with pytest.raises(HtmlError, match="Unclosed start tag at byte offset 0"):
        parse_html('<a href="https://news.example/\0">x</a>')


@given(st.text(CHARACTERS))
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parse_html(html.escape(text)) == (text, [])


@given(st.text(CHARACTERS, min_size=1), st.sampled_from(["b", "i", "u", "s", "code", "pre", "blockquote"]))
def test_escaped_text_within_a_tag_is_covered_by_its_entity(text: str, tag: str) -> None:
    found, (entity,) = parse_html(f"<{tag}>{html.escape(text)}</{tag}>")
    assert found == text
    assert (entity.offset, entity.length) == (0, utf16_length(text))
    assert utf16_slice(found, entity.offset, entity.length) == text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_an_escaped_address_does_not_end_its_attribute(path: str) -> None:
    text, entities = parse_html(f'<a href="https://news.example/{html.escape(path)}">x</a>')
    assert text == "x"
    assert [entity.type for entity in entities] == ["text_link"]


PIECES = [f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS] + ["<", ">", "&", "&lt;", "</>", "<a href=", '"']


@given(st.lists(st.sampled_from(PIECES) | st.text(CHARACTERS, max_size=3), max_size=20).map("".join))
def test_any_markup_is_parsed_or_refused_and_never_breaks_the_parser(source: str) -> None:
    try:
        formatted = format_text(source, "HTML")
    except ApiError as error:
        assert error.description.startswith("Bad Request: can't parse entities: ")  # noqa: PT017
        return
    size = utf16_length(formatted.text)
    for entity in formatted.entities:
        assert 0 <= entity.offset < entity.end <= size
