"""Whether whoever says something is an admin of a chat, which Telegram is asked each time it matters."""

import structlog
from telegram import Bot, ChatMember, ChatMemberAdministrator
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden, InvalidToken

from bot.incoming import Place, Standing

log = structlog.get_logger(__name__)


async def standing(bot: Bot, chat: int | str, place: Place) -> Standing | None:
    """The standing of whoever speaks at `place` in a chat given by number or public name; None without such a chat.

    An admin who stays anonymous speaks in the name of the group. Of a channel's admins those who may post count.
    """
    if place.person is None:
        return None
    if chat == place.chat == place.person:
        return Standing(place.chat, "", admin=True)
    try:
        if chat == place.chat:
            return Standing(place.chat, "", admin=_is_admin(await bot.get_chat_member(chat, place.person)))
        found = await bot.get_chat(chat)
        if found.type != ChatType.CHANNEL:
            return None
        member = await bot.get_chat_member(found.id, place.person)
    except (BadRequest, Forbidden, InvalidToken) as error:  # no such chat, not for the bot, or a server without it
        log.debug("Someone's standing in a chat cannot be told", chat=chat, reason=error.message)
        return None
    return Standing(found.id, found.title or "", admin=_is_admin(member) and _may_post(member))


def _is_admin(member: ChatMember) -> bool:
    return member.status in (ChatMember.OWNER, ChatMember.ADMINISTRATOR)


def _may_post(member: ChatMember) -> bool:
    return not isinstance(member, ChatMemberAdministrator) or member.can_post_messages is not False
