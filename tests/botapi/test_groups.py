"""Groups, forums and channels: what the bot gets to see, who posts as whom, topics."""

from typing import Any

import pytest

from tests.botapi import BotSettings, TelegramDouble
from tests.botapi.chats import Topic
from tests.botapi.conftest import Api


async def seen(api: Api) -> list[dict[str, Any]]:
    """The messages and posts that reached the bot."""
    updates = (await api("getUpdates")).result
    messages = [update.get("message") or update.get("channel_post") for update in updates]
    return [message for message in messages if message is not None]


async def seen_texts(api: Api) -> list[str]:
    return [message["text"] for message in await seen(api) if "text" in message]


async def test_with_privacy_the_bot_sees_what_is_meant_for_it(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    group = telegram.supergroup("Town", person)
    own = (await api("sendMessage", chat_id=group.id, text="Rain.")).result
    message = group.messages[own["message_id"]]
    other = await person.write("nice weather", chat=group)
    await person.write("/brief", chat=group)
    await person.write("/brief@newsdesk_test_bot", chat=group)
    await person.write("/brief@other_bot", chat=group)
    await person.write("what now, @Newsdesk_Test_Bot?", chat=group)
    await person.write("what now, @somebody?", chat=group)
    await person.write("and tomorrow?", chat=group, reply_to=message)
    await person.write("indeed", chat=group, reply_to=other)
    assert await seen_texts(api) == [
        "/brief",
        "/brief@newsdesk_test_bot",
        "what now, @Newsdesk_Test_Bot?",
        "and tomorrow?",
    ]


async def test_an_admin_sees_everything(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    group = telegram.supergroup("Town", person)
    group.promote(telegram.world.bot)
    await person.write("nice weather", chat=group)
    assert await seen_texts(api) == ["nice weather"]


async def test_without_privacy_the_bot_sees_everything_and_says_so(api: Api) -> None:
    async with TelegramDouble(BotSettings(privacy=False)) as telegram:
        person = telegram.person()
        await person.write("nice weather", chat=telegram.group("Town", person))
        open_api = Api(telegram, api.session)
        assert await seen_texts(open_api) == ["nice weather"]
        assert (await open_api("getMe")).result["can_read_all_group_messages"] is True
    assert (await api("getMe")).result["can_read_all_group_messages"] is False


async def test_anonymous_admins_post_as_the_group(api: Api, telegram: TelegramDouble) -> None:
    owner, admin = telegram.person("Olga"), telegram.person("Ada")
    group = telegram.supergroup("Town", owner)
    group.promote(admin, anonymous=True)
    await admin.write("/settings", chat=group)
    message = (await seen(api))[-1]
    assert message["from"]["username"] == "GroupAnonymousBot"
    assert message["sender_chat"]["id"] == group.id


async def test_people_can_post_as_a_channel(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    channel = telegram.channel("News", person, with_bot=False)
    await person.write("/brief", chat=telegram.supergroup("Town", person), send_as=channel)
    message = (await seen(api))[-1]
    assert (message["from"]["username"], message["sender_chat"]["id"]) == ("Channel_Bot", channel.id)


async def test_posts_of_a_channel_have_no_sender(api: Api, telegram: TelegramDouble) -> None:
    owner = telegram.person()
    channel = telegram.channel("News", owner)
    await owner.write("We are live", chat=channel)
    (post,) = await seen(api)
    assert (post["sender_chat"]["id"], "from" in post) == (channel.id, False)
    with pytest.raises(ValueError, match="cannot write to News"):
        await telegram.person("Gus").write("hello", chat=channel)


async def test_comings_and_goings_are_told(api: Api, telegram: TelegramDouble) -> None:
    owner, guest = telegram.person("Olga"), telegram.person("Gus")
    group = telegram.group("Town", owner)
    guest.join(group)
    guest.leave(group)
    updates = (await api("getUpdates")).result
    change = updates[0]["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("left", "member")
    assert updates[1]["message"]["new_chat_members"][0]["id"] == telegram.world.bot.id
    assert updates[2]["message"]["new_chat_members"][0]["id"] == guest.id
    assert updates[3]["message"]["left_chat_member"]["id"] == guest.id
    with pytest.raises(ValueError, match="cannot write"):
        await guest.write("/brief", chat=group)


async def test_a_change_of_the_bots_rights_is_told(api: Api, telegram: TelegramDouble) -> None:
    group = telegram.supergroup("Town", telegram.person("Olga"))
    group.promote(telegram.world.bot, can_pin_messages=False)
    group.demote(telegram.world.bot)
    changes = [update["my_chat_member"] for update in (await api("getUpdates")).result if "my_chat_member" in update]
    assert [change["new_chat_member"]["status"] for change in changes] == ["member", "administrator", "member"]
    rights = changes[1]["new_chat_member"]
    assert (rights["can_delete_messages"], rights["can_pin_messages"], "can_post_messages" in rights) == (
        True,
        False,
        False,
    )


async def test_topics_have_threads(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    forum = telegram.supergroup("Town", person, is_forum=True)
    weather = forum.topic("Weather")
    question = await person.write("/brief", chat=forum, thread=weather)
    message = (await seen(api))[-1]
    assert (message["message_thread_id"], message["is_topic_message"]) == (weather.id, True)
    assert message["chat"]["is_forum"] is True
    assert message["reply_to_message"]["forum_topic_created"]["name"] == "Weather"
    sent = (await api("sendMessage", chat_id=forum.id, text="Rain.", message_thread_id=weather.id)).result
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (weather.id, True)
    answer = {"message_id": question.message_id}
    replied = (await api("sendMessage", chat_id=forum.id, text="Rain.", reply_parameters=answer)).result
    assert replied["message_thread_id"] == weather.id
    assert replied["reply_to_message"]["message_id"] == question.message_id
    general = (await api("sendMessage", chat_id=forum.id, text="Rain.")).result
    assert "message_thread_id" not in general


async def test_threads_that_are_not_there_or_closed(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    forum = telegram.supergroup("Town", person, is_forum=True)
    topic = forum.topic("Weather")
    for wrong in (1, 999):
        reply = await api("sendMessage", chat_id=forum.id, text="x", message_thread_id=wrong)
        assert (reply.status, reply.problem) == (400, "Bad Request: message thread not found")
    forum.close_topic(topic)
    place = {"chat_id": forum.id, "text": "x", "message_thread_id": topic.id}
    assert (await api("sendMessage", **place)).problem == "Bad Request: TOPIC_CLOSED"
    forum.promote(telegram.world.bot)
    assert (await api("sendMessage", **place)).status == 200
    forum.demote(telegram.world.bot)
    forum.reopen_topic(topic)
    assert (await api("sendMessage", **place)).status == 200
    forum.delete_topic(topic)
    assert (await api("sendMessage", **place)).problem == "Bad Request: message thread not found"
    person_chat = telegram.person("Bob")
    await person_chat.start()
    reply = await api("sendMessage", chat_id=person_chat.id, text="x", message_thread_id=5)
    assert reply.problem == "Bad Request: message thread not found"
    told = [message for message in await seen(api) if message.get("is_topic_message")]
    opened, closed, reopened = told
    assert {"forum_topic_created", "text"} & opened.keys() == {"forum_topic_created"}
    assert "forum_topic_closed" in closed
    assert "forum_topic_reopened" in reopened


async def test_people_cannot_write_into_a_closed_topic(telegram: TelegramDouble) -> None:
    owner, guest = telegram.person("Olga"), telegram.person("Gus")
    forum = telegram.supergroup("Town", owner, is_forum=True)
    guest.join(forum)
    topic = forum.topic("Weather")
    forum.close_topic(topic)
    with pytest.raises(ValueError, match="the topic Weather"):
        await guest.write("/brief", chat=forum, thread=topic)
    await owner.write("/brief", chat=forum, thread=topic)
    general = await guest.write("/brief", chat=forum, thread=Topic(1, "General"))
    assert general.thread_id is None


async def test_replies_in_a_supergroup_without_topics_have_a_thread_that_is_no_topic(
    api: Api, telegram: TelegramDouble
) -> None:
    person = telegram.person()
    group = telegram.supergroup("Town", person)
    first = await person.write("/brief", chat=group)
    second = await person.write("/brief again", chat=group, reply_to=first)
    await person.write("/brief more", chat=group, reply_to=second)
    shown = [(message.get("message_thread_id"), "is_topic_message" in message) for message in (await seen(api))[-3:]]
    assert shown == [(None, False), (first.message_id, False), (first.message_id, False)]


async def test_message_identifiers_repeat_across_chats(telegram: TelegramDouble) -> None:
    person = telegram.person()
    one, two = telegram.supergroup("One", person), telegram.supergroup("Two", person)
    first = [await person.write("/brief", chat=chat) for chat in (one, two)]
    assert first[0].message_id == first[1].message_id
