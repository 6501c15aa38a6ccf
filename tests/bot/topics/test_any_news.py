"""Whatever articles say, Telegram takes the messages that tell of them."""

from hypothesis import given, settings

from bot.rendering.telegram_html import MOST_BUTTONS, render_html
from bot.reply import Reply
from bot.telegram.callback_data import encode_action
from tests.bot.topics.generated_alerts import REPLIES
from tests.botapi import message_text


@settings(max_examples=200)
@given(REPLIES)
def test_any_alert_is_accepted(reply: Reply) -> None:
    messages = render_html(reply, encode_action)
    assert messages
    for message in messages:
        text = message_text(message.html, "HTML", None)
        assert 1 <= len(text.text) <= 4096
        assert sum(map(len, message.buttons)) <= MOST_BUTTONS
        assert all(label and 1 <= len(data.encode()) <= 64 for row in message.buttons for label, data in row)
