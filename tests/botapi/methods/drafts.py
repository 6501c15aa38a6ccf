"""What people see before a message: sendChatAction, sendMessageDraft."""

from tests.botapi.access import writable_chat
from tests.botapi.chats import GENERAL_TOPIC
from tests.botapi.errors import bad_request
from tests.botapi.formatted_text import draft_text
from tests.botapi.parameters import Parameters
from tests.botapi.queries import ChatAction, Draft
from tests.botapi.world import World

ACTIONS = frozenset(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker "
    "find_location record_video_note upload_video_note".split()
)


def send_chat_action(world: World, parameters: Parameters) -> bool:
    """Show that an answer is being made."""
    action, thread_id = parameters["action"], parameters.get("message_thread_id")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = writable_chat(world, parameters["chat_id"])
    if chat.type == "channel":
        raise bad_request("chat actions can't be sent to channel chats")
    if thread_id not in {None, GENERAL_TOPIC} and thread_id not in chat.messages:
        raise bad_request("message thread not found")
    world.chat_actions.append(ChatAction(chat.id, action, thread_id))
    world.changes.notify()
    return True


def send_message_draft(world: World, parameters: Parameters) -> bool:
    """Stream a preview of an answer; private chats only."""
    written = draft_text(parameters.get("text", ""), parameters.get("parse_mode"), parameters.get("entities"))
    chat = writable_chat(world, parameters["chat_id"])
    if chat.type != "private":
        raise bad_request("drafts can be sent to private chats only")
    if parameters["draft_id"] == 0:
        raise bad_request("draft_id must be non-zero")
    if parameters.get("message_thread_id") is not None:
        raise bad_request("message thread not found")
    shown = [entity.to_json() for entity in written.entities]
    world.drafts.append(Draft(chat.id, parameters["draft_id"], None, written.text, shown))
    world.changes.notify()
    return True
