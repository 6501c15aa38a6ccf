"""A question: /ask, a message in private, a mention or a reply in a group."""

from datetime import timedelta

from bot.conversation.answer_layout import answer_reply
from bot.conversation.small_talk import SmallTalk, small_talk
from bot.conversation.start import start
from bot.conversation.turn import Turn
from bot.reply import Reply, paragraph
from index.errors import InputError

FOLLOW_UP_WITHIN = timedelta(minutes=30)
FOLLOWED_UP = 3  # earlier questions that a new one may continue


def ask(turn: Turn, question: str) -> Reply:
    """The answer from the sources, kept for its buttons."""
    incoming, _ = turn.incoming, turn.translator.gettext
    if not question:
        return Reply((paragraph(_("Write a question with it, for example: /ask What happened in Ukraine yesterday?")),))
    if said := small_talk(question):
        return start(turn, "") if said is SmallTalk.GREETING else _welcome(turn)
    earlier = turn.records.answers.earlier(incoming.place, since=incoming.now - FOLLOW_UP_WITHIN, most=FOLLOWED_UP)
    try:
        answer = turn.newsdesk.ask(question, now=incoming.now, time_zone=turn.translator.time_zone, earlier=earlier)
    except InputError as error:
        return Reply((paragraph(turn.translator.sentence(error)),))
    number = turn.records.answers.keep(answer, incoming.place)
    return answer_reply(answer, turn.translator, number, turn.settings.look)


def _welcome(turn: Turn) -> Reply:
    return Reply((paragraph(turn.translator.gettext("You are welcome! Ask whenever you want to know more.")),))
