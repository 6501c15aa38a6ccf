"""What a chat is told of the topics that it follows, and what it is not."""

from datetime import timedelta

from tests.bot.newsroom import ARREST, CHESS, RESCUE, RESCUE_TOLD_AGAIN, RESCUE_TOLD_THIRD, Told
from tests.bot.topics.conftest import Bot
from tests.botapi import Person, TelegramDouble

HOUR = timedelta(hours=1)


async def marked(bot: Bot, telegram: TelegramDouble, person: Person) -> None:
    """Wait until everything that came in before has been looked at: until a later article has been told."""
    bot.news.write(CHESS)
    assert "chess championship" in (await telegram.next_message(person)).text


async def test_one_message_tells_of_what_comes_in(telegram: TelegramDouble, bot: Bot, alice: Person) -> None:
    await bot.follow(alice, "ferry accidents")
    url = bot.news.write(RESCUE, "Coast Herald")
    alert = await telegram.next_message(alice)
    assert alert.text.startswith("🔔 ferry accidents\n\nForty-two passengers rescued")
    assert "The Chilean coast guard said that nobody was hurt." in alert.text
    assert "Coast Herald, " in alert.text
    assert url in [entity.get("url") for entity in alert.entities]
    assert alert.buttons == [["Follow this story", "Change topic"]]


async def test_demand_20_nothing_is_sent_when_nothing_matches(
    telegram: TelegramDouble, bot: Bot, alice: Person
) -> None:
    await bot.follow(alice, "volcano eruptions")
    await bot.follow(alice, "chess")
    bot.news.write(RESCUE)
    await marked(bot, telegram, alice)


async def test_demand_1_keywords_to_include_and_exclude(telegram: TelegramDouble, bot: Bot, alice: Person) -> None:
    bob = telegram.person("Bob")
    await bot.follow(alice, "ferries -estrella")
    await bot.follow(alice, "ferries +iceland")
    await bot.follow(alice, "chess")
    await bot.follow(bob, '+ferries "coast guard"')
    bot.news.write(RESCUE)
    assert (await telegram.next_message(bob)).text.startswith('🔔 +ferries "coast guard"')
    await marked(bot, telegram, alice)


async def test_demand_3_one_message_per_story_across_sources(telegram: TelegramDouble, bot: Bot, alice: Person) -> None:
    await bot.follow(alice, "ferry accidents")
    bot.news.write(RESCUE, "Coast Herald")
    alert = await telegram.next_message(alice)
    bot.pass_time(HOUR)
    bot.news.write(RESCUE_TOLD_AGAIN, "Harbour Post")
    await telegram.wait_until(lambda: "2 sources: Harbour Post, Coast Herald" in alert.text)
    assert "Forty-two passengers rescued" in alert.text
    assert "Updated " in alert.text
    assert len(telegram.messages(alice)) == 2


async def test_demand_19_a_new_turn_replies_to_the_first_alert(
    telegram: TelegramDouble, bot: Bot, alice: Person
) -> None:
    await bot.follow(alice, "ferry accidents")
    bot.news.write(RESCUE, "Coast Herald")
    alert = await telegram.next_message(alice)
    bot.pass_time(5 * HOUR)
    bot.news.write(ARREST, "Harbour Post")
    turn = await telegram.next_message(alice)
    assert turn.text.startswith("↪ ferry accidents: what is new\n\nOwner of sunk ferry Estrella arrested")
    assert turn.reply_to is alert
    assert alert.edits == []


async def test_demand_19_a_new_turn_edits_what_is_still_fresh(
    telegram: TelegramDouble, bot: Bot, alice: Person
) -> None:
    await bot.follow(alice, "ferry accidents")
    bot.news.write(RESCUE, "Coast Herald")
    alert = await telegram.next_message(alice)
    bot.pass_time(HOUR)
    bot.news.write(ARREST, "Coast Herald")
    await telegram.wait_until(lambda: "Owner of sunk ferry Estrella arrested" in alert.text)
    assert len(telegram.messages(alice)) == 2


async def test_the_same_told_again_later_is_not_repeated(telegram: TelegramDouble, bot: Bot, alice: Person) -> None:
    await bot.follow(alice, "ferry accidents")
    await bot.follow(alice, "chess")
    bot.news.write(RESCUE, "Coast Herald")
    await telegram.next_message(alice)
    bot.pass_time(5 * HOUR)
    bot.news.write(RESCUE_TOLD_AGAIN, "Harbour Post")
    bot.news.write(RESCUE_TOLD_THIRD, "Sea News")
    bot.news.write(RESCUE, "Mirror")
    await marked(bot, telegram, alice)


