"""answerCallbackQuery."""

from tests.botapi.errors import bad_request
from tests.botapi.links import checked_link
from tests.botapi.parameters import Parameters
from tests.botapi.queries import CallbackAnswer
from tests.botapi.world import World

LONGEST_TEXT = 200
LIFETIME_S = 60.0  # Telegram does not say; a client shows the clock on the button for less
TOO_LATE = "query is too old and response timeout expired or query ID is invalid"


def answer_callback_query(world: World, parameters: Parameters) -> bool:
    """Answer a tap: once, and in time."""
    query = world.callback_queries.get(parameters["callback_query_id"])
    if query is None or query.answer is not None or world.clock() - query.asked_at > LIFETIME_S:
        raise bad_request(TOO_LATE)
    text = parameters.get("text", "")
    if len(text) > LONGEST_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    url = parameters.get("url")
    if url is not None and not _opens_bot(world, url):
        raise bad_request("URL_INVALID")
    query.answer = CallbackAnswer(text, bool(parameters.get("show_alert")), url)
    world.changes.notify()
    return True


def _opens_bot(world: World, url: str) -> bool:
    """Without a game only a link to the bot itself may be opened."""
    return checked_link(url).startswith(f"https://t.me/{world.settings.username}?start=")
