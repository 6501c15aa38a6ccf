"""The lists of commands that people see, one for each scope and language."""

import json
from collections.abc import Mapping
from typing import Any

from tests.botapi.chats import Chat
from tests.botapi.people import User

Scope = Mapping[str, Any]
Commands = list[dict[str, str]]


class CommandLists:
    """What setMyCommands set. Chats in scopes are given by identifier."""

    def __init__(self) -> None:
        self._lists: dict[tuple[str, str], Commands] = {}

    def set(self, scope: Scope, language: str, commands: Commands) -> None:
        """Replace a list."""
        self._lists[_key(scope), language] = commands

    def delete(self, scope: Scope, language: str) -> None:
        """Remove a list, so that a wider one shows."""
        self._lists.pop((_key(scope), language), None)

    def get(self, scope: Scope, language: str) -> Commands:
        """The list of exactly this scope and language."""
        return self._lists.get((_key(scope), language), [])

    def shown(self, user: User, chat: Chat) -> Commands:
        """What a user sees in a chat: the narrowest scope that has a list, in the user's language if it has that."""
        language = (user.language_code or "").partition("-")[0]
        for scope in _scopes(user, chat):
            for spoken in (language, ""):
                found = self._lists.get((_key(scope), spoken))
                if found:
                    return found
        return []


def _scopes(user: User, chat: Chat) -> list[Scope]:
    here = {"type": "chat", "chat_id": chat.id}
    if chat.type == "private":
        return [here, {"type": "all_private_chats"}, {"type": "default"}]
    for_admins = [{"type": "chat_administrators", "chat_id": chat.id}, here, {"type": "all_chat_administrators"}]
    narrow = for_admins if chat.member(user).is_admin else [here]
    member = {"type": "chat_member", "chat_id": chat.id, "user_id": user.id}
    return [member, *narrow, {"type": "all_group_chats"}, {"type": "default"}]


def _key(scope: Scope) -> str:
    return json.dumps(scope, sort_keys=True)
