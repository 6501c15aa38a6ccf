"""How answers and briefs are laid out, on answers made by hand."""

from dataclasses import replace
from datetime import UTC, timedelta

from bot.conversation.answer_layout import answer_reply
from bot.conversation.brief_layout import ROOM, brief_reply
from bot.news_lines import headline_line, outlet_of, source_line
from bot.reply import Line, Style
from bot.translation import translator_for
from index.answers.answer import Source
from index.question.window import Window
from tests.bot.made_answers import NOW, answer, brief, headline, source

ENGLISH = translator_for("en-GB", UTC)


def told(line: Line) -> str:
    return "".join(run.text for run in line)


def test_an_answer_with_one_quote() -> None:
    reply = answer_reply(answer(headlines=2), ENGLISH)
    assert reply.text.splitlines() == [
        "The council voted on Monday. [1]",
        "Source",
        "1. Sample Wire, 10 Jul 2025, 09:00 (3 hours ago)",
        "Headlines",
        "• Council 10 votes on its budget — Sample Wire, 3 hours ago",
        "• Council 11 votes on its budget — Sample Wire, 3 hours ago (2 sources)",
    ]
    assert reply.buttons == ()


def test_a_quote_that_a_later_report_has_overtaken_says_so_with_its_time() -> None:
    two = answer(quotes=("The toll rose to 39.", "The quake killed 14 people."))
    marked = replace(two, quotes=(two.quotes[0], replace(two.quotes[1], outdated=True)))
    assert answer_reply(marked, ENGLISH).text.splitlines()[:2] == [
        "The toll rose to 39. [1]",
        "Earlier, on 10 Jul 2025, 09:00: The quake killed 14 people. [2]",
    ]
    undated = replace(marked, sources=(marked.sources[0], replace(marked.sources[1], published=None)))
    assert answer_reply(undated, ENGLISH).text.splitlines()[1] == "The quake killed 14 people. [2]"


def test_buttons_only_where_they_have_something_to_show() -> None:
    assert len(answer_reply(answer(), ENGLISH, 1).buttons[0]) == 3
    nothing = answer_reply(answer(quotes=(), headlines=0, passages=0), ENGLISH, 1).buttons
    assert [[button.label for button in row] for row in nothing] == [["Follow topic"]]
    labels = [b.label for b in answer_reply(answer(passages=0, headlines=5), ENGLISH, 1).buttons[0]]
    assert labels == ["Sources", "Timeline"]


def test_a_missing_answer_names_what_was_asked_for() -> None:
    past = Window(NOW - timedelta(days=1), NOW)
    assert answer_reply(answer(quotes=(), window=past), ENGLISH).text.startswith("That is not in my sources for that")
    nothing = answer_reply(answer(quotes=(), headlines=0), ENGLISH).text
    assert nothing.startswith("That is not in my sources.\nNothing in them comes near it")


def test_a_source_without_outlet_date_or_address() -> None:
    bare = Source(1, "A title", None, None, None)
    assert told(source_line("1.", bare, ENGLISH, NOW)) == "1. unknown outlet, no date"
    hosted = Source(1, "A title", "https://www.wire.example/a", None, None)
    assert outlet_of(hosted, ENGLISH) == "wire.example"


def test_a_headline_line() -> None:
    assert told(headline_line("•", headline(1, outlets=4), ENGLISH, NOW)) == (
        "• Council 1 votes on its budget — Sample Wire, 3 hours ago (4 sources)"
    )
    assert headline_line("•", headline(1), ENGLISH, NOW)[1].url == source(1).url


def test_a_brief_keeps_to_one_message() -> None:
    long = brief(10, lead="A sentence of the lead. " * 15)
    reply = brief_reply(long, ENGLISH, now=NOW)
    details = [block for block in reply.blocks if block.style is Style.DETAILS]
    assert 0 < len(details) < 10
    assert len(reply.text) < ROOM + 200
    assert sum(block.style is Style.PLAIN for block in reply.blocks) == 11


def test_a_brief_with_a_topic_of_4096_characters() -> None:
    reply = brief_reply(brief(0, topic="x" * 4096), ENGLISH, now=NOW)
    assert reply.text.startswith("Nothing on xxx")
    assert len(reply.text) < 200
