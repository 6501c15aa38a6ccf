import io
from datetime import UTC

from rich.console import Console

from bot.conversation.answer_layout import answer_reply
from bot.rendering.console import make_console, show_reply
from bot.reply import Block, Button, Reply, Run, Style, line, paragraph
from bot.translation import translator_for
from tests.bot.made_answers import answer


def printed(reply: Reply) -> str:
    stream = io.StringIO()
    show_reply(reply, make_console(stream))
    return stream.getvalue()


def on_terminal(reply: Reply) -> str:
    stream = io.StringIO()
    show_reply(reply, Console(file=stream, force_terminal=True, width=60, markup=False, highlight=False, emoji=False))
    return stream.getvalue()


def test_an_answer_with_addresses_and_numbered_buttons() -> None:
    text = printed(answer_reply(answer(), translator_for("en-GB", UTC), 1))
    assert "  The council voted on Monday. [1]\n" in text
    assert "1. Sample Wire <https://wire.example/1>, 10 Jul 2025" in text
    assert text.rstrip().endswith(
        "\n#1 More   #2 Sources   #3 Timeline\n#4 Follow topic   #5 Follow story\n#6 Right   #7 Wrong"
    )


def test_links_can_be_clicked_on_a_terminal() -> None:
    text = on_terminal(Reply((paragraph(Run("here", "https://a.example/1")),)))
    assert "https://a.example/1" in text
    assert "\x1b]8;" in text


def test_text_from_outside_cannot_steer_the_terminal() -> None:
    evil = "\x1b[2J\x1b]0;title\x07[bold]markup[/] :smile: \r\x9b31m"
    for text in (printed(Reply((paragraph(evil),))), on_terminal(Reply((paragraph(evil),)))):
        assert "\x1b[2J" not in text
        assert "\x1b]0;" not in text
        assert "\x07" not in text
        assert "\x9b" not in text
        assert "[bold]markup[/] :smile:" in text


def test_long_lines_are_not_broken_where_a_program_reads() -> None:
    assert printed(Reply((paragraph("word " * 60),))).count("\n") == 1


def test_blocks_are_set_off() -> None:
    reply = Reply((paragraph("a"), Block((line("b"),), Style.QUOTE), Block((line("c"),), Style.DETAILS, joined=True)))
    assert printed(reply) == "a\n\n  b\n   c\n"


def test_buttons_are_numbered_from_where_they_begin() -> None:
    stream = io.StringIO()
    reply = Reply((paragraph("a"),), ((Button("More", "more.1.1"),), (Button("Sources", "sources.1"),)))
    show_reply(reply, make_console(stream), 5)
    assert stream.getvalue() == "a\n\n#5 More\n#6 Sources\n"
