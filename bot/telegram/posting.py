"""One delivery as a request to Telegram."""

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
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
    message = await (_send_text if outgoing.file is None else _send_file)(bot, delivery)
    return message.message_id


async def _send_text(bot: Bot, delivery: Delivery) -> Message:
    outgoing = delivery.outgoing
    return await bot.send_message(
        outgoing.chat,
        outgoing.html,
        parse_mode=ParseMode.HTML,
        link_preview_options=LinkPreviewOptions(is_disabled=not outgoing.preview),
        message_thread_id=outgoing.thread,
        reply_parameters=_replied(delivery.replied_message),
        reply_markup=_keyboard(outgoing),
    )


async def _send_file(bot: Bot, delivery: Delivery) -> Message:
    """A picture is shown; anything else is a document to be saved."""
    outgoing = delivery.outgoing
    picture = outgoing.file_name.endswith(".png")
    return await (bot.send_photo if picture else bot.send_document)(
        outgoing.chat,
        InputFile(outgoing.file or b"", filename=outgoing.file_name),
        caption=outgoing.html or None,
        parse_mode=ParseMode.HTML,
        message_thread_id=outgoing.thread,
        reply_parameters=_replied(delivery.replied_message),
        reply_markup=_keyboard(outgoing),
    )


def _replied(message: int | None) -> ReplyParameters | None:
    """The message it answers or goes on from is shown above it; it may have been deleted by now."""
    return ReplyParameters(message, allow_sending_without_reply=True) if message is not None else None


def _keyboard(outgoing: Outgoing) -> InlineKeyboardMarkup | None:
    rows = [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in outgoing.buttons]
    return InlineKeyboardMarkup(rows) if rows else None
