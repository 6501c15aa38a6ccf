"""Following, listing and changing topics, as people type and tap it."""

import asyncio
from datetime import timedelta

import pytest

from tests.bot.newsroom import CHESS, RESCUE
from tests.bot.topics.conftest import Bot
from tests.botapi import Message, Person, TelegramDouble, lost

HINT = "few: only what is nearest to it, all: whatever may have to do with it"


async def tapped(telegram: TelegramDouble, person: Person, message: Message, label: str) -> str:
    """Tap a button that changes its own message; the text it has then."""
    before = len(message.edits)
    await person.tap(message, label)
    await telegram.wait_until(lambda: len(message.edits) > before)
    return message.text


async def test_demand_20_subscribing_shows_the_newest_that_is_there(bot: Bot, alice: Person) -> None:
    bot.news.write(CHESS)
    bot.news.write(RESCUE, "Coast Herald")
    bot.pass_time(timedelta(seconds=1))  # what came in before it is followed is shown, and not told once more
    reply = await bot.follow(alice, "ferry accidents")
    assert "The newest so far\n• Forty-two passengers rescued" in reply.text
    assert "Coast Herald" in reply.text
    assert "chess" not in reply.text
    assert reply.buttons == [["Change topic", "My topics"]]


async def test_subscribing_to_what_is_not_there_yet(bot: Bot, alice: Person) -> None:
    reply = await bot.follow(alice, "volcano eruptions")
    assert reply.text.endswith("There is nothing on it in my sources yet.")


async def test_a_topic_is_followed_once(bot: Bot, alice: Person) -> None:
    await bot.follow(alice, "ferry accidents")
    again = await bot.say(alice, "/subscribe Ferry  accidents")
    assert again.text.endswith("You follow that already.")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/subscribe", "Write what you want to hear of, for example: /subscribe wildfires in Chile"),
        ("/subscribe a", "One letter is no topic; write a word or more."),
        ("/subscribe " + "x" * 4085, "A topic has 300 characters at most; a few words do best."),
        ("/subscribe …", "There are no words in that; write a topic such as: wildfires in Chile"),
        ("/subscribe -football", "That says only what must not be in it; write what you want to hear of, too."),
        ("/subscribe " + " ".join(f"+w{number}" for number in range(21)), "A topic has 20 words with + or - at most."),
        ("/topics 9", "There is no topic 9; /topics shows all."),
        ("/topics", "You follow no topics yet. /subscribe follows one in your words."),
    ],
)
async def test_what_cannot_be_done_is_said_in_a_sentence(bot: Bot, alice: Person, typed: str, said: str) -> None:
    assert (await bot.say(alice, typed)).text.startswith(said)


async def test_a_topic_is_changed_by_buttons(telegram: TelegramDouble, bot: Bot, alice: Person) -> None:
    followed = await bot.follow(alice, "ferry accidents")
    assert await tapped(telegram, alice, followed, "Change topic") == f"ferry accidents\nat once · normal\n\n{HINT}"
    assert followed.buttons == [
        ["few", "✓ normal", "all"],
        ["✓ at once", "hourly", "daily"],
        ["Edit", "Pause", "Delete"],
        ["My topics"],
    ]
    assert "at once · few" in await tapped(telegram, alice, followed, "few")
    assert "daily · few" in await tapped(telegram, alice, followed, "daily")
    assert "daily · few · paused" in await tapped(telegram, alice, followed, "Pause")
    assert "1. ferry accidents — daily · few · paused" in await tapped(telegram, alice, followed, "My topics")
    await tapped(telegram, alice, followed, "1")
    assert "paused" not in await tapped(telegram, alice, followed, "Resume")
    assert await tapped(telegram, alice, followed, "Delete") == "Delete “ferry accidents”?"
    assert "daily · few" in await tapped(telegram, alice, followed, "No")
    await tapped(telegram, alice, followed, "Delete")
    assert await tapped(telegram, alice, followed, "Yes, delete") == "I no longer follow “ferry accidents”."
    assert await tapped(telegram, alice, followed, "My topics") == (
        "You follow no topics yet. /subscribe follows one in your words."
    )
    assert len(telegram.messages(alice)) == 1


async def test_a_button_tapped_twice_at_once_changes_once(telegram: TelegramDouble, bot: Bot, alice: Person) -> None:
    followed = await bot.follow(alice, "ferry accidents")
    await tapped(telegram, alice, followed, "Change topic")
    pause = str(followed.button("Pause")["callback_data"])
    texts = await asyncio.gather(alice.tap(followed, data=pause), alice.tap(followed, data=pause))
    assert list(texts) == ["", ""]
    assert "paused" in (await bot.say(alice, "/topics")).text
    assert len(telegram.messages(alice)) == 2


async def test_a_button_changes_a_message_whose_number_the_bot_was_not_told(
    telegram: TelegramDouble, bot: Bot, alice: Person
) -> None:
    telegram.fail("sendMessage", lost(), chat=alice)
    followed = await bot.follow(alice, "ferry accidents")
    assert (await tapped(telegram, alice, followed, "Change topic")).startswith("ferry accidents\nat once · normal")
    assert "paused" in await tapped(telegram, alice, followed, "Pause")


