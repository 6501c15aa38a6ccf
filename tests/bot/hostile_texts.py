"""Replies made of texts that could break a message: markup, control characters, surrogates, long words, all scripts."""

from collections.abc import Iterator
from datetime import UTC
from random import Random

from bot.chats.chat_settings import Look
from bot.conversation.answer_layout import answer_reply
from bot.conversation.brief_layout import brief_reply
from bot.direction import directed
from bot.rendering.telegram_html import HtmlMessage, render_html
from bot.reply import Block, Reply, Run, Style, line
from bot.telegram.callback_data import encode_action
from bot.translation import LANGUAGES, Translator, translator_for
from tests.bot.made_answers import NOW, answer, brief

PIECES = (
    "</b></blockquote><script>alert(1)</script>", "<a href='https://evil.example'>click</a>", "<b", "</", "<!--", "]]>",
    "&lt;b&gt;", "&amp;", "&#x41;", "&#0;", "&quot", "&unknown;", '"><tg-spoiler>',
    "*bold* _it_ [x](y) `code` ~s~ ||p||",
    "\x00", "\x1b[31m", "\u202e", "\u2067", "\u2028", "\ud800", "\udfff", "\u200d", "\ufe0f", "\u0301" * 9, "\u2800",
    "@everyone", "/start", "#tag", "$USD", "+1 555 0100", "mail@a.example", "https://a.example/?q=<&>\"'",
    "tg://user?id=1",
    "The council voted. ", "Der Rat stimmte ab. ", "Рада проголосувала. ", "صوّت المجلس. ", "परिषद ने मतदान किया। ",
    "議会は投票した。", "{number}", "{0}", "%s", "\\n", "\n", "\t", " ", "x" * 700, "ا" * 300,
    "👨\u200d👩\u200d👧" * 40, "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
)  # fmt: skip
STYLES = tuple(Style)
URLS = (None, "https://a.example/?a=1&b=%22<>\"'", "javascript:alert(1)", "https://" + "ж" * 1_900)


def hostile_text(random: Random) -> str:
    """A text of one to eight such pieces, or of any characters at all."""
    if random.random() < 0.2:
        return "".join(chr(random.randrange(1, 0x110000)) for _ in range(random.randrange(1, 60)))
    return "".join(random.choices(PIECES, k=random.randrange(1, 9)))


def hostile_messages(random: Random) -> Iterator[HtmlMessage]:
    """Messages without end, as they would be sent: answers, briefs and other texts, in all languages and looks."""
    while True:
        translator = translator_for(random.choice(LANGUAGES), UTC)
        look = random.choice(tuple(Look))
        yield from render_html(directed(_reply(random, translator, look), translator), encode_action)


def _reply(random: Random, translator: Translator, look: Look) -> Reply:
    kind = random.randrange(3)
    if kind == 0:
        quotes = tuple(hostile_text(random) for _ in range(random.randrange(4)))
        made = answer(quotes=quotes, headlines=random.randrange(8), title=hostile_text(random))
        return answer_reply(made, translator, 1, look)
    if kind == 1:
        made_brief = brief(random.randrange(11), topic=hostile_text(random), lead=hostile_text(random))
        return brief_reply(made_brief, translator, now=NOW, look=look)
    runs = [
        Run(hostile_text(random), random.choice(URLS), bold=random.random() < 0.5, italic=random.random() < 0.5)
        for _ in range(random.randrange(1, 12))
    ]
    return Reply((Block((line(*runs), line("end")), random.choice(STYLES)),))
