"""setMyCommands, getMyCommands, deleteMyCommands."""

import re
from typing import Any

from tests.botapi.access import readable_chat
from tests.botapi.errors import bad_request
from tests.botapi.parameters import Parameters
from tests.botapi.world import World

MOST = 100
NAME = re.compile(r"[a-z0-9_]+")
LONGEST_NAME = 32
LONGEST_DESCRIPTION = 256
LANGUAGE = re.compile(r"(?:[a-z]{2})?")
USUAL = {"type": "default"}


def set_my_commands(world: World, parameters: Parameters) -> bool:
    """Replace the list of a scope and language."""
    commands = parameters["commands"]
    if len(commands) > MOST:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check(command["command"], command["description"])
    world.commands.set(_scope(world, parameters), language(parameters), commands)
    world.changes.notify()
    return True


def get_my_commands(world: World, parameters: Parameters) -> list[dict[str, str]]:
    """The list of a scope and language."""
    return world.commands.get(_scope(world, parameters), language(parameters))


def delete_my_commands(world: World, parameters: Parameters) -> bool:
    """Remove the list of a scope and language."""
    world.commands.delete(_scope(world, parameters), language(parameters))
    return True


def language(parameters: Parameters) -> str:
    """The language that a list or a description is for: two letters, or none for all."""
    code: str = parameters.get("language_code", "")
    if not LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def _check(name: str, description: str) -> None:
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > LONGEST_NAME:
        raise bad_request("command length must not exceed 32")
    if not NAME.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description.strip():
        raise bad_request("command description must be non-empty")
    if len(description) > LONGEST_DESCRIPTION:
        raise bad_request("command description length must not exceed 256")


def _scope(world: World, parameters: Parameters) -> dict[str, Any]:
    scope: dict[str, Any] = parameters.get("scope", USUAL)
    return scope | ({"chat_id": readable_chat(world, scope["chat_id"]).id} if "chat_id" in scope else {})
