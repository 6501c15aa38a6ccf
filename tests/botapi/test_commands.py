"""Command lists by scope and language, and the bot's name and descriptions."""

from typing import Any

import pytest

from tests.botapi import TelegramDouble
from tests.botapi.conftest import Api


def commands(*names: str) -> list[dict[str, str]]:
    return [{"command": name, "description": f"About {name}"} for name in names]


async def test_each_scope_and_language_has_a_list_of_its_own(api: Api, telegram: TelegramDouble) -> None:
    private = {"type": "all_private_chats"}
    await api("setMyCommands", commands=commands("help"))
    await api("setMyCommands", commands=commands("ask"), scope=private)
    await api("setMyCommands", commands=commands("frag"), scope=private, language_code="de")
    assert (await api("getMyCommands")).result == commands("help")
    assert (await api("getMyCommands", scope=private)).result == commands("ask")
    assert (await api("getMyCommands", scope=private, language_code="de")).result == commands("frag")
    assert (await api("getMyCommands", language_code="de")).result == []
    await api("deleteMyCommands", scope=private, language_code="de")
    assert (await api("getMyCommands", scope=private, language_code="de")).result == []


async def test_people_see_the_narrowest_list_in_their_language(api: Api, telegram: TelegramDouble) -> None:
    owner, guest = telegram.person("Olga", language_code="de-AT"), telegram.person("Gus", language_code="fr")
    group = telegram.supergroup("Town", owner)
    guest.join(group)
    shown = telegram.world.commands.shown
    assert shown(owner, owner.chat) == []
    await api("setMyCommands", commands=commands("help"))
    await api("setMyCommands", commands=commands("brief"), scope={"type": "all_group_chats"})
    await api("setMyCommands", commands=commands("rules"), scope={"type": "all_chat_administrators"})
    await api(
        "setMyCommands", commands=commands("regeln"), scope={"type": "all_chat_administrators"}, language_code="de"
    )
    assert shown(owner, owner.chat) == commands("help")
    assert shown(guest, group) == commands("brief")
    assert shown(owner, group) == commands("regeln")
    member = {"type": "chat_member", "chat_id": group.id, "user_id": guest.id}
    await api("setMyCommands", commands=commands("guest"), scope=member)
    assert shown(guest, group) == commands("guest")
    nowhere = await api("setMyCommands", commands=commands("x"), scope={"type": "chat", "chat_id": 5})
    assert nowhere.problem == "Bad Request: chat not found"


@pytest.mark.parametrize(
    ("parameters", "problem"),
    [
        ({"commands": commands(*(f"c{number}" for number in range(101)))}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": commands("")}, "command must be non-empty"),
        ({"commands": commands("x" * 33)}, "command length must not exceed 32"),
        ({"commands": commands("Brief")}, "BOT_COMMAND_INVALID"),
        ({"commands": commands("news-now")}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "a", "description": " "}]}, "command description must be non-empty"),
        ({"commands": [{"command": "a", "description": "x" * 257}]}, "command description length must not exceed 256"),
        ({"commands": [{"command": "a"}]}, "can't parse commands"),
        ({"commands": commands("a"), "language_code": "pt-br"}, "invalid language code specified"),
        ({"commands": commands("a"), "scope": {"type": "everywhere"}}, "can't parse scope"),
    ],
)
async def test_lists_that_cannot_be_set(api: Api, parameters: dict[str, Any], problem: str) -> None:
    reply = await api("setMyCommands", **parameters)
    assert reply.status == 400
    assert problem in reply.problem


async def test_the_longest_list_passes(api: Api) -> None:
    longest = [{"command": f"{number:_>32}", "description": "x" * 256} for number in range(100)]
    assert (await api("setMyCommands", commands=longest)).result is True


@pytest.mark.parametrize(("what", "longest"), [("Name", 64), ("Description", 512), ("ShortDescription", 120)])
async def test_the_bot_presents_itself_in_each_language(
    api: Api, telegram: TelegramDouble, what: str, longest: int
) -> None:
    field = {"Name": "name", "Description": "description", "ShortDescription": "short_description"}[what]
    usual = telegram.world.settings.first_name if what == "Name" else ""
    assert (await api(f"getMy{what}")).result == {field: usual}
    assert (await api(f"setMy{what}", **{field: "x" * longest})).result is True
    assert (await api(f"setMy{what}", **{field: "Nachrichten"}, language_code="de")).result is True
    assert (await api(f"getMy{what}", language_code="de")).result == {field: "Nachrichten"}
    assert (await api(f"getMy{what}", language_code="fr")).result == {field: "x" * longest}
    assert "too long" in (await api(f"setMy{what}", **{field: "x" * (longest + 1)})).problem
