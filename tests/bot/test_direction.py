from datetime import UTC

import pytest
from babel import Locale

from bot.direction import END_ISOLATE, ISOLATE, LEFT_TO_RIGHT, RIGHT_TO_LEFT, directed
from bot.reply import Block, Reply, Run, Style, line
from bot.translation import Translator

ENGLISH, ARABIC = Translator(Locale("en"), UTC), Translator(Locale("ar"), UTC)
LINK = "https://wire.example/1"


def told(reply: Reply, translator: Translator) -> str:
    return directed(reply, translator).text


def test_an_english_headline_in_an_arabic_reply() -> None:
    mixed = Reply((Block((line("1. ", Run("Will it pass?", LINK), " — الجزيرة، قبل ساعتين"),)),))
    assert told(mixed, ARABIC) == f"{RIGHT_TO_LEFT}1. {ISOLATE}Will it pass?{END_ISOLATE} — الجزيرة، قبل ساعتين"


def test_an_arabic_headline_in_an_english_reply() -> None:
    mixed = Reply((Block((line("1. ", Run("هل يمر؟", LINK), " — Sample Wire, 2 hours ago"),)),))
    assert told(mixed, ENGLISH) == f"{LEFT_TO_RIGHT}1. {ISOLATE}هل يمر؟{END_ISOLATE} — Sample Wire, 2 hours ago"


@pytest.mark.parametrize("text", ["Only English, 2025.", "العربية فقط ٢٠٢٥", "1. (2)", ""])
def test_lines_of_one_direction_are_left_as_they_are(text: str) -> None:
    reply = Reply((Block((line("• ", Run(text, LINK)),)),))
    assert directed(reply, ARABIC) == directed(reply, ENGLISH) == reply


def test_what_is_quoted_goes_in_its_own_direction() -> None:
    quote = Reply((Block((line("The paper الأهرام said so. ", Run("[1]", LINK)),), Style.QUOTE),))
    assert told(quote, ARABIC) == quote.text


def test_texts_from_outside_cannot_turn_around_what_follows() -> None:
    reply = Reply((Block((line("• ", Run("\u202egnp.exe\u2067", LINK), " — Sample Wire"),)),))
    assert told(reply, ENGLISH) == "• gnp.exe — Sample Wire"
