"""The conversation in the terminal."""

import io
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.console import run_console, typed_lines
from bot.conversation.conversation import Conversation
from bot.records import Records
from bot.rendering.console import make_console
from bot.sample import SAMPLE_CLOCK
from config import Settings
from index.storage.database import Database

if TYPE_CHECKING:
    from index.newsdesk import Newsdesk


@pytest.fixture
def conversation(newsdesk: "Newsdesk", database: Database) -> Conversation:
    return Conversation(newsdesk, Records.of(database), Settings())


def talk(conversation: Conversation, *lines: str, folder: Path = Path(os.devnull)) -> str:
    stream = io.StringIO()
    run_console(conversation, lines, make_console(stream), clock=lambda: SAMPLE_CLOCK, folder=folder)
    return stream.getvalue()


def test_a_question_and_its_buttons(conversation: Conversation) -> None:
    text = talk(conversation, "When will Rubio meet Lavrov?", "#2", "1")
    assert "#1 More   #2 Sources\n#3 Follow topic   #4 Follow story\n#5 Right   #6 Wrong" in text
    assert "Cited source" in text
    assert "#7 More" in text


def test_every_button_keeps_its_number(conversation: Conversation) -> None:
    text = talk(conversation, "When will Rubio meet Lavrov?", "What did Korea Zinc announce?", "#2", "#8")
    assert text.count("Cited source") == 2


def test_a_number_that_no_button_has(conversation: Conversation) -> None:
    assert "That button is from another time" in talk(conversation, "#9")


def test_it_ends_at_quit_and_skips_empty_lines(conversation: Conversation) -> None:
    assert talk(conversation, "", "   ", "/quit", "/help") == ""


def test_lines_come_from_a_pipe_until_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("one\ntwo\n"))
    assert list(typed_lines(make_console(io.StringIO()))) == ["one", "two"]


def test_a_document_is_saved_and_none_is_written_over(conversation: Conversation, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    text = talk(conversation, "/export", "When will Rubio meet Lavrov?", "/export", folder=folder)
    assert f"({folder / 'newsdesk-data-1.json'})" in text.replace("\n", "")
    first, second = (json.loads((folder / f"newsdesk-data-{n}.json").read_text()) for n in (1, 2))
    assert (len(first["answers"]), len(second["answers"])) == (0, 1)


def test_a_document_that_cannot_be_saved(conversation: Conversation) -> None:
    assert "cannot be written to: " in talk(conversation, "/export")


def test_a_chart_is_drawn_in_letters(conversation: Conversation) -> None:
    assert "█" in talk(conversation, "/trend Lavrov 365d")
