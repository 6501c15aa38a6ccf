"""How messages look, on Telegram: short or full, with a preview or none, split well, and never broken by a title."""

import pytest

from tests.botapi import TelegramDouble

QUESTION = "When will Rubio meet Lavrov?"


@pytest.mark.usefixtures("bot")
async def test_demand_11_short_or_full_with_or_without_a_preview(telegram: TelegramDouble) -> None:
    alice = telegram.person("Alice")
    await alice.write(QUESTION)
    full = await telegram.next_message(alice)
    assert "Headlines" in full.text
    await alice.write("/settings")
    menu = await telegram.next_message(alice)
    assert await alice.tap(menu, "Short answers") == ""
    await telegram.wait_until(lambda: "Answers and briefs: short" in menu.text)
    assert await alice.tap(menu, "Show preview") == ""
    await telegram.wait_until(lambda: "Preview of the first link: shown" in menu.text)
    await alice.write(QUESTION)
    short = await telegram.next_message(alice)
    assert len(short.text) < len(full.text)
    assert "Headlines" not in short.text
    assert "Sample Wire" in short.text
    assert short.buttons == full.buttons
    before, after = (telegram.calls_of("sendMessage")[number].parameters["link_preview_options"] for number in (0, -1))
    assert (before["is_disabled"], after["is_disabled"]) == (True, False)
    await alice.write("/brief")
    brief = await telegram.next_message(alice)
    assert "expandable_blockquote" not in [entity.type for entity in brief.content.entities]
