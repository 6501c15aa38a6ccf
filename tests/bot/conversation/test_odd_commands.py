"""What nobody should type at the commands for coverage, channels and operators, and somebody does."""

import pytest

from bot.conversation.conversation import Conversation
from bot.incoming import Incoming
from bot.rendering.telegram_html import render_html
from bot.sample import SAMPLE_CLOCK
from tests.bot.conversation.conftest import ALICE

HUGE = "9" * 18
ARGUMENTS = ("x" * 4000, "😀" * 2000, "\u202e\u0000<b>&", "@", "off off", "-", HUGE, f"-{HUGE}", "9" * 30, "add")
COMMANDS = ("trend", "channel", "feeds", "feeds add", "feeds remove", "allow", "allow remove", "stats", "export")
BUTTONS = ("channel", "forget", "right", "wrong", "timeline")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_odd_argument_gets_a_sentence(conversation: Conversation, command: str) -> None:
    for arguments in ARGUMENTS:
        incoming = Incoming(place=ALICE, now=SAMPLE_CLOCK, text=f"/{command} {arguments}", local=True)
        reply = conversation.reply(incoming)
        assert reply.text
        assert render_html(reply, str)


@pytest.mark.parametrize("button", BUTTONS)
@pytest.mark.parametrize("number", ["0", "1", HUGE, "9" * 19, "-1", "x", "", "1.1"])
def test_forged_buttons_change_nothing(conversation: Conversation, button: str, number: str) -> None:
    reply = conversation.reply(Incoming(place=ALICE, now=SAMPLE_CLOCK, action=f"{button}.{number}"))
    assert reply.passing or (button, number) == ("channel", "0")
    assert reply.text
