"""Whether whoever says something may use the bot, and whether they operate it."""

from bot.chats.access import Access
from bot.incoming import Incoming
from config import Settings


class Admission:
    """The settings together with those whom the operator let in."""

    def __init__(self, settings: Settings, access: Access) -> None:
        self._open = settings.access == "open"
        self._admins = settings.admins
        self._allowed = settings.admins | settings.allowed
        self._access = access

    def operates(self, incoming: Incoming) -> bool:
        """Whether this is an operator: at the machine itself, or by number."""
        return incoming.local or incoming.place.person in self._admins

    def may_use(self, incoming: Incoming) -> bool:
        """Whether the person or the group may use the bot."""
        place = incoming.place
        numbers = {place.chat} if place.person is None else {place.chat, place.person}
        return self._open or incoming.local or bool(numbers & self._allowed) or self._access.is_allowed(*numbers)
