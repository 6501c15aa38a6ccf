"""Where the bot may write, and the words where it may not."""

from typing import Any

import pytest

from tests.botapi import Group, TelegramDouble
from tests.botapi.conftest import Api, Reply


async def say(api: Api, chat_id: int | str, **more: Any) -> Reply:
    return await api("sendMessage", chat_id=chat_id, text="x", **more)


async def test_people_must_be_met_and_must_write_first(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    assert (await say(api, person.id)).problem == "Bad Request: chat not found"
    group = telegram.group("Town", telegram.person("Olga"))
    group.add(person)
    assert (await say(api, person.id)).problem == "Forbidden: bot can't initiate conversation with a user"
    await person.start()
    assert (await say(api, person.id)).status == 200


async def test_a_block_forbids_and_is_told(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    await person.start()
    person.block()
    reply = await say(api, person.id)
    assert (reply.status, reply.problem) == (403, "Forbidden: bot was blocked by the user")
    person.unblock()
    assert (await say(api, person.id)).status == 200
    told = [update["my_chat_member"] for update in (await api("getUpdates")).result[1:]]
    assert [change["new_chat_member"]["status"] for change in told] == ["kicked", "member"]
    assert told[0]["chat"]["type"] == "private"


async def test_a_deleted_account_is_told_apart(api: Api, telegram: TelegramDouble) -> None:
    person = telegram.person()
    await person.start()
    person.deactivate()
    reply = await say(api, person.id)
    assert (reply.status, reply.problem) == (403, "Forbidden: user is deactivated")


async def test_bots_do_not_write_to_bots(api: Api, telegram: TelegramDouble) -> None:
    assert (await say(api, telegram.world.bot.id)).problem == "Forbidden: bots can't send messages to bots"


def chat_of(telegram: TelegramDouble, kind: str, *, with_bot: bool = True) -> Group:
    owner = telegram.person("Olga")
    match kind:
        case "group":
            return telegram.group("Town", owner, with_bot=with_bot)
        case "supergroup":
            return telegram.supergroup("Town", owner, with_bot=with_bot)
    return telegram.channel("Town", owner, with_bot=with_bot)


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_the_bot_must_be_in_the_chat(api: Api, telegram: TelegramDouble, kind: str) -> None:
    group = chat_of(telegram, kind, with_bot=False)
    reply = await say(api, group.id)
    assert (reply.status, reply.problem) == (403, f"Forbidden: bot is not a member of the {kind} chat")
    group.add_bot()
    assert (await say(api, group.id)).status == 200
    group.remove_bot()
    reply = await say(api, group.id)
    assert (reply.status, reply.problem) == (403, f"Forbidden: bot was kicked from the {kind} chat")
    statuses = [
        update["my_chat_member"]["new_chat_member"]["status"]
        for update in (await api("getUpdates")).result
        if "my_chat_member" in update
    ]
    assert statuses == ["administrator" if kind == "channel" else "member", "kicked"]


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_the_bot_can_leave(api: Api, telegram: TelegramDouble, kind: str) -> None:
    group = chat_of(telegram, kind)
    assert (await api("leaveChat", chat_id=group.id)).result is True
    assert "is not a member" in (await say(api, group.id)).problem
    assert (await api("leaveChat", chat_id=telegram.world.bot.id)).status == 403


async def test_a_deleted_group_is_gone(api: Api, telegram: TelegramDouble) -> None:
    group = chat_of(telegram, "group")
    group.delete()
    assert (await say(api, group.id)).problem == "Forbidden: the group chat was deleted"


async def test_rights_to_send(api: Api, telegram: TelegramDouble) -> None:
    group = chat_of(telegram, "supergroup")
    group.restrict(telegram.world.bot)
    reply = await say(api, group.id)
    assert (reply.status, reply.problem) == (400, "Bad Request: not enough rights to send text messages to the chat")
    group.restrict(telegram.world.bot, can_send_messages=True)
    assert (await say(api, group.id)).status == 200
    group.promote(telegram.world.bot)
    group.members_may["can_send_messages"] = False
    assert (await say(api, group.id)).status == 200
    group.demote(telegram.world.bot)
    assert "not enough rights" in (await say(api, group.id)).problem
    channel = chat_of(telegram, "channel")
    channel.promote(telegram.world.bot, can_post_messages=False)
    assert (await say(api, channel.id)).problem == "Bad Request: need administrator rights in the channel chat"


async def test_public_chats_have_names_and_people_do_not(api: Api, telegram: TelegramDouble) -> None:
    owner = telegram.person("Olga", username="olga_news")
    await owner.start()
    channel = telegram.channel("Town", owner, username="TownNews")
    assert (await say(api, "@townnews")).result["chat"]["id"] == channel.id
    assert (await say(api, "@olga_news")).problem == "Bad Request: chat not found"
    assert (await say(api, str(owner.id))).status == 200
    assert (await say(api, "")).problem == "Bad Request: chat_id is empty"


async def test_a_group_that_became_a_supergroup_says_where_it_went(api: Api, telegram: TelegramDouble) -> None:
    group = chat_of(telegram, "group")
    new = group.migrate()
    for method, more in (("sendMessage", {"text": "x"}), ("getChat", {}), ("sendChatAction", {"action": "typing"})):
        reply = await api(method, chat_id=group.id, **more)
        assert reply.status == 400
        assert reply.problem == "Bad Request: group chat was upgraded to a supergroup chat"
        assert reply.body["parameters"] == {"migrate_to_chat_id": new.id}
    assert (await say(api, new.id)).status == 200
    told = [update["message"] for update in (await api("getUpdates")).result if "message" in update]
    assert (told[-2]["chat"]["id"], told[-2]["migrate_to_chat_id"]) == (group.id, new.id)
    assert (told[-1]["chat"]["id"], told[-1]["migrate_from_chat_id"]) == (new.id, group.id)


async def test_what_a_chat_is_and_who_is_in_it(api: Api, telegram: TelegramDouble) -> None:
    owner, admin, guest = telegram.person("Olga"), telegram.person("Ada"), telegram.person("Gus")
    group = telegram.supergroup("Town", owner, username="town")
    group.add(admin)
    group.promote(admin, anonymous=True)
    chat = (await api("getChat", chat_id="@town")).result
    assert (chat["id"], chat["type"], chat["title"]) == (group.id, "supergroup", "Town")
    admins = (await api("getChatAdministrators", chat_id=group.id)).result
    assert [(member["user"]["id"], member["status"]) for member in admins] == [
        (owner.id, "creator"),
        (admin.id, "administrator"),
    ]
    assert admins[1]["is_anonymous"] is True
    assert (await api("getChatMemberCount", chat_id=group.id)).result == 3
    member = await api("getChatMember", chat_id=group.id, user_id=guest.id)
    assert member.problem == "Bad Request: user not found"
    await guest.start()
    assert (await api("getChatMember", chat_id=group.id, user_id=guest.id)).result["status"] == "left"
    private = await api("getChatAdministrators", chat_id=guest.id)
    assert private.problem == "Bad Request: there are no administrators in the private chat"
    channel = telegram.channel("Other", owner, with_bot=False, username="other_town")
    hidden = await api("getChatMember", chat_id=channel.id, user_id=guest.id)
    assert hidden.problem == "Bad Request: member list is inaccessible"
