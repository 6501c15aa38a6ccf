"""One delivery as a request to Telegram."""

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode

from bot.outbox import Delivery, Outgoing


async def post(bot: Bot, delivery: Delivery) -> int:
    """Send a new message, or put the text in the place of `delivery.edited_message`; the number of the message."""
    outgoing = delivery.outgoing
    if delivery.edited_message is not None:
        await bot.edit_message_text(
            outgoing.html,
            chat_id=outgoing.chat,
            message_id=delivery.edited_message,
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=not outgoing.preview),
            reply_markup=_keyboard(outgoing),
        )
        return delivery.edited_message
    message = await bot.send_message(
        outgoing.chat,
        outgoing.html,
        parse_mode=ParseMode.HTML,
        link_preview_options=LinkPreviewOptions(is_disabled=not outgoing.preview),
        message_thread_id=outgoing.thread,
        reply_parameters=_quoted(outgoing),
        reply_markup=_keyboard(outgoing),
    )
    return message.message_id


def _quoted(outgoing: Outgoing) -> ReplyParameters | None:
    """The question it answers is shown above it; it may have been deleted by now."""
    if not outgoing.quoted or outgoing.question is None:
        return None
    return ReplyParameters(outgoing.question, allow_sending_without_reply=True)


def _keyboard(outgoing: Outgoing) -> InlineKeyboardMarkup | None:
    rows = [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in outgoing.buttons]
    return InlineKeyboardMarkup(rows) if rows else None
