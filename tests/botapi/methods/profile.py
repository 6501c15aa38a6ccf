"""getMe and the bot's name and descriptions."""

from typing import Any

from tests.botapi.errors import bad_request
from tests.botapi.methods.commands import language
from tests.botapi.parameters import Parameters
from tests.botapi.world import World

LONGEST = {"name": 64, "description": 512, "short_description": 120}


def get_me(world: World, _: Parameters) -> dict[str, Any]:
    """The bot."""
    settings = world.settings
    return world.bot.to_json() | {
        "can_join_groups": settings.can_join_groups,
        "can_read_all_group_messages": not settings.privacy,
        "supports_inline_queries": settings.inline,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_name(world: World, parameters: Parameters) -> bool:
    """The name in a language."""
    return _set(world, parameters, "name")


def set_my_description(world: World, parameters: Parameters) -> bool:
    """What an empty chat with the bot shows."""
    return _set(world, parameters, "description")


def set_my_short_description(world: World, parameters: Parameters) -> bool:
    """What the bot's profile shows."""
    return _set(world, parameters, "short_description")


def get_my_name(world: World, parameters: Parameters) -> dict[str, str]:
    """The name in a language."""
    return {"name": _get(world, parameters, "name") or world.settings.first_name}


def get_my_description(world: World, parameters: Parameters) -> dict[str, str]:
    """The description in a language."""
    return {"description": _get(world, parameters, "description")}


def get_my_short_description(world: World, parameters: Parameters) -> dict[str, str]:
    """The short description in a language."""
    return {"short_description": _get(world, parameters, "short_description")}


def _set(world: World, parameters: Parameters, what: str) -> bool:
    text = parameters.get(what, "")
    if len(text) > LONGEST[what]:
        raise bad_request(f"bot {what.replace('_', ' ')} is too long")
    world.profile[what, language(parameters)] = text
    world.changes.notify()
    return True


def _get(world: World, parameters: Parameters, what: str) -> str:
    spoken = world.profile.get((what, language(parameters)), "")
    return spoken or world.profile.get((what, ""), "")