async def test_a_topic_gets_other_words(telegram: TelegramDouble, bot: Bot, alice: Person) -> None:
    followed = await bot.follow(alice, "ferry accidents")
    await tapped(telegram, alice, followed, "Change topic")
    assert (await tapped(telegram, alice, followed, "Edit")).endswith("Send me the new words.")
    changed = await bot.say(alice, "chess -poker")
    assert changed.text.startswith("chess -poker\nat once · normal")
    assert changed.text.endswith("It was “ferry accidents”.")
    bot.news.write(RESCUE)
    bot.news.write(CHESS)
    assert "chess championship" in (await telegram.next_message(alice)).text
    again = await bot.say(alice, "/topics 1 a")
    assert again.text == "One letter is no topic; write a word or more."


async def test_a_paused_topic_is_silent(telegram: TelegramDouble, bot: Bot, alice: Person) -> None:
    paused = await bot.follow(alice, "ferry accidents")
    await bot.follow(alice, "chess")
    await tapped(telegram, alice, paused, "Change topic")
    await tapped(telegram, alice, paused, "Pause")
    bot.news.write(RESCUE)
    bot.news.write(CHESS)
    assert "chess championship" in (await telegram.next_message(alice)).text


async def test_an_answer_can_be_followed(telegram: TelegramDouble, bot: Bot, alice: Person) -> None:
    bot.news.write(CHESS)
    answer = await bot.say(alice, "Did a volcano erupt in Iceland yesterday?")
    assert "not in my sources" in answer.text
    await alice.tap(answer, "Follow topic")
    followed = await telegram.next_message(alice)
    assert followed.text.startswith("I will tell you of news on “volcano erupt Iceland”.")
    assert await alice.tap(answer, "Follow topic") == "You have it already, a little further down."


async def test_an_alert_stays_when_its_topic_is_changed(telegram: TelegramDouble, bot: Bot, alice: Person) -> None:
    await bot.follow(alice, "ferry accidents")
    bot.news.write(RESCUE)
    alert = await telegram.next_message(alice)
    await alice.tap(alert, "Change topic")
    card = await telegram.next_message(alice)
    assert card.text.startswith("ferry accidents\nat once")
    await tapped(telegram, alice, card, "hourly")
    assert alert.edits == []


async def test_a_long_list_has_pages(telegram: TelegramDouble, bot: Bot, alice: Person) -> None:
    for number in range(12):
        bot.follow_quietly(alice, f"topic of number {number}")
    listed = await bot.say(alice, "/topics")
    assert "10. topic of number 9" in listed.text
    assert listed.buttons == [["1", "2", "3", "4", "5"], ["6", "7", "8", "9", "10"], ["›"]]
    assert "12. topic of number 11" in await tapped(telegram, alice, listed, "›")
    assert listed.buttons == [["11", "12"], ["‹"]]


async def test_no_more_topics_than_can_be_followed(bot: Bot, alice: Person) -> None:
    await bot.say(alice, "/help")
    for number in range(100):
        bot.follow_quietly(alice, f"topic of number {number}")
    reply = await bot.say(alice, "/subscribe one more")
    assert reply.text.startswith("100 topics are the most that can be followed")


async def test_only_admins_change_what_a_group_follows(telegram: TelegramDouble, bot: Bot, alice: Person) -> None:
    mallory = telegram.person("Mallory", language_code="en")
    group = telegram.group("Group", alice)
    group.add(mallory)
    followed = await bot.follow(alice, "ferry accidents", chat=group)
    refusal = "Only admins of this group can do that."
    assert (await bot.say(mallory, "/subscribe chess", chat=group)).text == refusal
    assert await mallory.tap(followed, "Change topic") == refusal
    assert await mallory.tap(followed, data="1:drop.1.1") == refusal


async def test_the_topics_of_another_chat_cannot_be_touched(telegram: TelegramDouble, bot: Bot, alice: Person) -> None:
    mallory = telegram.person("Mallory", language_code="en")
    followed = await bot.follow(alice, "ferry accidents")
    number = str(followed.button("Change topic")["callback_data"]).rpartition(".")[2]
    own = await bot.follow(mallory, "chess")
    for action in ("topic.{}", "sense.{}.0", "pace.{}.1", "pause.{}.1", "reword.{}", "drop.{}.0", "drop.{}.1"):
        said = await mallory.tap(own, data=f"1:{action.format(number)}")
        assert said == "That topic is no longer followed; /topics shows those that are."
    assert "at once · normal" in (await bot.say(alice, "/topics")).text


@pytest.mark.parametrize("data", ["1:sense.1.99", "1:topics.999999999999999999", "1:story.999999999", "1:follow.7"])
async def test_forged_presses_break_nothing(bot: Bot, alice: Person, data: str) -> None:
    followed = await bot.follow(alice, "ferry accidents")
    await alice.tap(followed, data=data)
    assert (await bot.say(alice, "/topics")).text.startswith("What you follow")
