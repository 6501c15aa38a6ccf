"""The conversation on the sample, as a person types and taps it."""

from datetime import timedelta

import pytest

from bot.conversation.registry import COMMANDS
from bot.incoming import Place
from bot.reply import Reply, Style
from bot.sample import SAMPLE_CLOCK
from tests.bot.conversation.conftest import Say

QUESTION = "When will Rubio meet Lavrov?"


def action(reply: Reply, label: str) -> str:
    return next(button.action for row in reply.buttons for button in row if button.label == label)


def links(reply: Reply) -> list[str]:
    return [run.url for block in reply.blocks for line in block.lines for run in line if run.url]


def test_a_question_is_answered_with_numbered_sources(say: Say) -> None:
    reply = say(QUESTION)
    quotes = next(block for block in reply.blocks if block.style is Style.QUOTE)
    assert any("Thursday" in run.text and "Kuala Lumpur" in run.text for line in quotes.lines for run in line)
    references = [run for line in quotes.lines for run in line if run.text.startswith("[")]
    assert references
    assert all(run.url for run in references)
    assert "Sample Wire" in reply.text
    labels = [[button.label for button in row] for row in reply.buttons]
    assert labels == [["More", "Sources"], ["Follow topic", "Follow story"], ["Right", "Wrong"]]


def test_asking_with_the_command_is_the_same(say: Say) -> None:
    assert say(f"/ask {QUESTION}").blocks == say(QUESTION).blocks


def test_headlines_tell_source_age_and_how_many_carry_them(say: Say) -> None:
    reply = say("Did Korea Zinc choose a place for its smelter?")
    assert "Korea Zinc" in reply.text
    assert "hours ago" in reply.text


def test_what_is_not_in_the_sources_is_said_plainly(say: Say) -> None:
    reply = say("What is the airspeed velocity of an unladen swallow?")
    assert reply.blocks[0].lines[0][0].text == "That is not in my sources."
    assert "The nearest headlines" in reply.text


@pytest.mark.parametrize("text", ["hi", "Hello!", "Привіт", "नमस्ते", "Buenos días"])
def test_a_greeting_is_returned_and_not_searched_for(say: Say, text: str) -> None:
    assert say(text).blocks == say("/start").blocks


@pytest.mark.parametrize("text", ["thanks", "Thank you!", "ok", "спасибо", "धन्यवाद"])
def test_thanks_are_not_searched_for(say: Say, text: str) -> None:
    assert say(text).text == "You are welcome! Ask whenever you want to know more."


def test_thanks_in_a_question_are_no_small_talk(say: Say) -> None:
    assert "Kuala Lumpur" in say(f"Thanks. {QUESTION}").text


def test_headlines_that_are_politely_asked_for(say: Say) -> None:
    assert say("Show me the headlines, please").blocks == say("headlines").blocks


def test_what_an_outlet_did_not_tell(say: Say) -> None:
    reply = say("What did Sample Wire write about the airspeed of a swallow?")
    assert reply.blocks[0].lines[0][0].text == "That is not in what I have from Sample Wire."


def test_more_gives_further_passages_page_by_page(say: Say) -> None:
    reply = say(QUESTION)
    seen = set()
    pages = 0
    while reply.buttons:
        reply = say(action=action(reply, "More"))
        assert reply.text not in seen
        seen.add(reply.text)
        pages += 1
    assert 2 <= pages <= 5
    assert not reply.passing


def test_sources_name_every_source_with_outlet_and_time(say: Say) -> None:
    answer = say(QUESTION)
    reply = say(action=action(answer, "Sources"))
    assert "Cited source" in reply.text
    assert "1. Rubio tells Lavrov" in reply.text or "1. Rubio to see Lavrov" in reply.text
    assert "Times are in UTC." in reply.text
    assert set(links(answer)) & set(links(reply))


def test_a_question_may_continue_the_one_before(say: Say) -> None:
    say(QUESTION)
    assert "Lavrov" in say("And where?", now=SAMPLE_CLOCK + timedelta(minutes=1)).text


