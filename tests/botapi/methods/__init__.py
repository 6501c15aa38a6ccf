"""The methods of the Bot API that the double stands in for, by name."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.botapi.methods import (
    callback_queries,
    chat_details,
    commands,
    deleting,
    drafts,
    editing,
    files,
    inline_queries,
    profile,
    sending,
    webhooks,
)
from tests.botapi.parameters import Parameters
from tests.botapi.world import World

Handler = Callable[[World, Parameters], Any]

HANDLERS: Mapping[str, Handler] = {
    "answerCallbackQuery": callback_queries.answer_callback_query,
    "answerInlineQuery": inline_queries.answer_inline_query,
    "deleteMessage": deleting.delete_message,
    "deleteMessages": deleting.delete_messages,
    "deleteMyCommands": commands.delete_my_commands,
    "deleteWebhook": webhooks.delete_webhook,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "editMessageText": editing.edit_message_text,
    "getChat": chat_details.get_chat,
    "getChatAdministrators": chat_details.get_chat_administrators,
    "getChatMember": chat_details.get_chat_member,
    "getChatMemberCount": chat_details.get_chat_member_count,
    "getFile": files.get_file,
    "getMe": profile.get_me,
    "getMyCommands": commands.get_my_commands,
    "getMyDescription": profile.get_my_description,
    "getMyName": profile.get_my_name,
    "getMyShortDescription": profile.get_my_short_description,
    "getWebhookInfo": webhooks.get_webhook_info,
    "leaveChat": chat_details.leave_chat,
    "sendChatAction": drafts.send_chat_action,
    "sendDocument": sending.send_document,
    "sendMessage": sending.send_message,
    "sendMessageDraft": drafts.send_message_draft,
    "sendPhoto": sending.send_photo,
    "setMyCommands": commands.set_my_commands,
    "setMyDescription": profile.set_my_description,
    "setMyName": profile.set_my_name,
    "setMyShortDescription": profile.set_my_short_description,
    "setWebhook": webhooks.set_webhook,
}