async def test_demand_4_no_repeats_after_an_edit_a_copy_or_a_restart(
    telegram: TelegramDouble, bot: Bot, alice: Person
) -> None:
    await bot.follow(alice, "ferry accidents")
    await bot.follow(alice, "chess")
    url = bot.news.write(RESCUE, "Coast Herald")
    alert = await telegram.next_message(alice)
    await bot.end()
    bot.pass_time(5 * HOUR)
    await bot.start()
    edited = Told(f"{RESCUE.title} – all safe", f"{RESCUE.text} The coast guard thanked the fishermen who had helped.")
    bot.news.rewrite(url, edited, "Coast Herald")
    bot.news.write(edited, "Second Domain")
    await bot.end()
    await bot.start()
    await marked(bot, telegram, alice)
    assert alert.edits == []


async def test_only_what_is_newer_than_the_topic(telegram: TelegramDouble, bot: Bot, alice: Person) -> None:
    bot.news.write(RESCUE)
    bot.pass_time(HOUR)
    reply = await bot.follow(alice, "ferry accidents")
    assert "Forty-two passengers rescued" in reply.text
    await bot.follow(alice, "chess")
    bot.news.write(RESCUE_TOLD_AGAIN, "Archive", age=timedelta(days=2))
    await marked(bot, telegram, alice)


async def test_what_is_old_is_no_news(telegram: TelegramDouble, bot: Bot, alice: Person) -> None:
    await bot.follow(alice, "ferry accidents")
    await bot.follow(alice, "chess")
    bot.pass_time(timedelta(days=9))
    bot.news.write(RESCUE, age=timedelta(days=4))
    await marked(bot, telegram, alice)


async def test_different_topics_go_to_different_chats(telegram: TelegramDouble, bot: Bot, alice: Person) -> None:
    bob = telegram.person("Bob")
    group = telegram.group("Group", alice)
    await bot.follow(bob, "chess")
    await bot.follow(alice, "ferry accidents", chat=group)
    bot.news.write(RESCUE)
    bot.news.write(CHESS)
    assert "ferry" in (await telegram.next_message(group)).text
    assert "chess" in (await telegram.next_message(bob)).text
    assert len(telegram.messages(group)) == len(telegram.messages(bob)) == 2
    assert telegram.messages(alice) == []


async def test_demand_2_topics_of_a_forum_topic_stay_in_it(telegram: TelegramDouble, bot: Bot, alice: Person) -> None:
    forum = telegram.supergroup("Forum", alice, is_forum=True)
    ships = forum.topic("Ships")
    await bot.follow(alice, "ferry accidents", chat=forum, thread=ships)
    bot.news.write(RESCUE)
    assert (await telegram.next_message(forum)).thread_id == ships.id


async def test_a_channel_hears_of_topics_chosen_in_private(telegram: TelegramDouble, bot: Bot, alice: Person) -> None:
    await bot.say(alice, "/start")
    channel = telegram.channel("Ships", alice, username="shipnews")
    assert "I can post in the channel Ships now." in (await telegram.next_message(alice)).text
    await bot.say(alice, "/channel @shipnews")
    await bot.say(alice, "/subscribe ferry accidents")
    bot.news.write(RESCUE)
    assert "ferry accidents" in (await telegram.next_message(channel)).text
    assert len(telegram.messages(alice)) == 4


async def test_a_story_that_is_followed(telegram: TelegramDouble, bot: Bot, alice: Person) -> None:
    await bot.follow(alice, "chess")
    bot.news.write(RESCUE, "Coast Herald")
    answer = await bot.say(alice, "Who was rescued off Valparaíso?")
    await alice.tap(answer, "Follow story")
    followed = await telegram.next_message(alice)
    assert followed.text.startswith("I will tell you when there is something new in “Forty-two passengers")
    bot.news.write(RESCUE_TOLD_AGAIN, "Harbour Post")
    await marked(bot, telegram, alice)
    bot.news.write(ARREST, "Sea News")
    turn = await telegram.next_message(alice)
    assert "Owner of sunk ferry Estrella arrested" in turn.text
    assert turn.buttons == [["Change topic"]]