def test_buttons_of_another_chat_do_nothing(say: Say) -> None:
    pressed = action(say(QUESTION), "More")
    reply = say(action=pressed, place=Place(8, 1))
    assert reply.passing
    assert reply.text == "I no longer have that answer; please ask again."


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "more",
        "more.1",
        "more.1.2.3",
        "more.x.1",
        "more.-1.1",
        "more.1.99999999999999999999",
        "more.²." + "1",
        "sources.",
        "sources.1.1",
        "drop.1",
        "__class__.1",
        "more.1.1\0",
        "😀" * 16,
    ],
)
def test_forged_presses_get_one_sentence(say: Say, forged: str) -> None:
    reply = say(action=forged)
    assert reply.passing
    assert reply.text == "That button is from another time; please ask again."


def test_a_page_that_is_not_there(say: Say) -> None:
    pressed = action(say(QUESTION), "More")
    beyond = pressed.rsplit(".", 1)[0]
    assert say(action=f"{beyond}.999999999999999999").text == "There is nothing more on that."
    assert say(action=f"{beyond}.0").text == "There is nothing more on that."


def test_the_brief_tells_the_stories_with_details(say: Say) -> None:
    reply = say("/brief")
    assert reply.blocks[0].lines[0][0].text == "The last 24 hours"
    assert "1. " in reply.text
    assert "(3 sources)" in reply.text
    assert any(block.style is Style.DETAILS for block in reply.blocks)


@pytest.mark.parametrize("typed", ["/brief Ukraine 7d", "/brief 7d Ukraine", "/BRIEF  7D   Ukraine "])
def test_a_brief_on_a_topic_and_a_period(say: Say, typed: str) -> None:
    reply = say(typed)
    assert reply.blocks[0].lines[0][0].text == "Ukraine: the last 7 days"
    assert "Ukraine" in reply.text


def test_a_brief_with_nothing_in_it(say: Say) -> None:
    nothing = say("/brief 1h", now=SAMPLE_CLOCK + timedelta(days=90))
    assert nothing.text == "Nothing in the last 1 hour.\nMy newest article: Dec 15, 2025."
    assert nothing.buttons == ()


def test_the_topic_of_a_brief_with_nothing_in_it_can_be_followed(say: Say) -> None:
    nothing = say("/brief volcano on Iceland 1h")
    assert nothing.text.startswith("Nothing on volcano on Iceland in the last 1 hour.")
    followed = say(action=action(nothing, "Follow topic"))
    assert followed.text.startswith("I will tell you of news on “volcano Iceland”.")


@pytest.mark.parametrize("typed", ["/brief 0h", "/brief news 9999d"])
def test_a_period_that_is_none(say: Say, typed: str) -> None:
    assert say(typed).text == "A period is a number of hours, days or weeks up to a year, such as 24h, 7d or 2w."


def test_start_and_help_tell_how_to_ask(say: Say) -> None:
    assert "Just write a question" in say("/start").text
    assert "Just write a question" in say("/start deep-link").text
    assert "Ask with /ask" in say("/start", private=False).text
    told = say("/help").text
    assert all((f"/{command.name}" in told) is not command.operators for command in COMMANDS)
    assert "mention me" in say("/help", private=False).text


@pytest.mark.parametrize("typed", ["/nonsense", "/nonsense at all", "/drop_table;"])
def test_an_unknown_command(say: Say, typed: str) -> None:
    assert "/help" in say(typed).text


@pytest.mark.parametrize("typed", ["/ask", "/ask   ", "", "  \n "])
def test_a_question_without_a_question(say: Say, typed: str) -> None:
    assert say(typed).text == "Write a question with it, for example: /ask What happened in Ukraine yesterday?"


@pytest.mark.parametrize(
    "typed", ["😀" * 4096, "/ask " + "🎉" * 4000, "?!…", "\u200b\u2060", "a" * 4096, "/brief " + "x" * 4000]
)
def test_what_is_no_question_gets_one_sentence(say: Say, typed: str) -> None:
    reply = say(typed)
    assert len(reply.blocks) == 1
    assert len(reply.blocks[0].lines) == 1
    assert len(reply.text) < 200
    assert not reply.buttons
